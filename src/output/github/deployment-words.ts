import type { Outcome } from '../../model/outcome.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import { harmless } from '../harmless.ts';
import { outcomeInBrief, outcomeReason } from '../outcome-in-brief.ts';

/** GitHub refuses a status whose description is longer, in characters. */
const longest = 140;

/** What a deployment of GitHub is about. @param services each `cluster/service`, at least one */
export function deploymentDescription(
  action: ReleaseResult['action'],
  services: readonly string[],
  plan: ReleasePlan | undefined,
): string {
  const what = several(services);
  if (action !== 'rollback') return fitDescription(`ecsdeploy releases ${what}`);
  const back = plan?.wayBack?.release?.taskDefinition ?? plan?.target.taskDefinition;
  return fitDescription(
    `ecsdeploy takes ${what} back${back === undefined ? '' : ` to ${revisionName(back)}`}`,
  );
}

/**
 * The first status: something goes on at AWS.
 * @param taskDefinition of the first deployment
 * @param what becomes of it, as far as this run knows
 */
export function begunDescription(
  service: string,
  taskDefinition: string,
  what: 'brought-in' | 'taken-back' | 'followed',
): string {
  return fitDescription(`${service}: ${revisionName(taskDefinition)} ${begunWords[what]}`);
}

const begunWords = {
  'brought-in': 'is being brought in',
  'taken-back': 'is being taken back',
  followed: 'is followed to its end',
} as const;

/** The last status. @param of how many services the deployment is about */
export function endDescription(
  service: string,
  outcome: Outcome,
  { after, of }: { readonly after?: string | undefined; readonly of: number },
): string {
  return described(of === 1 ? service : `${service} (one of ${of} services)`, outcome, after);
}

/**
 * The end of one of the services of a deployment that goes on. Its form is what later runs know by that it has ended, see `partsDone`: GitHub
 * keeps nothing else of a status that could tell.
 */
export function partDescription(
  service: string,
  outcome: Outcome,
  { after, done, of }: { readonly after?: string | undefined; readonly done: number; readonly of: number },
): string {
  return described(`${service} (${done} of ${of} done)`, outcome, after);
}

/** Services whose newest status is the end of them. Pure. @param descriptions of all statuses, newest first */
export function partsDone(descriptions: readonly string[]): string[] {
  const newest = new Map<string, boolean>();
  for (const description of descriptions) {
    const [, service, more = ''] = /^(\S+?)(?: \(([^)]*)\))?: /.exec(description) ?? [];
    if (service !== undefined && !newest.has(service)) newest.set(service, /^\d+ of \d+ done$/.test(more));
  }
  return [...newest].flatMap(([service, isDone]) => (isDone ? [service] : []));
}

function described(about: string, outcome: Outcome, after: string | undefined): string {
  const reason = outcomeReason(outcome);
  const end = outcomeInBrief(outcome, after === undefined ? {} : { after });
  return fitDescription(`${about}: ${end}${reason === undefined ? '' : `: ${reason}`}`);
}

/** The last status of a run that has no result. */
export const errorDescription = 'ecsdeploy ended by an error; the log of the run says why';

/** In as many characters as GitHub takes, and none of them in half. */
export function fitDescription(text: string): string {
  const characters = Array.from(harmless(text));
  if (characters.length <= longest) return characters.join('');
  return `${characters.slice(0, longest - 1).join('')}…`;
}

function several([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
