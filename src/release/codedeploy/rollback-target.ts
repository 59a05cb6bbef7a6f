import type { ServiceState } from '../../aws/service-state.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { Deployment } from '../../model/deployment.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { ReleaseContext } from '../release-context.ts';
import { NoRollbackTarget } from '../rollback-target.ts';
import { readHistory, type PastRelease } from './history.ts';

export type CodeDeployRollbackTarget =
  | {
      readonly kind: 'revision';
      /** ARN, or `family:revision`. */
      readonly taskDefinition: string;
      /** The AppSpec that brought it in, where it is known. */
      readonly content?: string | undefined;
    }
  /** The newest release was taken back already. */
  | { readonly kind: 'already-back'; readonly to: string };

/**
 * Where going back leads: to the last release that succeeded before what serves now, with another revision. Where the newest one was
 * halted half-way, with its tasks still there, what served before it is the way back.
 * @throws NoRollbackTarget
 */
export async function findCodeDeployTarget(
  context: Pick<ReleaseContext, 'aws'>,
  service: ServiceState,
  group: CodeDeployGroup,
): Promise<CodeDeployRollbackTarget> {
  const target = targetIn(await readHistory(context, group), service);
  if (target === undefined) throw new NoRollbackTarget(service.ref, service.taskDefinition);
  return target;
}

/** Undefined where there is none. Pure. */
function targetIn(
  history: readonly PastRelease[],
  { taskDefinition: serving, deployments }: Pick<ServiceState, 'taskDefinition' | 'deployments'>,
): CodeDeployRollbackTarget | undefined {
  const [newest] = history;
  if (newest?.end === 'back') return { kind: 'already-back', to: serving };
  const isLeft = deployments.some(
    ({ externalId, status, runningCount, desiredCount }) =>
      externalId === newest?.id && status !== 'PRIMARY' && runningCount + desiredCount > 0,
  );
  if (newest?.end === 'halted' && isLeft) {
    const content = history.find(
      ({ end, taskDefinition }) => end === 'succeeded' && taskDefinition === serving,
    )?.content;
    return { kind: 'revision', taskDefinition: serving, content };
  }
  return earlierThan(serving, history);
}

/** The newest that succeeded with another revision; the first release of all only notes what it replaced. */
function earlierThan(
  serving: string,
  history: readonly PastRelease[],
): Extract<CodeDeployRollbackTarget, { kind: 'revision' }> | undefined {
  for (const { end, taskDefinition, insteadOf, content } of history) {
    if (end !== 'succeeded') continue;
    if (taskDefinition !== undefined && taskDefinition !== serving)
      return { kind: 'revision', taskDefinition, content };
    const hasOther = history.some(
      (one) => one.end === 'succeeded' && one.taskDefinition !== undefined && one.taskDefinition !== serving,
    );
    if (!hasOther && insteadOf !== undefined && insteadOf !== revisionName(serving))
      return { kind: 'revision', taskDefinition: insteadOf };
  }
  return undefined;
}

/**
 * Whether a deployment in progress leads to where going back would have led before it was started: then it is the way back, of an earlier
 * run or of somebody else.
 */
export async function leadsBackByCodeDeploy(
  context: Pick<ReleaseContext, 'aws'>,
  { deploymentId, taskDefinition, codeDeploy }: Deployment,
): Promise<boolean> {
  if (codeDeploy === undefined) return false;
  return isWayBack(await readHistory(context, codeDeploy), deploymentId, taskDefinition);
}

/** Pure. */
function isWayBack(history: readonly PastRelease[], deploymentId: string, taskDefinition: string): boolean {
  const before = history.filter(({ id }) => id !== deploymentId);
  const [served] = before;
  // What was taken back already leaves no way back that anybody could have begun.
  if (served?.end !== 'succeeded' || served.taskDefinition === undefined) return false;
  const target = earlierThan(served.taskDefinition, before);
  if (target === undefined) return false;
  return target.taskDefinition === taskDefinition || target.taskDefinition === revisionName(taskDefinition);
}
