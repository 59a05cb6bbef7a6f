import {
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
  CloudWatchLogsClient,
  type CloudWatchLogs,
  type CloudWatchLogsClientConfig,
} from '@aws-sdk/client-cloudwatch-logs';
import { withOperations, type OperationsOf } from './with-operations.ts';

const commands = { DescribeLogGroupsCommand, GetLogEventsCommand };

/** CloudWatch Logs, as far as ecsdeploy calls it. */
export type Logs = CloudWatchLogsClient & OperationsOf<CloudWatchLogs, typeof commands>;

export function openLogs(settings: CloudWatchLogsClientConfig): Logs {
  return withOperations<CloudWatchLogs, CloudWatchLogsClient, typeof commands>(
    new CloudWatchLogsClient(settings),
    commands,
  );
}
