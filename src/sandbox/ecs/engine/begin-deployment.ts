import type { World } from '../../world.ts';
import { ecsArn } from '../arns.ts';
import type { DeploymentRecord } from '../records/deployment.ts';
import { isFinished, type ServiceDeploymentRecord } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { ServiceRevisionRecord, Workload } from '../records/service-revision.ts';
import { invalidParameter } from '../refusals.ts';
import { ignoreAlarmsAlreadyInAlarm } from './alarms.ts';
import { delays } from './delays.ts';
import { askBeforeScaleUp } from './hooks/rolling-hooks.ts';
import { attachWayBack, beginShift } from './shifting/begin-shift.ts';
import { settleTraffic } from './shifting/move-traffic.ts';
import { inheritTraffic, newShift } from './shifting/new-shift.ts';
import { stopSuperseded } from './stop-superseded.ts';
import { forgetRollout } from './rollout-memory.ts';

const mostUnfinished = 5;

/** Refuses a further deployment while five exist; to be asked before anything is changed. */
export function checkRoomForDeployment(service: ServiceRecord): void {
  if (service.deployments.length >= mostUnfinished) {
    throw invalidParameter(`${mostUnfinished} active deployments exist, unable to create new deployment.`);
  }
}

/** Makes a new PRIMARY deployment of a workload, with its revision and its service deployment. */
export function beginDeployment(world: World, service: ServiceRecord, workload: Workload): void {
  const now = world.timeline.now();
  const sources = service.deployments.map((deployment) => deployment.revision);
  const deployment = makeDeployment(world, service, workload);
  const previous = service.serviceDeployments[0];
  const inherited = newShift(inheritTraffic(service, previous, service.deployments));
  for (const older of service.deployments) {
    if (older.status === 'PRIMARY') older.keep = held(service, older);
    older.status = 'ACTIVE';
  }
  service.workload = workload;
  service.deployments = [deployment, ...service.deployments];
  service.revisions.set(deployment.revision.arn, deployment.revision);
  const record = makeServiceDeployment(world, service, deployment, sources);
  if (configurationShifts(record)) {
    record.shift = inherited;
    attachWayBack(world, service, record, inherited);
  }
  service.serviceDeployments = [record, ...service.serviceDeployments];
  forgetRollout(service);
  // What serves is where a rollback goes, also where it never came to its end.
  if (inherited.blue !== undefined && previous?.shift !== undefined) {
    service.scheduler.rollbackCandidate = inherited.blue;
  }
  if (previous !== undefined && !isFinished(previous)) stopSuperseded(world, service, previous);

  world.timeline.at(now + delays.deploymentStart, 'deployment starts', () => {
    if (record.status !== 'PENDING') return;
    record.status = 'IN_PROGRESS';
    record.startedAt = record.updatedAt = world.timeline.now();
    ignoreAlarmsAlreadyInAlarm(world, record);
    if (record.shift !== undefined) {
      beginShift(world, service, record, record.shift);
    } else {
      // A rolling deployment knows one place where requests go. Where that is not so, it finds out as any other does: its tasks are not healthy.
      settleTraffic(world, service, inherited);
      askBeforeScaleUp(world, service, record);
    }
    service.wake();
  });
}

function configurationShifts({ configuration }: ServiceDeploymentRecord): boolean {
  return (configuration.strategy ?? 'ROLLING') !== 'ROLLING';
}

/** What the scheduler owes a deployment that is being replaced: all it should have had, or what it had got to. */
function held(service: ServiceRecord, deployment: DeploymentRecord): number {
  if (deployment.rolloutState === 'COMPLETED') return service.desiredCount;
  return [...service.tasks].filter(
    (task) => task.owner?.holder === deployment && task.desiredStatus === 'RUNNING',
  ).length;
}

function makeDeployment(world: World, service: ServiceRecord, workload: Workload): DeploymentRecord {
  const now = world.timeline.now();
  const digits = world.random.digits(19);
  const revision: ServiceRevisionRecord = {
    arn: ecsArn(world, `service-revision/${service.cluster.name}/${service.name}/${digits}`),
    digits,
    workload,
    createdAt: now,
    pinnedDigests: new Map(),
  };
  const id = `ecs-svc/${digits}`;
  return {
    id,
    revision,
    createdAt: now,
    updatedAt: now,
    status: 'PRIMARY',
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    reachedRunning: false,
    keep: 0,
  };
}

function makeServiceDeployment(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  sources: readonly ServiceRevisionRecord[],
): ServiceDeploymentRecord {
  const configuration = service.options.deploymentConfiguration;
  const names = configuration.alarms?.enable === true ? configuration.alarms.alarmNames : undefined;
  return {
    arn: ecsArn(
      world,
      `service-deployment/${service.cluster.name}/${service.name}/${world.random.base64url(21)}`,
    ),
    deployment,
    sources,
    createdAt: deployment.createdAt,
    updatedAt: deployment.createdAt,
    status: 'PENDING',
    configuration,
    breaker: configuration.deploymentCircuitBreaker?.enable === true ? 'MONITORING' : 'DISABLED',
    alarms: { status: names === undefined ? 'DISABLED' : 'MONITORING', names: names ?? [], triggered: [] },
  };
}
