import {
  describeServiceRevisions,
  listServiceDeployments,
  type ServiceDeploymentListing,
} from '../aws/service-deployments.ts';
import type { ServiceState } from '../aws/service-state.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { revisionName, serviceName, type ServiceRef } from '../model/service-ref.ts';
import type { ReleaseContext } from './release-context.ts';

/** No earlier deployment of the service succeeded with another revision. */
export class NoRollbackTarget extends EcsdeployError {
  constructor(service: ServiceRef, current: string) {
    super({
      code: 'rollback_target.not_found',
      message: `Service "${serviceName(service)}" has no earlier release to go back to: none but ${revisionName(current)} has succeeded in what AWS remembers`,
      suggestions: ['Deploy a revision by name: `ecsdeploy deploy --task-definition <family:revision>`.'],
      details: { taskDefinition: current },
    });
  }
}

export type RollbackTarget =
  | { readonly kind: 'revision'; readonly taskDefinition: string; readonly succeededAt: number }
  /** The newest deployment was rolled back already, by AWS or by a person. */
  | { readonly kind: 'already-back'; readonly to: string };

// ECS keeps service deployments for 90 days; a hundred of them reach back far enough for a night.
const historyLength = 100;

/**
 * The revision of the last service deployment that succeeded before what serves now, with another revision. Never
 * "revision minus one": that is often another broken one.
 * @throws NoRollbackTarget
 */
export async function findRollbackTarget(
  { aws }: ReleaseContext,
  service: ServiceState,
): Promise<RollbackTarget> {
  const history = await listServiceDeployments(aws, service.ref, historyLength);
  const [newest] = history;
  const isBack = newest?.status === 'rolled-back';
  if (isBack) return { kind: 'already-back', to: service.taskDefinition };
  const succeeded = history.filter(({ status }) => status === 'successful');
  const taskDefinitions = await revisionsOf({ aws }, succeeded);
  const target = succeeded.find(({ targetRevisionArn }) => {
    const taskDefinition = taskDefinitions.get(targetRevisionArn);
    return taskDefinition !== undefined && taskDefinition !== service.taskDefinition;
  });
  const taskDefinition = target === undefined ? undefined : taskDefinitions.get(target.targetRevisionArn);
  if (target === undefined || taskDefinition === undefined) {
    throw new NoRollbackTarget(service.ref, service.taskDefinition);
  }
  return { kind: 'revision', taskDefinition, succeededAt: target.createdAt };
}

/**
 * Whether a deployment in progress leads to where going back would have led before it was started: then it is the way back, of
 * an earlier run or of somebody else, and taking it back would bring in again what was to be left.
 */
export async function leadsBack({ aws }: ReleaseContext, inProgress: Deployment): Promise<boolean> {
  const history = await listServiceDeployments(aws, inProgress.service, historyLength);
  const before = history.filter(({ arn }) => arn !== inProgress.serviceDeploymentArn);
  // What was rolled back already leaves no way back that anybody could have begun.
  if (before[0]?.status !== 'successful') return false;
  const succeeded = before.filter(({ status }) => status === 'successful');
  const taskDefinitions = await revisionsOf({ aws }, succeeded);
  const [served, ...earlier] = succeeded.map(({ targetRevisionArn }) =>
    taskDefinitions.get(targetRevisionArn),
  );
  const target = earlier.find((taskDefinition) => taskDefinition !== undefined && taskDefinition !== served);
  return target !== undefined && target === inProgress.taskDefinition;
}

async function revisionsOf(
  { aws }: Pick<ReleaseContext, 'aws'>,
  deployments: readonly ServiceDeploymentListing[],
): Promise<Map<string, string>> {
  const revisions = await describeServiceRevisions(
    aws,
    deployments.map(({ targetRevisionArn }) => targetRevisionArn),
  );
  return new Map(revisions.map(({ arn, taskDefinition }) => [arn, taskDefinition]));
}
