import type { World } from '../../../world.ts';
import type { DeploymentRecord } from '../../records/deployment.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { ShiftRecord } from '../../records/shift.ts';
import { carryOut, dropDrained, percentagesOf } from '../carry-out.ts';
import { fleetsOf, sizesOf, type FleetOfTasks } from '../fleets.ts';
import { rollingBounds } from '../rolling-bounds.ts';
import { planRollingStep } from '../rolling-step.ts';
import { orderFor, type Colour } from './orders.ts';
import { weightsOf } from './traffic-weights.ts';

/**
 * Keeps every revision at its number while traffic moves between them: both at the desired count, from SCALE_UP to CLEAN_UP, with tasks that
 * are lost replaced by ones of the same revision.
 */
export function keepRevisions(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  shift: ShiftRecord,
): void {
  const fleets = fleetsOf(service);
  const blueFleet = shift.blue === undefined ? undefined : fleets.get(shift.blue);
  for (const deployment of [...service.deployments].reverse()) {
    const fleet = fleets.get(deployment);
    if (fleet === undefined) continue;
    const order = orderFor({
      colour: colourOf(deployment, record, shift),
      shift,
      desired: service.desiredCount,
      size: fleet.starting.length + fleet.healthy.length,
      hasFailed: deployment.rolloutState === 'FAILED',
      backsOff: world.timeline.now() < service.scheduler.backOff.until,
      serves: weightsOf(shift.weights, deployment.revision).production > 0,
      blueIsWhole: blueFleet === undefined || blueFleet.healthy.length >= service.desiredCount,
    });
    keep(world, service, deployment, fleet, order);
  }
  dropDrained(service, [shift.blue]);
}

function colourOf(deployment: DeploymentRecord, record: ServiceDeploymentRecord, shift: ShiftRecord): Colour {
  if (deployment === record.deployment) return 'green';
  return deployment === shift.blue ? 'blue' : 'leftover';
}

function keep(
  world: World,
  service: ServiceRecord,
  deployment: DeploymentRecord,
  fleet: FleetOfTasks,
  { count, may }: ReturnType<typeof orderFor>,
): void {
  const { primary: step } = planRollingStep({
    desired: count,
    bounds: rollingBounds(count, percentagesOf(service)),
    primary: sizesOf(fleet),
    older: [],
    primaryMay: may,
  });
  carryOut(world, service, deployment, fleet, step);
}
