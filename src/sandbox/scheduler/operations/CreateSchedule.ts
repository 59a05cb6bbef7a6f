import type {
  CreateScheduleCommandInput,
  CreateScheduleCommandOutput,
  Target,
} from '@aws-sdk/client-scheduler';
import type { Operation, Output } from '../../operation.ts';
import { checkName, findGroup } from '../find.ts';
import { invalid, scheduleExists } from '../refusals.ts';

const expressions =
  /^(cron\(.+\)|rate\([1-9]\d* (minutes?|hours?|days?)\)|at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\))$/;

/** The same request again (`ClientToken`) answers what the first one did. */
export const CreateSchedule: Operation<CreateScheduleCommandInput, Output<CreateScheduleCommandOutput>> = (
  world,
  input,
) => {
  const { Name: name = '', ScheduleExpression: expression = '', Target: target } = input;
  checkName(name);
  const group = findGroup(world, input.GroupName);
  const known = group.schedules.get(name);
  if (known !== undefined && known.clientToken === input.ClientToken) return { ScheduleArn: known.arn };
  if (known !== undefined) throw scheduleExists(name);
  if (!expressions.test(expression)) throw invalid(`Invalid Schedule Expression ${expression}.`);
  if (target === undefined) throw invalid('Target must be specified.');
  checkTarget(target);
  const arn = `arn:aws:scheduler:${world.region}:${world.account}:schedule/${group.name}/${name}`;
  group.schedules.set(name, {
    name,
    arn,
    group: group.name,
    expression,
    timezone: input.ScheduleExpressionTimezone ?? 'UTC',
    state: input.State ?? 'ENABLED',
    description: input.Description,
    startsAt: input.StartDate,
    endsAt: input.EndDate,
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    flexibleTimeWindow: input.FlexibleTimeWindow ?? { Mode: 'OFF' },
    target: withDefaults(target),
    kmsKeyArn: input.KmsKeyArn,
    clientToken: input.ClientToken,
    createdAt: world.timeline.now(),
  });
  return { ScheduleArn: arn };
};

/** A cluster is a target only together with what to run on it. AWS documents the rule; the text is the sandbox's. */
function checkTarget({ Arn: arn = '', EcsParameters: parameters }: Target): void {
  if (!/^arn:[\w-]+:[\w-]+:/.test(arn)) throw invalid('Provided Target Arn is not in correct format.');
  if (/^arn:[\w-]+:ecs:[\w-]*:\d*:cluster\//.test(arn) && parameters === undefined) {
    throw invalid('EcsParameters must be specified for an Amazon ECS target.');
  }
}

/** What AWS gives back for a target that leaves it out: API_RetryPolicy. */
function withDefaults(target: Target): Target {
  const retries = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };
  return { ...target, RetryPolicy: target.RetryPolicy ?? retries };
}
