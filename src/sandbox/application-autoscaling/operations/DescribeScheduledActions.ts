import type {
  DescribeScheduledActionsCommandInput,
  DescribeScheduledActionsCommandOutput,
} from '@aws-sdk/client-application-auto-scaling';
import type { Operation, Output } from '../../operation.ts';
import { describeId } from '../describe-target.ts';
import { matches, select } from '../select.ts';

export const DescribeScheduledActions: Operation<
  DescribeScheduledActionsCommandInput,
  Output<DescribeScheduledActionsCommandOutput>
> = (world, input) => {
  const wanted = [...world.autoscaling.scheduledActions.values()].filter(
    (action) => matches(action, input) && (input.ScheduledActionNames?.includes(action.name) ?? true),
  );
  const page = select(wanted, input);
  return {
    ScheduledActions: page.items.map((item) => ({
      ...describeId(item),
      ...item.times,
      ScheduledActionName: item.name,
      ScheduledActionARN: item.arn,
      Schedule: item.schedule,
      ScalableTargetAction: item.action,
      CreationTime: new Date(item.createdAt),
    })),
    NextToken: page.next,
  };
};
