import type {
  CreateLoadBalancerCommandInput,
  CreateLoadBalancerCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { describeLoadBalancer } from '../describe.ts';
import { newLoadBalancer } from '../new-load-balancer.ts';
import { validationError } from '../refusals.ts';
import { addTags } from '../tags.ts';

/** Idempotent by name: the same settings answer what is there (API_CreateLoadBalancer). */
export const CreateLoadBalancer: Operation<
  CreateLoadBalancerCommandInput,
  Output<CreateLoadBalancerCommandOutput>
> = (world, input) => {
  const name = input.Name ?? '';
  const request = JSON.stringify(input);
  const known = [...world.elbv2.loadBalancers.values()].find((other) => other.name === name);
  if (known !== undefined) {
    if (known.request === request)
      return { LoadBalancers: [describeLoadBalancer(known, world.timeline.now())] };
    throw new ServiceError(
      'DuplicateLoadBalancerNameException',
      `A load balancer with the same name '${name}' exists, but with different settings`,
    );
  }
  if (!/^[a-zA-Z0-9-]{1,32}$/.test(name)) {
    throw validationError(`The load balancer name '${name}' is not valid`);
  }
  const created = newLoadBalancer(world, input);
  world.elbv2.loadBalancers.set(created.arn, created);
  addTags(world, created.arn, input.Tags);
  return { LoadBalancers: [describeLoadBalancer(created, world.timeline.now())] };
};
