import type { LogStream as LogStreamDescription } from '@aws-sdk/client-cloudwatch-logs';
import type { LogStream } from './state.ts';

/** For streams without events, as at AWS, the time of their making. */
export function lastEventAt(stream: LogStream): number {
  return stream.events.at(-1)?.timestamp ?? stream.createdAt;
}

export function describeStream(stream: LogStream): LogStreamDescription {
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAt,
    firstEventTimestamp: stream.events.at(0)?.timestamp,
    lastEventTimestamp: stream.events.at(-1)?.timestamp,
    lastIngestionTime: stream.events.at(-1)?.ingestionTime,
    arn: stream.arn,
  };
}
