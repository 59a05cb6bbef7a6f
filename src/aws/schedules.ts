import type { Target } from '@aws-sdk/client-scheduler';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { pages } from './pages.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A task that EventBridge Scheduler starts; also of a schedule that is disabled. */
export interface ScheduledTask {
  readonly schedule: string;
  readonly group: string;
  /** As the target has it: an ARN, `family:revision`, or an ARN or name without revision, which is the latest ACTIVE one. */
  readonly taskDefinition: string;
}

interface Listed {
  readonly name: string;
  readonly group: string;
}

/**
 * The tasks that the schedules of all groups start. The list tells only the ARN of each target, so that those of ECS are asked for one by
 * one. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EcsParameters.html
 * @throws what `call` throws
 */
export async function listScheduledTasks(aws: Aws): Promise<ScheduledTask[]> {
  const schedules = await listSchedulesOfEcs(aws);
  const tasks = await Promise.all(
    schedules.map(async ({ name, group }) => {
      const target = await findTarget(aws, name, group);
      return taskDefinitionsIn(target).map((taskDefinition) => ({ schedule: name, group, taskDefinition }));
    }),
  );
  return tasks.flat();
}

async function listSchedulesOfEcs(aws: Aws): Promise<Listed[]> {
  const listed = pages<Listed>(async (token) => {
    const { Schedules, NextToken } = await call(
      aws,
      { operation: 'scheduler:ListSchedules', repeat: 'freely' },
      aws.clients.scheduler,
      (scheduler, send) =>
        scheduler.listSchedules({ ...(token === undefined ? {} : { NextToken: token }) }, send),
    );
    const items = (Schedules ?? []).flatMap(({ Name: name, GroupName: group = 'default', Target: target }) =>
      name === undefined || !isOfEcs(target?.Arn ?? '') ? [] : [{ name, group }],
    );
    return { items, nextToken: NextToken };
  });
  const all: Listed[] = [];
  for await (const page of listed) all.push(...page);
  return all;
}

/** A cluster, or a call of ECS's own API: `arn:aws:scheduler:::aws-sdk:ecs:runTask`. */
function isOfEcs(arn: string): boolean {
  return /^arn:[\w-]+:ecs:/.test(arn) || arn.includes(':aws-sdk:ecs:');
}

/** Undefined where it is gone meanwhile. */
async function findTarget(aws: Aws, name: string, group: string): Promise<Target | undefined> {
  return await unlessUnknown(['ResourceNotFoundException'], async () => {
    const { Target: target } = await call(
      aws,
      { operation: 'scheduler:GetSchedule', repeat: 'freely' },
      aws.clients.scheduler,
      (scheduler, send) => scheduler.getSchedule({ Name: name, GroupName: group }, send),
    );
    return target;
  });
}

/** Of a call of ECS's API the request is a text, whose members may begin large or small. Pure. */
function taskDefinitionsIn(
  { EcsParameters: parameters, Input: input = '' }: Target = {
    Arn: undefined,
    RoleArn: undefined,
  },
): string[] {
  const inText = [...input.matchAll(/"taskDefinition"\s*:\s*"([^"]+)"/gi)].map(([, name = '']) => name);
  return parameters?.TaskDefinitionArn === undefined ? inText : [parameters.TaskDefinitionArn, ...inText];
}
