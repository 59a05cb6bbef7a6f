import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  type Scheduler as Aggregated,
  type SchedulerClientConfig,
} from '@aws-sdk/client-scheduler';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { GetScheduleCommand, ListSchedulesCommand };

/** EventBridge Scheduler, as far as ecsdeploy calls it. */
export type Scheduler = SchedulerClient & OperationsOf<Aggregated, typeof commands>;

export function openScheduler(settings: SchedulerClientConfig): Scheduler {
  return withOperations<Aggregated, SchedulerClient, typeof commands>(
    new SchedulerClient(settings),
    commands,
  );
}
