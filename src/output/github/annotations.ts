import { isGood } from '../../model/outcome.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import { describeOutcome } from '../describe-outcome.ts';
import type { Failure } from '../failure-text.ts';
import { harmless } from '../harmless.ts';
import { workflowCommand } from './workflow-command.ts';

// GitHub shows ten errors and ten warnings of a step.
const mostShown = 10;

/** An annotation for each service that somebody has to look at, in one line each: what failed, the likely cause, what is left. Pure. */
export function annotations(results: readonly ReleaseResult[]): string[] {
  const lines = results.flatMap((result) => {
    const { outcome, service, before, target, deployment, diagnosis, endedAt } = result;
    if (isGood(outcome) || outcome.kind === 'declined' || outcome.kind === 'not-started') return [];
    const { tone, headline, state } = describeOutcome(outcome, {
      service: serviceName(service),
      before: before?.taskDefinition,
      after: target?.taskDefinition,
      isThroughCodeDeploy: deployment?.codeDeploy !== undefined,
      now: endedAt,
    });
    const likely = diagnosis?.likely;
    const cause = likely === undefined ? [] : [`Likely cause: ${harmless(likely.cause)}.`];
    const name = tone === 'bad' ? 'error' : 'warning';
    return [workflowCommand(name, [headline, ...cause, state].join(' '), { title: serviceName(service) })];
  });
  return lines.slice(0, mostShown);
}

/** The annotation of a command that failed before there was a result. */
export function failureAnnotation({ message, suggestions }: Failure, command: string): string {
  const text = [message, ...suggestions].flatMap((one) => one.split('\n')).map(harmless);
  return workflowCommand('error', text.join('\n'), { title: command });
}
