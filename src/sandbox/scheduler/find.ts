import type { World } from '../world.ts';
import { groupNotFound, invalid, scheduleNotFound } from './refusals.ts';
import type { GroupRecord, ScheduleRecord } from './state.ts';

/** "If omitted, the default schedule group is used." Throws `ResourceNotFoundException`. */
export function findGroup(world: World, name = 'default'): GroupRecord {
  const group = world.scheduler.groups.get(name);
  if (group === undefined) throw groupNotFound(name);
  return group;
}

/** Throws `ResourceNotFoundException`. */
export function findSchedule(world: World, name = '', group?: string): ScheduleRecord {
  const schedule = findGroup(world, group).schedules.get(name);
  if (schedule === undefined) throw scheduleNotFound(name);
  return schedule;
}

export function groupArn({ region, account }: World, name: string): string {
  return `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;
}

/** The pattern of API_CreateSchedule and API_CreateScheduleGroup. */
export function checkName(name: string): void {
  if (/^[0-9a-zA-Z-_.]{1,64}$/.test(name)) return;
  throw invalid(
    `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$`,
  );
}
