import { ControlInputError } from '../../control-input-error.ts';
import type { TrafficChange } from '../../sandbox-control.ts';
import type { World } from '../../world.ts';
import type { LoadBalancer } from '../listener.ts';
import type { TrafficStatus } from './simulated-traffic.ts';

interface Found {
  readonly world: World;
  readonly loadBalancer: LoadBalancer;
}

/**
 * Lets requests come to a load balancer, by its name or ARN, of whatever region; 0 a second ends them, which gives undefined. Throws a
 * `ControlInputError` if none can come there.
 */
export function setTraffic(
  worlds: readonly World[],
  nameOrArn: string,
  { path = '/', port, ...change }: TrafficChange,
): TrafficStatus | undefined {
  const { world, loadBalancer } = meantBy(worlds, nameOrArn);
  const { simulatedTraffic } = world.elbv2;
  if (change.requestsPerSecond === 0) {
    simulatedTraffic.end(loadBalancer, port);
    return undefined;
  }
  const stream = { ...change, path, port: portOf(world, loadBalancer, port) };
  simulatedTraffic.set(loadBalancer, stream);
  return simulatedTraffic.statusOf(loadBalancer, stream);
}

function meantBy(worlds: readonly World[], nameOrArn: string): Found {
  const all = worlds.flatMap((world) =>
    [...world.elbv2.loadBalancers.values()].map((loadBalancer) => ({ world, loadBalancer })),
  );
  const [meant, ...others] = all.filter(({ loadBalancer: { name, arn } }) => [name, arn].includes(nameOrArn));
  if (meant === undefined) {
    const names = all.map(({ loadBalancer }) => loadBalancer.name);
    const there = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`;
    throw new ControlInputError(`There is no load balancer ${nameOrArn}; ${there}.`);
  }
  if (others.length > 0) {
    const arns = [meant, ...others].map(({ loadBalancer }) => loadBalancer.arn);
    throw new ControlInputError(
      `Several regions have a load balancer ${nameOrArn}; name one by its ARN: ${arns.join(', ')}.`,
    );
  }
  const { name, type } = meant.loadBalancer;
  if (type !== 'application') {
    throw new ControlInputError(
      `${name} is a ${type} load balancer; requests come to application load balancers.`,
    );
  }
  return meant;
}

/** The port that is meant, if a listener has it; without one the lowest that there is. */
function portOf({ elbv2 }: World, { arn, name }: LoadBalancer, port: number | undefined): number {
  const ports = elbv2.listenersOf(arn).map((listener) => listener.port);
  ports.sort((a, b) => a - b);
  const [lowest] = ports;
  if (lowest === undefined) {
    throw new ControlInputError(`The load balancer ${name} has no listener to which requests could come.`);
  }
  if (port === undefined || ports.includes(port)) return port ?? lowest;
  const there = ports.length === 1 ? `its listener is at port ${lowest}` : `it has ${ports.join(', ')}`;
  throw new ControlInputError(`The load balancer ${name} has no listener at port ${port}; ${there}.`);
}
