import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { serviceName } from '../../src/model/service-ref.ts';
import { describeOutcome } from '../../src/output/describe-outcome.ts';

/** What a person and a script are told in the end. */
export interface Told {
  readonly exit: number;
  readonly headline: string;
  readonly state: string;
  readonly next: readonly string[];
}

export function told({ outcome, service, before, target, next }: ReleaseResult): Told {
  const { headline, state } = describeOutcome(outcome, {
    service: serviceName(service),
    before: before?.taskDefinition,
    after: target?.taskDefinition,
  });
  return { exit: exitCodeOf(outcome), headline, state, next };
}
