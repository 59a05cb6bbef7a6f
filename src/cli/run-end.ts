import { changedBy } from '../model/outcome.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { exitCodeOf, exitCodeOfAll } from './exit-codes.ts';

/** How a run ended as a whole. */
interface RunEnd {
  readonly exitCode: number;
  /** The results that decided the exit code, those that changed something first: whoever tells of only one must not say that nothing did. */
  readonly deciding: readonly ReleaseResult[];
}

/** The end of a run from those of its releases. Pure. */
export function runEndOf(results: readonly ReleaseResult[]): RunEnd {
  const exitCode = exitCodeOfAll(results.map(({ outcome }) => outcome));
  const deciding = results.filter(({ outcome }) => exitCodeOf(outcome) === exitCode);
  const hasChanged = ({ outcome }: ReleaseResult): boolean => changedBy(outcome) !== 'nothing';
  return {
    exitCode,
    deciding: [...deciding.filter(hasChanged), ...deciding.filter((result) => !hasChanged(result))],
  };
}
