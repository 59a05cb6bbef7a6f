import type { DeleteListenerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { NoOutput, Operation } from '../../operation.ts';
import { findListener } from '../find.ts';

export const DeleteListener: Operation<DeleteListenerCommandInput, NoOutput> = (world, input) => {
  world.elbv2.removeListener(findListener(world, input.ListenerArn));
  return {};
};
