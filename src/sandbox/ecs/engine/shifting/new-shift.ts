import type { DeploymentRecord } from '../../records/deployment.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { ShiftRecord } from '../../records/shift.ts';
import { fleetsOf } from '../fleets.ts';
import { allTo, mainServer, type TrafficWeights } from './traffic-weights.ts';

/** What a deployment finds that begins: who serves, and with which share. */
export interface Inheritance {
  readonly blue: DeploymentRecord | undefined;
  readonly weights: TrafficWeights;
}

/**
 * Who serves when a new deployment begins. After a shift that did not come to its end it is the revision with most of the production requests,
 * else the last COMPLETED deployment, or before the first of them any one with a healthy task.
 */
export function inheritTraffic(
  service: ServiceRecord,
  previous: ServiceDeploymentRecord | undefined,
  earlier: readonly DeploymentRecord[],
): Inheritance {
  if (previous?.shift !== undefined && !wentToItsEnd(previous)) {
    const { weights } = previous.shift;
    const main = mainServer(
      weights,
      earlier.map(({ revision }) => revision),
    );
    const blue = earlier.find(({ revision }) => revision === main);
    if (blue !== undefined) return { blue, weights };
  }
  const fleets = fleetsOf(service);
  const blue =
    earlier.find((deployment) => deployment === service.scheduler.rollbackCandidate) ??
    earlier.find((deployment) => (fleets.get(deployment)?.healthy.length ?? 0) > 0);
  return { blue, weights: allTo(blue?.revision) };
}

function wentToItsEnd({ status }: ServiceDeploymentRecord): boolean {
  return status === 'SUCCESSFUL' || status === 'ROLLBACK_SUCCESSFUL';
}

/** A shift that has not begun. */
export function newShift({ blue, weights }: Inheritance): ShiftRecord {
  return {
    blue,
    weights,
    direction: 'forward',
    steps: [],
    position: -1,
    isScaledUp: false,
    cleansUp: false,
    turnBack: () => undefined,
  };
}

/** The shift of a service that its scheduler has to see to; also one that stopped half-way, as both revisions go on running then. */
export function shiftUnderWay(
  service: ServiceRecord,
): { readonly record: ServiceDeploymentRecord; readonly shift: ShiftRecord } | undefined {
  const [record] = service.serviceDeployments;
  if (record?.shift === undefined) return undefined;
  return wentToItsEnd(record) ? undefined : { record, shift: record.shift };
}
