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

/** The first status: AWS has begun. @param taskDefinition of the first deployment */
export function begunDescription(service: string, taskDefinition: string): string {
  return fitDescription(`${service}: ${revisionName(taskDefinition)} is being brought in`);
}

/** The last status. @param others how many more services the deployment is about */
export function endDescription(
  service: string,
  outcome: Outcome,
  { after, others }: { readonly after?: string | undefined; readonly others: number },
): string {
  const reason = outcomeReason(outcome);
  const more = others === 0 ? '' : ` (one of ${others + 1} services)`;
  const end = outcomeInBrief(outcome, after === undefined ? {} : { after });
  return fitDescription(`${service}${more}: ${end}${reason === undefined ? '' : `: ${reason}`}`);
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
