import {
  DescribeAlarmsCommand,
  CloudWatchClient,
  type CloudWatch as WholeCloudWatch,
  type CloudWatchClientConfig,
} from '@aws-sdk/client-cloudwatch';
import { withOperations, type OperationsOf } from './with-operations.ts';

// Sent with queries that a user wrote, which this SDK may not know in full (open-shape.ts).
export { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

const commands = { DescribeAlarmsCommand };

/** CloudWatch, as far as ecsdeploy calls it. */
export type CloudWatch = CloudWatchClient & OperationsOf<WholeCloudWatch, typeof commands>;

export function openCloudWatch(settings: CloudWatchClientConfig): CloudWatch {
  return withOperations<WholeCloudWatch, CloudWatchClient, typeof commands>(
    new CloudWatchClient(settings),
    commands,
  );
}
