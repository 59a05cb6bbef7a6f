import type { ServiceState } from '../../aws/service-state.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { Readiness } from '../../model/readiness.ts';
import { historyUntil, readHistory } from '../go-back/read-history.ts';
import { waysBack } from '../go-back/ways-back.ts';
import { Refusals } from '../history/reads-refused.ts';
import type { BringInController } from '../preflight/preflight-subject.ts';
import { whyNot } from '../preflight/read-or-skip.ts';
import type { ReleaseContext } from '../release-context.ts';
import { lookAtRelease } from './look-at-release.ts';

/**
 * Whether a service could go back now to the last release that succeeded before what serves, with another revision. Looks at all that
 * this release needs. Reads only.
 * @param group where CodeDeploy releases to it
 * @throws what reading the history throws
 */
export async function readinessToGoBack(
  context: ReleaseContext,
  service: ServiceState,
  group: CodeDeployGroup | undefined,
  controller: BringInController = group === undefined ? { kind: 'ecs' } : { kind: 'codedeploy' },
): Promise<Readiness> {
  const refusals = new Refusals();
  const histories = readHistory(context, { service, group, onRefused: refusals.onRefused });
  const history = await historyUntil(histories, (one) => waysBack(one).length > 0);
  const [target] = waysBack(history);
  const [refused] = refusals.errors;
  if (target === undefined && refused !== undefined)
    return { kind: 'not-known', because: [whyNot(refused)], results: [] };
  if (target === undefined) return { kind: 'nothing-before' };
  const { taskDefinition } = target;
  return await lookAtRelease(context, { service, controller, taskDefinition, readsSecretValues: true });
}
