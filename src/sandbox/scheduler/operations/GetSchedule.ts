import type { GetScheduleCommandInput, GetScheduleCommandOutput } from '@aws-sdk/client-scheduler';
import type { Operation, Output } from '../../operation.ts';
import { findSchedule } from '../find.ts';

export const GetSchedule: Operation<GetScheduleCommandInput, Output<GetScheduleCommandOutput>> = (
  world,
  input,
) => {
  const schedule = findSchedule(world, input.Name, input.GroupName);
  return {
    Arn: schedule.arn,
    GroupName: schedule.group,
    Name: schedule.name,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    StartDate: schedule.startsAt,
    EndDate: schedule.endsAt,
    Description: schedule.description,
    State: schedule.state,
    CreationDate: new Date(schedule.createdAt),
    LastModificationDate: new Date(schedule.createdAt),
    KmsKeyArn: schedule.kmsKeyArn,
    Target: schedule.target,
    FlexibleTimeWindow: schedule.flexibleTimeWindow,
    ActionAfterCompletion: schedule.actionAfterCompletion,
  };
};
