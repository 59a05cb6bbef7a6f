import type { GetLogEventsCommandInput, GetLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Output } from '../../operation.ts';
import { findGroup, findStream } from '../find.ts';
import { isWithin } from '../time-window.ts';
import { windowOf, writeToken } from '../position-token.ts';

/** "up to 1 MB or 10,000 log events": API_GetLogEvents. */
const largestPage = 10_000;

/**
 * Tokens are never absent: the end is reached when the token that was sent comes back (API_GetLogEvents).
 * They hold a position in the stream, from which one reads on (`f/`) or back (`b/`).
 */
export const GetLogEvents: Operation<GetLogEventsCommandInput, Output<GetLogEventsCommandOutput>> = (
  world,
  input,
) => {
  const group = findGroup(world, input.logGroupName, input.logGroupIdentifier);
  const stream = findStream(group, input.logStreamName);
  const events = stream.events.filter((event) => isWithin(event, input));
  const limit = input.limit ?? largestPage;
  const [start, end] = windowOf(events.length, limit, input.nextToken, input.startFromHead === true);
  return {
    events: events.slice(start, end).map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: writeToken('f', end),
    nextBackwardToken: writeToken('b', start),
  };
};
