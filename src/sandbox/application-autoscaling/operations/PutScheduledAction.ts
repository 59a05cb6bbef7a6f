import type { PutScheduledActionCommandInput } from '@aws-sdk/client-application-auto-scaling';
import type { NoOutput, Operation } from '../../operation.ts';
import { invalid, notFound } from '../refusals.ts';
import { keyOf } from '../state.ts';
import { targetIdOf } from '../target-id.ts';

// `at(yyyy-mm-ddThh:mm:ss)`, `rate(value unit)`, `cron(six fields)`; API_PutScheduledAction
const schedules = [
  /^at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)$/,
  /^rate\([1-9]\d* (?:minute|hour|day)s?\)$/,
  /^cron\(\S+(?: \S+){5}\)$/,
];

/** Creates or replaces a scheduled action. It is kept, and never comes due. */
export const PutScheduledAction: Operation<PutScheduledActionCommandInput, NoOutput> = (world, input) => {
  const id = targetIdOf(input);
  const { targets, scheduledActions } = world.autoscaling;
  if (!targets.has(keyOf(id))) throw notFound('scalable target registered', id);
  const name = input.ScheduledActionName ?? '';
  const known = scheduledActions.get(keyOf(id, name));
  const schedule = input.Schedule ?? known?.schedule;
  // The text is the sandbox's own.
  if (schedule === undefined || !schedules.some((form) => form.test(schedule))) {
    throw invalid(`Schedule '${schedule ?? ''}' is not an at(), rate() or cron() expression.`);
  }
  scheduledActions.set(keyOf(id, name), {
    ...id,
    name,
    arn:
      known?.arn ??
      `arn:aws:autoscaling:${world.region}:${world.account}:scheduledAction:${world.random.uuid()}:resource/ecs/${id.resourceId}:scheduledActionName/${name}`,
    createdAt: known?.createdAt ?? world.timeline.now(),
    schedule,
    times: {
      Timezone: input.Timezone ?? known?.times.Timezone,
      StartTime: input.StartTime ?? known?.times.StartTime,
      EndTime: input.EndTime ?? known?.times.EndTime,
    },
    action: input.ScalableTargetAction ?? known?.action,
  });
  return {};
};
