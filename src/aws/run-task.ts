import type { RunTaskCommandInput, RunTaskResponse } from '@aws-sdk/client-ecs';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Tag } from '../model/task-definition.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import { PermissionDenied } from './errors.ts';
import { failureOf } from './failure.ts';
import type { ServiceState } from './service-state.ts';

/** One task outside of any service, where the tasks of a service run. */
export interface TaskOrder {
  readonly cluster: string;
  /** ARN of the revision. */
  readonly taskDefinition: string;
  readonly where: Pick<
    ServiceState,
    'launchType' | 'platformVersion' | 'capacityProviderStrategy' | 'network'
  >;
  /** The container that is to run something else than its definition says, and with more environment. */
  readonly override: {
    readonly container: string;
    readonly command?: readonly string[] | undefined;
    readonly environment: Readonly<Record<string, string>>;
  };
  /** At most 128 characters; tasks can be listed by it. */
  readonly startedBy: string;
  /** At most 64 characters: AWS starts one task for it, however often it is asked. */
  readonly clientToken: string;
  readonly group: string;
  readonly tags: readonly Tag[];
}

/** AWS has taken the request, and started a task or said why not (`RESOURCE:MEMORY` and the like). */
export type TaskStart =
  | { readonly kind: 'started'; readonly task: string }
  | { readonly kind: 'not-started'; readonly why: string };

/** Requests that AWS has not answered, and that may have had their effect, or may still have it. */
interface OpenRequests {
  unanswered: number;
}

interface RunTaskOptions extends Pick<CallOptions, 'attempts' | 'signal'> {
  /** Counted up and down. */
  readonly requests?: OpenRequests | undefined;
}

/**
 * Starts one task. It may be repeated: AWS answers a token that it knows with the task that it has started. Who may run tasks, but not
 * tag them, runs it without tags. The signal ends every wait; a request on its way is left alone, since its answer says what it did.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 * @throws what `call` throws
 */
export async function runTask(
  aws: Aws,
  order: TaskOrder,
  { requests = { unanswered: 0 }, ...options }: RunTaskOptions = {},
): Promise<TaskStart> {
  const ask = (input: RunTaskCommandInput): Promise<RunTaskResponse> =>
    call(
      aws,
      { operation: 'ecs:RunTask', repeat: 'freely', mustHear: true, ...options },
      aws.clients.ecs,
      (ecs, send) => counting(requests, () => ecs.runTask(input, send)),
    );
  let output: RunTaskResponse;
  try {
    output = await ask(toInput(order));
  } catch (error) {
    if (!(error instanceof PermissionDenied) || error.details['action'] !== 'ecs:TagResource') throw error;
    output = await ask(toInput({ ...order, tags: [] }));
  }
  const task = output.tasks?.[0]?.taskArn;
  if (task !== undefined) return { kind: 'started', task };
  const reasons = (output.failures ?? []).map(({ reason, detail }) =>
    [reason, detail].filter(Boolean).join(': '),
  );
  return { kind: 'not-started', why: reasons.length === 0 ? 'AWS started no task' : reasons.join('; ') };
}

/** An answer to the last request tells of the others too, which had the same token. */
async function counting<Answer>(requests: OpenRequests, send: () => Promise<Answer>): Promise<Answer> {
  requests.unanswered++;
  try {
    const answer = await send();
    requests.unanswered = 0;
    return answer;
  } catch (error) {
    const kind = failureOf(error)?.kind;
    const hadNoEffect = kind !== undefined && kind !== 'no-answer' && kind !== 'server-fault';
    if (hadNoEffect) requests.unanswered--;
    throw error;
  }
}

/**
 * Stops a task; one that has stopped stays as it is.
 * @param reason AWS shows it as the task's `stoppedReason`
 */
export async function stopTask(
  aws: Aws,
  cluster: ServiceRef['cluster'],
  task: string,
  reason: string,
  options: Pick<CallOptions, 'signal'> = {},
): Promise<void> {
  await call(aws, { operation: 'ecs:StopTask', repeat: 'freely', ...options }, aws.clients.ecs, (ecs, send) =>
    ecs.stopTask({ cluster, task, reason }, send),
  );
}

/** ARNs of tasks that run, or are to run, and were started by this name. */
export async function listTasksStartedBy(
  aws: Aws,
  cluster: ServiceRef['cluster'],
  startedBy: string,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<string[]> {
  const output = await call(
    aws,
    { operation: 'ecs:ListTasks', repeat: 'freely', ...options },
    aws.clients.ecs,
    // AWS refuses other filters beside this one.
    (ecs, send) => ecs.listTasks({ cluster, startedBy }, send),
  );
  return output.taskArns ?? [];
}

/** ARNs of the newest hundred tasks of a family that have stopped, about an hour long, or are being stopped. */
export async function listStoppedTasksOfFamily(
  aws: Aws,
  cluster: ServiceRef['cluster'],
  family: string,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<string[]> {
  const output = await call(
    aws,
    { operation: 'ecs:ListTasks', repeat: 'freely', ...options },
    aws.clients.ecs,
    // Not by `startedBy`: that has to be the only filter.
    (ecs, send) => ecs.listTasks({ cluster, family, desiredStatus: 'STOPPED' }, send),
  );
  return output.taskArns ?? [];
}

function toInput({ where, override, ...order }: TaskOrder): RunTaskCommandInput {
  const { launchType, platformVersion, capacityProviderStrategy: strategy, network } = where;
  const environment = Object.entries(override.environment).map(([name, value]) => ({ name, value }));
  return {
    cluster: order.cluster,
    taskDefinition: order.taskDefinition,
    count: 1,
    startedBy: order.startedBy,
    clientToken: order.clientToken,
    group: order.group,
    ...(order.tags.length === 0 ? {} : { tags: [...order.tags] }),
    // AWS takes one of the two.
    ...(strategy !== undefined
      ? { capacityProviderStrategy: strategy.map((provider) => ({ ...provider })) }
      : launchType === undefined
        ? {}
        : { launchType: launchType as NonNullable<RunTaskCommandInput['launchType']> }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(network === undefined
      ? {}
      : {
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: [...network.subnets],
              securityGroups: [...network.securityGroups],
              ...(network.assignPublicIp === undefined
                ? {}
                : { assignPublicIp: network.assignPublicIp === 'ENABLED' ? 'ENABLED' : 'DISABLED' }),
            },
          },
        }),
    ...(override.command === undefined && environment.length === 0
      ? {}
      : {
          overrides: {
            containerOverrides: [
              {
                name: override.container,
                ...(override.command === undefined ? {} : { command: [...override.command] }),
                ...(environment.length === 0 ? {} : { environment }),
              },
            ],
          },
        }),
  };
}
