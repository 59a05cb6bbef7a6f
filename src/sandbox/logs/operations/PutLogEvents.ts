import type { PutLogEventsCommandInput, PutLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Output } from '../../operation.ts';
import { findGroup, findStream } from '../find.ts';

/** Sequence tokens are accepted and ignored, as AWS has done since 2023. */
export const PutLogEvents: Operation<PutLogEventsCommandInput, Output<PutLogEventsCommandOutput>> = (
  world,
  input,
) => {
  const group = findGroup(world, input.logGroupName);
  const stream = findStream(group, input.logStreamName);
  for (const event of input.logEvents ?? []) {
    world.logs.append(group.name, stream.name, event.message ?? '', event.timestamp);
  }
  return { nextSequenceToken: world.random.digits(56) };
};
