import type { World } from '../../../world.ts';
import { ecsArn } from '../../arns.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { ServiceRevisionRecord, Workload } from '../../records/service-revision.ts';
import type { TaskSetRecord } from '../../records/task-set.ts';
import { invalidParameter } from '../../refusals.ts';
import { noBackOff } from '../start-back-off.ts';
import { checkWorkload } from '../../validation/workload.ts';

const most = 5;

/**
 * Creates a task set of a service at 100 % of its desired count: PRIMARY if it is the first one, else ACTIVE.
 * @param of the deployment of CodeDeploy that it is for
 * @throws ServiceError InvalidParameterException where the workload cannot run, or five task sets exist
 */
export function createTaskSet(
  world: World,
  service: ServiceRecord,
  workload: Workload,
  of?: { readonly externalId: string },
): TaskSetRecord {
  // CodeDeploy may lead requests to the target group only when the tasks are there.
  checkWorkload(world, workload, 'ROLLING', 'any');
  if (service.taskSets.length >= most) {
    throw invalidParameter(
      `${most} deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.`,
    );
  }
  const now = world.timeline.now();
  const revision = newRevision(world, service, workload);
  const id = `ecs-svc/${revision.digits}`;
  const taskSet: TaskSetRecord = {
    id,
    arn: ecsArn(world, `task-set/${service.cluster.name}/${service.name}/${id}`),
    revision,
    startedBy: of === undefined ? undefined : 'CODE_DEPLOY',
    externalId: of?.externalId,
    createdAt: now,
    updatedAt: now,
    status: service.taskSets.length === 0 ? 'PRIMARY' : 'ACTIVE',
    scale: 100,
    stability: { status: 'STABILIZING', at: now },
    backOff: noBackOff,
  };
  service.revisions.set(revision.arn, revision);
  const [primary, ...others] = service.taskSets;
  service.taskSets = primary === undefined ? [taskSet] : [primary, taskSet, ...others];
  service.wake();
  return taskSet;
}

function newRevision(world: World, service: ServiceRecord, workload: Workload): ServiceRevisionRecord {
  const digits = world.random.digits(19);
  return {
    arn: ecsArn(world, `service-revision/${service.cluster.name}/${service.name}/${digits}`),
    digits,
    workload,
    createdAt: world.timeline.now(),
    pinnedDigests: new Map(),
  };
}
