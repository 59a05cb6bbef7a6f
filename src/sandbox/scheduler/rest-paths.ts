/**
 * What the operations of EventBridge Scheduler are on the wire: only a method and a path say which one is meant, and they have to be
 * known before the SDK's model is loaded. Those that the sandbox does not have are among them, so that it can say so by name.
 */
export const schedulerPaths: Readonly<Record<string, string>> = {
  CreateSchedule: 'POST /schedules/{Name}',
  CreateScheduleGroup: 'POST /schedule-groups/{Name}',
  DeleteSchedule: 'DELETE /schedules/{Name}',
  DeleteScheduleGroup: 'DELETE /schedule-groups/{Name}',
  GetSchedule: 'GET /schedules/{Name}',
  GetScheduleGroup: 'GET /schedule-groups/{Name}',
  ListScheduleGroups: 'GET /schedule-groups',
  ListSchedules: 'GET /schedules',
  UpdateSchedule: 'PUT /schedules/{Name}',
};
