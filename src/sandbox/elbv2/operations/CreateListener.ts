import type {
  CreateListenerCommandInput,
  CreateListenerCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { normaliseActions } from '../actions.ts';
import { describeListener } from '../describe.ts';
import { findLoadBalancer } from '../find.ts';
import type { Listener } from '../listener.ts';
import { requireRange, validationError } from '../refusals.ts';
import { addTags } from '../tags.ts';

/** Idempotent by port: the same settings answer what is there (API_CreateListener). */
export const CreateListener: Operation<CreateListenerCommandInput, Output<CreateListenerCommandOutput>> = (
  world,
  input,
) => {
  const loadBalancer = findLoadBalancer(world, input.LoadBalancerArn);
  const request = JSON.stringify(input);
  const known = [...world.elbv2.listeners.values()].find(
    (other) => other.loadBalancerArn === loadBalancer.arn && other.port === input.Port,
  );
  if (known !== undefined) {
    if (known.request === request) return { Listeners: [describeListener(known)] };
    throw new ServiceError(
      'DuplicateListenerException',
      'A listener with the specified port already exists.',
    );
  }
  if (input.Port === undefined) throw validationError('A port must be specified');
  if (input.Protocol === undefined) throw validationError('A protocol must be specified');
  requireRange('port', input.Port, 1, 65535);
  const arn = `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${world.random.hex(16)}`;
  const created: Listener = {
    arn,
    request,
    loadBalancerArn: loadBalancer.arn,
    port: input.Port,
    protocol: input.Protocol,
    certificates: input.Certificates,
    sslPolicy: input.SslPolicy,
    alpnPolicy: input.AlpnPolicy,
    defaultRule: {
      arn: `${arn.replace(':listener/', ':listener-rule/')}/${world.random.hex(16)}`,
      listenerArn: arn,
      priority: 'default',
      conditions: [],
      actions: normaliseActions(world, loadBalancer.arn, input.DefaultActions ?? []),
    },
  };
  world.elbv2.listeners.set(arn, created);
  world.elbv2.refreshUse();
  addTags(world, arn, input.Tags);
  return { Listeners: [describeListener(created)] };
};
