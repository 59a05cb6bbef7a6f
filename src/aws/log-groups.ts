import type { Aws } from './aws.ts';
import { call } from './call.ts';

/**
 * Whether a log group of this name exists.
 * @param region absent: the one of everything else
 * @throws what `call` throws: the caller decides that log groups are optional
 */
export async function logGroupExists(aws: Aws, name: string, region?: string): Promise<boolean> {
  const { logGroups = [] } = await call(
    aws,
    { operation: 'logs:DescribeLogGroups', repeat: 'freely', attempts: 2 },
    () => aws.clients.cloudWatchLogs(region),
    // They come sorted by name, so that of all that begin like it the group itself is the first.
    (logs, send) => logs.describeLogGroups({ logGroupNamePrefix: name, limit: 1 }, send),
  );
  return logGroups.some(({ logGroupName }) => logGroupName === name);
}
