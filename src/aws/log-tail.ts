import type { LogLocation } from '../model/log-location.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';

/** The last lines of one log stream, oldest first. Throws what `call` throws: the caller decides that logs are optional. */
export async function tailLog(
  aws: Aws,
  { group, stream, region }: LogLocation,
  lines: number,
): Promise<string[]> {
  const output = await call(
    aws,
    { operation: 'logs:GetLogEvents', repeat: 'freely', attempts: 2 },
    () => aws.clients.cloudWatchLogs(region),
    (logs, send) =>
      logs.getLogEvents(
        { logGroupName: group, logStreamName: stream, limit: lines, startFromHead: false },
        send,
      ),
  );
  return (output.events ?? []).map(({ message }) => (message ?? '').trimEnd());
}
