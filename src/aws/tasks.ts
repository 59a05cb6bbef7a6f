import type { Task } from '@aws-sdk/client-ecs';
import type { StoppedTask } from '../model/deployment.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { readTogether, type ReadOptions, type SharedRead } from './shared-reads.ts';

/** A task with what we look at. */
export interface TaskState {
  readonly arn: string;
  /** `ecs-svc/…` of the deployment that started it. */
  readonly startedBy?: string | undefined;
  readonly taskDefinition: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  /** When it became RUNNING, milliseconds since the epoch, AWS's clock. */
  readonly startedAt?: number | undefined;
  /** HEALTHY | UNHEALTHY | UNKNOWN */
  readonly healthStatus?: string | undefined;
  /** Private IPv4 addresses, in network mode `awsvpc`: as such a load balancer knows it. */
  readonly addresses: readonly string[];
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly digest?: string | undefined;
  }[];
  readonly stopped: StoppedTask;
}

// More than a few pages of one service say nothing new.
const mostTasks = 1_000;

const tasksOfCluster: SharedRead<TaskState> = {
  operation: 'ecs:DescribeTasks',
  most: 100,
  ask: async (ecs, { group: cluster, items }, send) => {
    const output = await ecs.describeTasks({ cluster, tasks: [...items] }, send);
    return new Map((output.tasks ?? []).map(toTaskState).map((state) => [state.arn, state]));
  },
  concernsAll: ({ code }) => code === 'ClusterNotFoundException',
};

/** ARNs of a service's tasks. AWS shows stopped ones for about an hour. */
export async function listTasks(
  aws: Aws,
  { cluster, service }: ServiceRef,
  desiredStatus: 'RUNNING' | 'STOPPED',
  options: ReadOptions = {},
): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const output = await call(
      aws,
      { operation: 'ecs:ListTasks', repeat: 'freely', ...options },
      aws.clients.ecs,
      (ecs, send) =>
        ecs.listTasks(
          {
            cluster,
            serviceName: service,
            desiredStatus,
            ...(token === undefined ? {} : { nextToken: token }),
          },
          send,
        ),
    );
    arns.push(...(output.taskArns ?? []));
    nextToken = output.nextToken;
  } while (nextToken !== undefined && arns.length < mostTasks);
  return arns;
}

/** Tasks by ARN; those that AWS no longer shows are missing. */
export function describeTasks(
  aws: Aws,
  cluster: string,
  arns: readonly string[],
  options: ReadOptions = {},
): Promise<TaskState[]> {
  return readTogether(aws, tasksOfCluster, { group: cluster, items: arns }, options);
}

function toTaskState(task: Task): TaskState {
  return {
    arn: task.taskArn ?? '',
    startedBy: task.startedBy,
    taskDefinition: task.taskDefinitionArn ?? '',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    startedAt: task.startedAt?.getTime(),
    healthStatus: task.healthStatus,
    addresses: (task.containers ?? []).flatMap(({ networkInterfaces = [] }) =>
      networkInterfaces.flatMap(({ privateIpv4Address }) => privateIpv4Address ?? []),
    ),
    containers: (task.containers ?? []).map(({ name, image, imageDigest }) => ({
      name: name ?? '',
      image: image ?? '',
      digest: imageDigest,
    })),
    stopped: {
      taskArn: task.taskArn ?? '',
      stopCode: task.stopCode,
      stoppedReason: task.stoppedReason,
      startedAt: task.startedAt?.getTime(),
      stoppedAt: task.stoppedAt?.getTime(),
      containers: (task.containers ?? []).map(({ name, exitCode, reason }) => ({
        name: name ?? '',
        exitCode,
        reason,
      })),
    },
  };
}
