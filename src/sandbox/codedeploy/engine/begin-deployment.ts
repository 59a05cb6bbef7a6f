import { drainTaskSet } from '../../ecs/engine/task-sets/change-task-set.ts';
import type { World } from '../../world.ts';
import { ecsServiceOf } from '../lookup/ecs-service.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { LifecycleEventName } from '../records/lifecycle-event.ts';
import { allowTestTraffic, allowTraffic } from './allow-traffic.ts';
import { closeDeployment } from './close-deployment.ts';
import { enqueue } from './enqueue.ts';
import { failDeployment } from './fail-deployment.ts';
import { touch, type Going, type GoingOn } from './going.ts';
import { runHooks } from './hooks.ts';
import { install } from './install.ts';
import { pairOf } from './target-groups.ts';
import { groupOf } from './traffic.ts';
import { waitFor } from './wait-for.ts';
import { walkEvents, type Act } from './walk-events.ts';
import { watch } from './watch.ts';

/** Takes a deployment that was just created through its states, from Created to its end. */
export function beginDeployment(world: World, deployment: CodeDeployDeployment): void {
  enqueue(world, deployment, start);
}

function start(going: Going): void {
  const { world, deployment, run } = going;
  const service = ecsServiceOf(world, deployment.settings.service);
  const blue = service?.taskSets.find(({ status }) => status === 'PRIMARY');
  if (service?.status !== 'ACTIVE') {
    const requestId = world.random.uuid();
    failDeployment(going, {
      kind: 'ecs',
      code: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
      requestId,
    });
    return;
  }
  if (service.controller !== 'CODE_DEPLOY' || blue === undefined) {
    failDeployment(going, { kind: 'not-code-deploy' });
    return;
  }
  run.service = service;
  run.blue = blue;
  const group = pairOf(world, deployment).find(({ arn }) => arn === groupOf(blue));
  deployment.taskSets = [
    { id: blue.id, label: 'Blue', targetGroupName: group?.name ?? '', trafficWeight: 100 },
  ];
  const goingOn: GoingOn = { ...going, service, blue };
  watch(goingOn);
  if (deployment.run === run) bringIn(goingOn);
}

/** The events up to the moment at which somebody may be asked, that wait, the events after it, the wait before the blue tasks go, the end. */
function bringIn(going: GoingOn): void {
  const { lifecycleEvents } = going.deployment;
  const first = lifecycleEvents.findIndex(({ name }) => name === 'BeforeAllowTraffic');
  const act = (name: LifecycleEventName): Act => actOf(going, name);
  walkEvents(going, lifecycleEvents.slice(0, first), act, () =>
    whenReady(going, () =>
      walkEvents(going, lifecycleEvents.slice(first), act, () => whenBlueMayGo(going, () => finish(going))),
    ),
  );
}

function actOf(going: GoingOn, name: LifecycleEventName): Act {
  switch (name) {
    case 'Install':
      return (done) => install(going, done);
    case 'AllowTestTraffic':
      return (done) => allowTestTraffic(going, done);
    case 'AllowTraffic':
      return (done) => allowTraffic(going, done);
    default:
      return (done) => runHooks(going, name, done);
  }
}

/** Status Ready only where the group stops a deployment that nobody continues. */
function whenReady(going: GoingOn, goOn: () => void): void {
  const { deployment } = going;
  const { actionOnTimeout, waitTimeInMinutes: minutes } = deployment.settings.blueGreen.deploymentReadyOption;
  if (actionOnTimeout !== 'STOP_DEPLOYMENT') {
    goOn();
    return;
  }
  deployment.status = 'Ready';
  waitFor(going, 'READY_WAIT', minutes, {
    resumed: () => {
      deployment.status = 'InProgress';
      goOn();
    },
    elapsed: () => failDeployment(going, { kind: 'ready-wait-over', minutes }),
  });
}

/** The status stays InProgress meanwhile, with every event Succeeded (0.1 of the specification, fact 11). */
function whenBlueMayGo(going: GoingOn, goOn: () => void): void {
  const { deployment } = going;
  const { action, terminationWaitTimeInMinutes: minutes } =
    deployment.settings.blueGreen.terminateBlueInstancesOnDeploymentSuccess;
  if (action === 'KEEP_ALIVE') {
    goOn();
    return;
  }
  deployment.terminationWaitStarted = true;
  touch(going);
  waitFor(going, 'TERMINATION_WAIT', minutes, { resumed: goOn, elapsed: goOn });
}

function finish({ world, deployment, service, blue }: GoingOn): void {
  const { action } = deployment.settings.blueGreen.terminateBlueInstancesOnDeploymentSuccess;
  if (action === 'TERMINATE') drainTaskSet(world, service, blue);
  closeDeployment(world, deployment, 'Succeeded');
}
