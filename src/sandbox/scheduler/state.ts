import type { FlexibleTimeWindow, Target } from '@aws-sdk/client-scheduler';

export interface ScheduleRecord {
  readonly name: string;
  readonly arn: string;
  /** Name of its group. */
  readonly group: string;
  readonly expression: string;
  readonly timezone: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly description: string | undefined;
  readonly startsAt: Date | undefined;
  readonly endsAt: Date | undefined;
  readonly actionAfterCompletion: 'NONE' | 'DELETE';
  readonly flexibleTimeWindow: FlexibleTimeWindow;
  readonly target: Target;
  readonly kmsKeyArn: string | undefined;
  /** Of the request that made it: the same one again changes nothing. */
  readonly clientToken: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export interface GroupRecord {
  readonly name: string;
  /** Milliseconds since the epoch; undefined of the one that every account has. */
  readonly createdAt: number | undefined;
  readonly clientToken: string | undefined;
  /** By name. */
  readonly schedules: Map<string, ScheduleRecord>;
}

/** EventBridge Scheduler of one account and region. No schedule ever comes to its time. */
export class SchedulerState {
  /** By name. */
  readonly groups = new Map<string, GroupRecord>([
    ['default', { name: 'default', createdAt: undefined, clientToken: undefined, schedules: new Map() }],
  ]);
}
