import type { DeleteScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { NoOutput, Operation } from '../../operation.ts';
import { findGroup, findSchedule } from '../find.ts';

export const DeleteSchedule: Operation<DeleteScheduleCommandInput, NoOutput> = (world, input) => {
  const { group, name } = findSchedule(world, input.Name, input.GroupName);
  findGroup(world, group).schedules.delete(name);
  return {};
};
