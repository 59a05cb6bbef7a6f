import type {
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { describeStream, lastEventAt } from '../describe-stream.ts';
import { findGroup, invalidToken } from '../find.ts';
import type { LogStream } from '../state.ts';

export const DescribeLogStreams: Operation<
  DescribeLogStreamsCommandInput,
  Output<DescribeLogStreamsCommandOutput>
> = (world, input) => {
  const group = findGroup(world, input.logGroupName, input.logGroupIdentifier);
  const streams = [...group.streams.values()].filter((stream) =>
    stream.name.startsWith(input.logStreamNamePrefix ?? ''),
  );
  const isByTime = input.orderBy === 'LastEventTime';
  const isBefore = (a: LogStream, b: LogStream): number =>
    isByTime ? lastEventAt(a) - lastEventAt(b) : a.name < b.name ? -1 : 1;
  streams.sort((a, b) => (input.descending === true ? isBefore(b, a) : isBefore(a, b)));
  const page = pageOf(
    streams,
    { token: input.nextToken, limit: input.limit, defaultLimit: 50 },
    (stream) => stream.name,
    invalidToken,
  );
  return { logStreams: page.items.map(describeStream), nextToken: page.next };
};
