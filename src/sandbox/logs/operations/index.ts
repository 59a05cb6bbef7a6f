import type { Operation } from '../../operation.ts';
import { CreateLogGroup } from './CreateLogGroup.ts';
import { CreateLogStream } from './CreateLogStream.ts';
import { DeleteLogGroup } from './DeleteLogGroup.ts';
import { DescribeLogGroups } from './DescribeLogGroups.ts';
import { DescribeLogStreams } from './DescribeLogStreams.ts';
import { FilterLogEvents } from './FilterLogEvents.ts';
import { GetLogEvents } from './GetLogEvents.ts';
import { PutLogEvents } from './PutLogEvents.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const logsOperations = {
  CreateLogGroup,
  CreateLogStream,
  DeleteLogGroup,
  DescribeLogGroups,
  DescribeLogStreams,
  FilterLogEvents,
  GetLogEvents,
  PutLogEvents,
} satisfies Record<string, Operation<never, object>>;
