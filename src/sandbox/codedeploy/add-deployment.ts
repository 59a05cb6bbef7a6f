import type { World } from '../world.ts';
import { lifecycleEventNames, type LifecycleEventName } from './records/lifecycle-event.ts';
import { type CodeDeployDeployment } from './records/deployment.ts';
import type { DeploymentGroupRecord } from './records/deployment-group.ts';

type Asked = Pick<
  CodeDeployDeployment,
  'config' | 'revision' | 'description' | 'creator' | 'autoRollback' | 'overrideAlarms'
>;

/** A new deployment of a group with status Created, in the state and the last of its group; nothing has begun. */
export function addDeployment(
  world: World,
  group: DeploymentGroupRecord,
  asked: Asked,
): CodeDeployDeployment {
  const now = world.timeline.now();
  const { settings } = group;
  const hasTest = settings.pair.testTrafficRoute !== undefined;
  const lastSuccessful = group.deployments.findLast(({ status }) => status === 'Succeeded');
  const deployment: CodeDeployDeployment = {
    ...asked,
    id: newId(world),
    group,
    settings,
    previousRevision: lastSuccessful?.revision,
    createdAt: now,
    updatedAt: now,
    status: 'Created',
    terminationWaitStarted: false,
    lifecycleEvents: lifecycleEventNames
      .filter((name) => hasTest || !testEvents.has(name))
      .map((name) => ({ name, status: 'Pending' })),
    hookExecutions: new Map(),
    taskSets: [],
  };
  world.codedeploy.deployments.set(deployment.id, deployment);
  group.deployments.push(deployment);
  return deployment;
}

const testEvents: ReadonlySet<LifecycleEventName> = new Set(['AllowTestTraffic', 'AfterAllowTestTraffic']);

/** `d-` and nine capital letters or digits. */
function newId(world: World): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  let id = 'd-';
  while (id.length < 11) id += letters.charAt(world.random.between(0, letters.length - 1));
  return id;
}
