import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { DeploymentFault } from './error-information.ts';
import { touch, type Going, type GoingOn } from './going.ts';
import { divide, rulesOfPair, type Form } from './listener-weights.ts';
import type { TaskSetRecord } from '../../ecs/records/task-set.ts';
import { productionListenerOf, testListenerOf } from './target-groups.ts';

export type Moved = { readonly kind: 'moved' } | DeploymentFault;

/** The target group of a task set. */
export function groupOf({ revision }: TaskSetRecord): string {
  return revision.workload.loadBalancers[0]?.targetGroupArn ?? '';
}

/** Which way the listeners are written: at once needs no weights, and in part does (3.2.1 of the specification). */
export function formOf({ config }: CodeDeployDeployment): Form {
  return config.routing.type === 'AllAtOnce' ? 'whole' : 'weighted';
}

/** Gives the green task set its percentage of the production requests, and the blue one the rest. */
export function moveProduction(
  going: GoingOn,
  { green, percent, form }: { readonly green: string; readonly percent: number; readonly form: Form },
): Moved {
  const { deployment, blue } = going;
  const moved = move(going, productionListenerOf(deployment), { blue: groupOf(blue), green, percent }, form);
  if (moved.kind !== 'moved') return moved;
  for (const taskSet of deployment.taskSets) {
    taskSet.trafficWeight = taskSet.label === 'Green' ? percent : 100 - percent;
  }
  touch(going);
  return moved;
}

/** Gives one of the two all requests of the test listener, if there is one. */
export function moveTest(going: GoingOn, green: string, to: 'blue' | 'green'): Moved {
  const listener = testListenerOf(going.deployment);
  if (listener === undefined) return { kind: 'moved' };
  const share = { blue: groupOf(going.blue), green, percent: to === 'green' ? 100 : 0 };
  return move(going, listener, share, 'whole');
}

function move(
  { world }: Going,
  listenerArn: string,
  share: { readonly blue: string; readonly green: string; readonly percent: number },
  form: Form,
): Moved {
  if (world.elbv2.listener(listenerArn) === undefined) {
    return { kind: 'load-balancer', message: 'One or more listeners not found' };
  }
  if (rulesOfPair(world, listenerArn, [share.blue, share.green]).length === 0) {
    return { kind: 'not-behind-listener', listenerArn };
  }
  divide(world, listenerArn, share, form);
  return { kind: 'moved' };
}
