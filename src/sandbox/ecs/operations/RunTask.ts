import type { RunTaskCommandInput, RunTaskResponse, TaskDefinition, TaskOverride } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { findActiveCluster } from '../lookup/cluster.ts';
import { findActiveTaskDefinition } from '../lookup/task-definition.ts';
import { runsOnFargate } from '../placement.ts';
import type { TaskObserver, TaskRecord } from '../records/task.ts';
import { invalidParameter } from '../refusals.ts';
import { obstacleTo } from '../tasks/failures.ts';
import { makeTask } from '../tasks/make-task.ts';
import { startTask } from '../tasks/start-task.ts';
import { workloadOfNewService } from '../validation/merge-workload.ts';
import { mergeTags } from '../validation/tags.ts';
import { checkWorkload } from '../validation/workload.ts';
import { resolvedPlatformVersion } from '../views/placement-view.ts';
import { viewTask } from '../views/task-view.ts';

/** Nobody replaces a task that was run by itself. */
const nobody: TaskObserver = {
  unplaced: () => undefined,
  running: () => undefined,
  healthy: () => undefined,
  unhealthy: () => undefined,
  targetMissing: () => undefined,
  ended: () => undefined,
  stopped: () => undefined,
};

export const RunTask: Operation<RunTaskCommandInput, RunTaskResponse> = (world, input) => {
  check(input);
  const cluster = findActiveCluster(world, input.cluster);
  const { clientToken, ...request } = input;
  const asked = JSON.stringify(request);
  const before = clientToken === undefined ? undefined : world.ecs.runTaskTokens.get(clientToken);
  if (before !== undefined) {
    if (before.input !== asked) {
      throw new ServiceError('ConflictException', 'The client token was used with other parameters.', 400, {
        resourceIds: before.tasks.map((task) => task.arn),
      });
    }
    return { tasks: before.tasks.map((task) => viewTask(task, ['TAGS'])), failures: [] };
  }

  const taskDefinition = findActiveTaskDefinition(world, input.taskDefinition ?? '');
  checkOverrides(input.overrides, taskDefinition.definition);
  const { launchType, capacityProviderStrategy, platformVersion, networkConfiguration } = input;
  const workload = workloadOfNewService(world, cluster, {
    serviceName: undefined,
    taskDefinition: taskDefinition.arn,
    launchType,
    capacityProviderStrategy,
    platformVersion,
    networkConfiguration,
  });
  checkWorkload(world, workload);
  const obstacle = obstacleTo(world, taskDefinition.definition)?.runTask;
  if (obstacle !== undefined && 'refusal' in obstacle) {
    throw new ServiceError('ClientException', obstacle.refusal);
  }
  if (obstacle !== undefined) return { tasks: [], failures: [{ reason: obstacle.failure }] };
  const managed =
    input.enableECSManagedTags === true ? [{ key: 'aws:ecs:clusterName', value: cluster.name }] : [];
  const own = input.propagateTags === 'TASK_DEFINITION' ? taskDefinition.tags : [];
  const tags = [...mergeTags(own, input.tags), ...managed];
  const tasks: TaskRecord[] = Array.from({ length: input.count ?? 1 }, (_, nth) =>
    makeTask(world, {
      cluster,
      taskDefinition,
      placement: workload,
      nth,
      platformVersion: runsOnFargate(workload) ? resolvedPlatformVersion(workload) : undefined,
      networkConfiguration: workload.networkConfiguration,
      loadBalancers: [],
      group: input.group ?? `family:${taskDefinition.family}`,
      startedBy: input.startedBy,
      overrides: input.overrides,
      enableExecuteCommand: input.enableExecuteCommand ?? false,
      tags,
      owner: undefined,
      observer: nobody,
    }),
  );
  for (const task of tasks) startTask(world, task);
  if (clientToken !== undefined) world.ecs.runTaskTokens.set(clientToken, { input: asked, tasks });
  return { tasks: tasks.map((task) => viewTask(task, ['TAGS'])), failures: [] };
};

function checkOverrides(
  overrides: TaskOverride | undefined,
  { containerDefinitions = [] }: TaskDefinition,
): void {
  for (const { name = '' } of overrides?.containerOverrides ?? []) {
    if (containerDefinitions.some((container) => container.name === name)) continue;
    throw invalidParameter(`Override for container named ${name} is not a container in the TaskDefinition.`);
  }
}

/** Limits: 2.12 of the specification; their texts are the sandbox's own. */
function check({
  count = 1,
  clientToken = '',
  startedBy = '',
  propagateTags,
  overrides,
}: RunTaskCommandInput): void {
  if (count < 1 || count > 10) throw invalidParameter('Count must be between 1 and 10.');
  if (clientToken.length > 64) throw invalidParameter('clientToken must have at most 64 characters.');
  if (startedBy.length > 128) throw invalidParameter('startedBy must have at most 128 characters.');
  if (propagateTags === 'SERVICE')
    throw invalidParameter('propagateTags SERVICE is not allowed for RunTask.');
  if (overrides !== undefined && JSON.stringify(overrides).length > 8192) {
    throw invalidParameter('overrides must have at most 8192 characters.');
  }
}
