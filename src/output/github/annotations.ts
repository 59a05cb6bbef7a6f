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

/**
 * The annotations of a command that failed before there was a result: at each place of a file that is wrong, or a single one. Pure.
 *
 * @param title what was called: `ecsdeploy deploy`
 * @param inRepository the path of a file from the root of the repository on; undefined for one outside
 */
export function failureAnnotations(
  { message, suggestions, details }: Failure,
  title: string,
  inRepository: (file: string) => string | undefined,
): string[] {
  const places = placesIn(details).flatMap(({ file, ...place }) => {
    const known = inRepository(file);
    return known === undefined ? [] : [{ file: known, ...place }];
  });
  if (places.length > 0)
    return places
      .slice(0, mostShown)
      .map(({ file, line, column, message: wrong }) =>
        workflowCommand('error', harmless(wrong), { file, line: String(line), col: String(column), title }),
      );
  const text = [message, ...suggestions].flatMap((one) => one.split('\n')).map(harmless);
  return [workflowCommand('error', text.join('\n'), { title })];
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What `InvalidConfig` and `InvalidAppSpec` tell under `problems`, those of it that are in a file. */
function placesIn({ problems }: Failure['details']): Place[] {
  return Array.isArray(problems) ? problems.filter(isPlace) : [];
}

function isPlace(problem: unknown): problem is Place {
  const { file, line, column, message } = Object(problem) as Readonly<Record<string, unknown>>;
  const areTexts = typeof file === 'string' && typeof message === 'string';
  return areTexts && typeof line === 'number' && typeof column === 'number';
}
