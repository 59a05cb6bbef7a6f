import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { compileFilter } from '../filter-pattern.ts';
import { findGroup, findStream, invalidToken } from '../find.ts';
import { isWithin } from '../time-window.ts';

/** Events of several streams, in the order of their time. */
export const FilterLogEvents: Operation<FilterLogEventsCommandInput, Output<FilterLogEventsCommandOutput>> = (
  world,
  input,
) => {
  const group = findGroup(world, input.logGroupName, input.logGroupIdentifier);
  for (const name of input.logStreamNames ?? []) findStream(group, name);
  const matches = compileFilter(input.filterPattern);
  const found = [...group.streams.values()]
    .filter(
      (stream) =>
        (input.logStreamNames?.includes(stream.name) ?? true) &&
        stream.name.startsWith(input.logStreamNamePrefix ?? ''),
    )
    .flatMap((stream) => stream.events.map((event) => ({ ...event, stream: stream.name })))
    .filter((event) => isWithin(event, input) && matches(event.message))
    .sort((a, b) => a.timestamp - b.timestamp);
  const page = pageOf(
    found,
    { token: input.nextToken, limit: input.limit, defaultLimit: 10_000 },
    (event) => event.id,
    invalidToken,
  );
  return {
    events: page.items.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: event.id,
    })),
    searchedLogStreams: [],
    nextToken: page.next,
  };
};
