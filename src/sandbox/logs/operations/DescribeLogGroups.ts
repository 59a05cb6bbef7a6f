import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Operation, Output } from '../../operation.ts';
import { pageOf } from '../../page.ts';
import { invalidToken } from '../find.ts';

export const DescribeLogGroups: Operation<
  DescribeLogGroupsCommandInput,
  Output<DescribeLogGroupsCommandOutput>
> = (world, input) => {
  const groups = [...world.logs.groups.values()].filter(
    (group) =>
      group.name.startsWith(input.logGroupNamePrefix ?? '') &&
      group.name.includes(input.logGroupNamePattern ?? ''),
  );
  const page = pageOf(
    groups.sort((a, b) => (a.name < b.name ? -1 : 1)),
    { token: input.nextToken, limit: input.limit, defaultLimit: 50 },
    (group) => group.name,
    invalidToken,
  );
  return {
    logGroups: page.items.map((group) => ({
      logGroupName: group.name,
      creationTime: group.createdAt,
      metricFilterCount: 0,
      arn: `${group.arn}:*`,
      storedBytes: 0,
      logGroupClass: 'STANDARD' as const,
      logGroupArn: group.arn,
    })),
    nextToken: page.next,
  };
};
