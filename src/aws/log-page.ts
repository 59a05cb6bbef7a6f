import type { LogLocation } from '../model/log-location.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import { isRejection } from './services.ts';

/** Lines of a log stream, oldest first, and where to read on. */
export interface LogPage {
  readonly lines: readonly string[];
  /** Absent until the stream exists. */
  readonly nextForwardToken?: string | undefined;
}

/**
 * The lines of a log stream from its beginning, or from where the last page ended: no lines where nothing was added since. A stream
 * that does not exist yet has none: awslogs makes it with the container.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 * @param from the `nextForwardToken` of the page before
 * @throws what `call` throws
 */
export async function readLogPage(
  aws: Aws,
  { group, stream, region }: LogLocation,
  from: string | undefined,
  options: Pick<CallOptions, 'attempts' | 'signal'> = {},
): Promise<LogPage> {
  const place = from === undefined ? {} : { nextToken: from };
  try {
    const output = await call(
      aws,
      { operation: 'logs:GetLogEvents', repeat: 'freely', ...options },
      () => aws.clients.cloudWatchLogs(region),
      (logs, send) =>
        logs.getLogEvents(
          { logGroupName: group, logStreamName: stream, startFromHead: true, ...place },
          send,
        ),
    );
    return {
      lines: (output.events ?? []).map(({ message }) => (message ?? '').trimEnd()),
      nextForwardToken: output.nextForwardToken ?? from,
    };
  } catch (error) {
    if (isRejection(error, 'ResourceNotFoundException')) return { lines: [], nextForwardToken: from };
    throw error;
  }
}
