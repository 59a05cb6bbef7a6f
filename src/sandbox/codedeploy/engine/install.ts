import { drainTaskSet } from '../../ecs/engine/task-sets/change-task-set.ts';
import { createTaskSet } from '../../ecs/engine/task-sets/create-task-set.ts';
import { isSteady } from '../../ecs/engine/task-sets/stability.ts';
import type { TaskSetRecord } from '../../ecs/records/task-set.ts';
import { weightsIn } from '../../ecs/traffic/forward-weights.ts';
import type { TargetGroup } from '../../elbv2/target-group.ts';
import { ServiceError } from '../../service-error.ts';
import { delays } from './delays.ts';
import type { DeploymentFault } from './error-information.ts';
import { failDeployment } from './fail-deployment.ts';
import { later, repeat, touch, type GoingOn } from './going.ts';
import { greenWorkload } from './green-workload.ts';
import { rulesOfPair } from './listener-weights.ts';
import { pairOf, productionListenerOf, testListenerOf } from './target-groups.ts';
import { formOf, groupOf, moveProduction } from './traffic.ts';

/** Install: the green task set comes up beside the blue one, behind the other target group, and has to be healthy within an hour. */
export function install(going: GoingOn, done: () => void): void {
  const { world, service, blue, deployment } = going;
  const group = greenGroup(going);
  if ('kind' in group) {
    failDeployment(going, group);
    return;
  }
  // All requests go to the blue task set, wherever an earlier deployment has left them; then what it has left can go.
  const moved = moveProduction(going, { green: group.arn, percent: 0, form: formOf(deployment) });
  if (moved.kind !== 'moved') {
    failDeployment(going, moved);
    return;
  }
  for (const leftover of service.taskSets) {
    if (leftover !== blue && leftover.status === 'ACTIVE') drainTaskSet(world, service, leftover);
  }
  const green = createGreen(going, group);
  if ('kind' in green) failDeployment(going, green);
  else awaitHealthy(going, () => isSteady(green), done);
}

/** The other target group, if the listeners are as CodeDeploy needs them. */
function greenGroup({ world, deployment, blue }: GoingOn): TargetGroup | DeploymentFault {
  const pair = pairOf(world, deployment);
  const green = pair.find(({ arn }) => arn !== groupOf(blue));
  if (green === undefined || pair.length < 2) {
    return { kind: 'load-balancer', message: 'One or more target groups not found' };
  }
  const production = productionListenerOf(deployment);
  const test = testListenerOf(deployment);
  for (const listenerArn of [production, test]) {
    if (listenerArn !== undefined && world.elbv2.listener(listenerArn) === undefined) {
      return { kind: 'load-balancer', message: 'One or more listeners not found' };
    }
  }
  const serves = rulesOfPair(world, production, [groupOf(blue)]).some(
    ({ actions }) => (weightsIn(actions).get(groupOf(blue)) ?? 0) > 0,
  );
  if (!serves || !pair.some(({ arn }) => arn === groupOf(blue))) {
    return { kind: 'not-behind-listener', listenerArn: production };
  }
  // A test listener may lead to either of the two: it is moved to the green one anyhow.
  const arns = pair.map(({ arn }) => arn);
  if (test !== undefined && rulesOfPair(world, test, arns).length === 0) {
    return { kind: 'not-behind-listener', listenerArn: test };
  }
  return green;
}

function createGreen(going: GoingOn, group: TargetGroup): TaskSetRecord | DeploymentFault {
  const { world, service, deployment, run } = going;
  try {
    const workload = greenWorkload(world, service, deployment.revision.appSpec, group.arn);
    const green = createTaskSet(world, service, workload, { externalId: deployment.id });
    run.green = green;
    deployment.taskSets = [
      ...deployment.taskSets,
      { id: green.id, label: 'Green', targetGroupName: group.name, trafficWeight: 0 },
    ];
    touch(going);
    return green;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { code, message } = error;
    return { kind: 'ecs', code, message, requestId: world.random.uuid() };
  }
}

/** Waits until something about the green task set is so, at most an hour. */
export function awaitHealthy(going: GoingOn, isSo: () => boolean, done: () => void): void {
  const limit = later(going, delays.installLimit, 'not healthy in time', () =>
    failDeployment(going, { kind: 'not-healthy' }),
  );
  repeat(going, delays.installPoll, 'is it healthy?', () => {
    if (!isSo()) return 'again';
    limit.cancel();
    going.run.plans.delete(limit);
    done();
    return 'done';
  });
}
