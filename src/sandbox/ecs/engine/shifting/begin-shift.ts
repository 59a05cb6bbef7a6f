import type { World } from '../../../world.ts';
import type { DeploymentRecord } from '../../records/deployment.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { ShiftRecord } from '../../records/shift.ts';
import { managedLoadBalancers } from '../../traffic/managed-load-balancers.ts';
import { paceOf, planReturn, planShift, type Pace } from './shift-plan.ts';
import { nextStage, type Going } from './stage-machine.ts';
import { weightsOf } from './traffic-weights.ts';

/** Tells a shift how to go back; asked of it by what fails a deployment. */
export function attachWayBack(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  shift: ShiftRecord,
): void {
  shift.turnBack = (candidate) => goBack({ world, service, record, shift }, candidate);
}

/** The first stage of a deployment that is IN_PROGRESS now. */
export function beginShift(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  shift: ShiftRecord,
): void {
  const leftovers = service.deployments.filter(
    (deployment) => deployment !== record.deployment && deployment !== shift.blue,
  );
  shift.steps = planShift(record.configuration, {
    reconciles: leftovers.length > 0,
    pace: paceFor(world, record),
  });
  nextStage({ world, service, record, shift });
}

/** Traffic first, then the new revision is scaled in. */
function goBack(going: Going, candidate: DeploymentRecord): void {
  const { world, record, shift } = going;
  shift.blue = candidate;
  shift.direction = 'back';
  const kept = weightsOf(shift.weights, candidate.revision);
  shift.steps = planReturn(
    { production: 100 - kept.production, test: 100 - kept.test },
    paceFor(world, record),
  );
  shift.position = -1;
  nextStage(going);
}

function paceFor(world: World, { deployment }: ServiceDeploymentRecord): Pace {
  const { taskDefinition, loadBalancers } = deployment.revision.workload;
  const images = (taskDefinition.definition.containerDefinitions ?? []).map(({ image = '' }) => image);
  return paceOf({
    networkLoadBalancer: managedLoadBalancers(loadBalancers).some((managed) =>
      managed.productionListenerRule.includes(':listener/net/'),
    ),
    realContainers: world.runtimes.choose(world, images).kind === 'docker',
  });
}
