import type { Operation } from '../../operation.ts';
import { CreateEventBus } from './CreateEventBus.ts';
import { DeleteRule } from './DeleteRule.ts';
import { DescribeRule } from './DescribeRule.ts';
import { ListEventBuses } from './ListEventBuses.ts';
import { ListRuleNamesByTarget } from './ListRuleNamesByTarget.ts';
import { ListRules } from './ListRules.ts';
import { ListTargetsByRule } from './ListTargetsByRule.ts';
import { PutRule } from './PutRule.ts';
import { PutTargets } from './PutTargets.ts';
import { RemoveTargets } from './RemoveTargets.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const eventBridgeOperations = {
  CreateEventBus,
  DeleteRule,
  DescribeRule,
  ListEventBuses,
  ListRuleNamesByTarget,
  ListRules,
  ListTargetsByRule,
  PutRule,
  PutTargets,
  RemoveTargets,
} satisfies Record<string, Operation<never, object>>;
