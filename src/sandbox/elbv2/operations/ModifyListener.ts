import type {
  ModifyListenerCommandInput,
  ModifyListenerCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { normaliseActions } from '../actions.ts';
import { describeListener } from '../describe.ts';
import { findListener } from '../find.ts';
import { requireRange } from '../refusals.ts';

export const ModifyListener: Operation<ModifyListenerCommandInput, Output<ModifyListenerCommandOutput>> = (
  world,
  input,
) => {
  const listener = findListener(world, input.ListenerArn);
  const actions =
    input.DefaultActions && normaliseActions(world, listener.loadBalancerArn, input.DefaultActions);
  requireRange('port', input.Port, 1, 65535);
  listener.port = input.Port ?? listener.port;
  listener.protocol = input.Protocol ?? listener.protocol;
  listener.sslPolicy = input.SslPolicy ?? listener.sslPolicy;
  listener.certificates = input.Certificates ?? listener.certificates;
  listener.alpnPolicy = input.AlpnPolicy ?? listener.alpnPolicy;
  listener.defaultRule.actions = actions ?? listener.defaultRule.actions;
  world.elbv2.refreshUse();
  return { Listeners: [describeListener(listener)] };
};
