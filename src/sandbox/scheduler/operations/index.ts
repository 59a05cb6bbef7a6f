import type { Operation } from '../../operation.ts';
import { CreateSchedule } from './CreateSchedule.ts';
import { CreateScheduleGroup } from './CreateScheduleGroup.ts';
import { DeleteSchedule } from './DeleteSchedule.ts';
import { GetSchedule } from './GetSchedule.ts';
import { ListScheduleGroups } from './ListScheduleGroups.ts';
import { ListSchedules } from './ListSchedules.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const schedulerOperations = {
  CreateSchedule,
  CreateScheduleGroup,
  DeleteSchedule,
  GetSchedule,
  ListScheduleGroups,
  ListSchedules,
} satisfies Record<string, Operation<never, object>>;
