import type { DeploymentAction } from '../../github/deployment-payload.ts';
import type { DeploymentKey, NewDeployment } from '../../github/github-deployments.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import { revisionName } from '../../model/service-ref.ts';
import { deploymentDescription } from '../../output/github/deployment-words.ts';
import type { DeploymentOrder } from './deployment-order.ts';
import type { RunSoFar } from './run-so-far.ts';

const any: readonly DeploymentAction[] = ['deploy', 'rollback'];

/**
 * Which deployment a run goes on with, where there is one. What is taken back is what goes on in the environment, whichever commit it is of;
 * a good end is told only of the commit of the run.
 */
export function keyOf({ action, environment, services }: DeploymentOrder): DeploymentKey {
  const actions = action === 'deploy' || action === 'rollback' ? [action] : any;
  return { environment, services, actions, commit: onlyTakesBack(action) ? 'any' : 'same' };
}

/** What the run makes, where there is none; undefined: nothing has begun yet, or it only goes on with what another run has begun. */
export function newDeployment({ order, plans, begun }: RunSoFar): NewDeployment | undefined {
  const { action, environment, services } = order;
  if (begun === undefined || !(action === 'deploy' || action === 'rollback')) return undefined;
  const [plan] = plans.values();
  const isStopped = action === 'rollback' && begun.how === 'found';
  return {
    environment,
    description: deploymentDescription(action, services, plan),
    note: { services, action, ...(isStopped ? { stops: revisionName(begun.taskDefinition) } : {}) },
    payload: imagesOf(plan),
  };
}

/** Whether it ends what another run has begun, and brings nothing in by itself. */
export function onlyTakesBack(action: DeploymentOrder['action']): boolean {
  return action === 'reject' || action === 'abort';
}

/** Small, and nothing of it is secret: who can read the repository can read it. */
function imagesOf(plan: ReleasePlan | undefined): Readonly<Record<string, unknown>> {
  const { commit, images = [] } = plan?.target ?? {};
  const tags = images.flatMap(({ tag }) => tag ?? []);
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(tags.length === 0 ? {} : { tags: [...new Set(tags)] }),
  };
}
