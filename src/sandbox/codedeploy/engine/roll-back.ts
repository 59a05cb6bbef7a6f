import { drainTaskSet, makePrimary } from '../../ecs/engine/task-sets/change-task-set.ts';
import type { World } from '../../world.ts';
import { addDeployment } from '../add-deployment.ts';
import { ecsServiceOf } from '../lookup/ecs-service.ts';
import { allAtOnce } from '../predefined-configs.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { DeploymentRun } from '../records/deployment-run.ts';
import type { LifecycleEventName } from '../records/lifecycle-event.ts';
import type { RevisionRecord } from '../records/revision.ts';
import { closeDeployment } from './close-deployment.ts';
import { enqueue } from './enqueue.ts';
import { errorInformation, type DeploymentFault } from './error-information.ts';
import type { Going, GoingOn } from './going.ts';
import { groupOf, moveProduction, moveTest, type Moved } from './traffic.ts';
import { walkEvents, type Act } from './walk-events.ts';

/**
 * Starts the deployment that takes the traffic back from one that has ended badly. It creates no task set: the requests go to the blue one
 * again, and then the green one is drained (3.2.2 of the specification). It calls no hooks, and watches no alarms.
 */
export function rollBack(world: World, failed: CodeDeployDeployment, { blue, green }: DeploymentRun): void {
  const config = world.codedeploy.configs.get(allAtOnce);
  if (config === undefined) return;
  const rollback = addDeployment(world, failed.group, {
    config,
    revision: failed.previousRevision ?? revisionOf(blue) ?? failed.revision,
    description: undefined,
    creator: 'codeDeployRollback',
    autoRollback: undefined,
    overrideAlarms: undefined,
  });
  failed.rollbackInfo = {
    rollbackDeploymentId: rollback.id,
    rollbackMessage: `Deployment ${failed.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback.id}.`,
  };
  rollback.rollbackInfo = {
    rollbackTriggeringDeploymentId: failed.id,
    rollbackMessage: `Deployment ${rollback.id} is triggered to roll back deployment ${failed.id}.`,
  };
  rollback.taskSets = failed.taskSets.map((taskSet) => ({ ...taskSet }));
  const { run } = enqueue(world, rollback, goBack);
  if (blue !== undefined) run.blue = blue;
  if (green !== undefined) run.green = green;
}

function goBack(going: Going): void {
  const { world, deployment, run } = going;
  const service = ecsServiceOf(world, deployment.settings.service);
  if (service?.status !== 'ACTIVE') {
    end(going, {
      kind: 'ecs',
      code: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
      requestId: world.random.uuid(),
    });
    return;
  }
  run.service = service;
  const { blue, green } = run;
  // A service of the same name may have taken its place.
  if (blue !== undefined && !service.taskSets.includes(blue)) {
    end(going, {
      kind: 'ecs',
      code: 'TaskSetNotFoundException',
      message: 'The specified task set does not exist.',
      requestId: world.random.uuid(),
    });
    return;
  }
  walkEvents(
    going,
    deployment.lifecycleEvents,
    (name) => (blue && green ? actOf({ ...going, service, blue }, name) : (done) => done()),
    () => {
      if (green !== undefined) {
        if (service.taskSets.includes(green)) drainTaskSet(world, service, green);
      }
      closeDeployment(world, deployment, 'Succeeded');
    },
  );
}

function actOf(going: GoingOn, name: LifecycleEventName): Act {
  const { run, world, service, blue } = going;
  const green = run.green === undefined ? '' : groupOf(run.green);
  return (done) => {
    let moved: Moved = { kind: 'moved' };
    if (name === 'AllowTraffic') {
      moved = moveProduction(going, { green, percent: 0, form: 'whole' });
      if (moved.kind === 'moved' && blue.status !== 'PRIMARY') makePrimary(world, service, blue);
    } else if (name === 'AllowTestTraffic') {
      moved = moveTest(going, green, 'blue');
    }
    if (moved.kind === 'moved') done();
    else end(going, moved);
  };
}

/** Nothing goes back from a rollback. */
function end({ world, deployment }: Going, fault: DeploymentFault): void {
  closeDeployment(world, deployment, 'Failed', errorInformation(fault));
}

/** What the blue task set runs, where CodeDeploy has never brought it in. */
function revisionOf(blue: DeploymentRun['blue']): RevisionRecord | undefined {
  if (blue === undefined) return undefined;
  const { taskDefinition, loadBalancers } = blue.revision.workload;
  const { containerName = '', containerPort = 0 } = loadBalancers[0] ?? {};
  const content = JSON.stringify({
    version: 0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition.arn,
            LoadBalancerInfo: { ContainerName: containerName, ContainerPort: containerPort },
          },
        },
      },
    ],
  });
  return {
    location: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    appSpec: {
      taskDefinition: taskDefinition.arn,
      container: { name: containerName, port: containerPort },
      platformVersion: undefined,
      networkConfiguration: undefined,
      capacityProviderStrategy: undefined,
      hooks: new Map(),
    },
  };
}
