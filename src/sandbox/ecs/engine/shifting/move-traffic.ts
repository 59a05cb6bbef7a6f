import type { World } from '../../../world.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import type { ServiceRevisionRecord } from '../../records/service-revision.ts';
import type { ShiftRecord, TrafficKind } from '../../records/shift.ts';
import { shiftTraffic, type Shifted } from '../../traffic/shift-traffic.ts';
import { allTo, weightsOf, withShare } from './traffic-weights.ts';

/** Gives the new revision its share of the requests, and the old one the rest. */
export function moveTraffic(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  { which, percent }: { which: TrafficKind; percent: number },
): Shifted {
  const { shift } = record;
  if (shift === undefined) return { kind: 'shifted' };
  const green = record.deployment.revision;
  // Where the new revision has got nothing, there may be others that have.
  const shifted =
    percent > 0 || weightsOf(shift.weights, green)[which] > 0
      ? shiftTraffic(world, service, green, which, percent)
      : giveBack(world, service, shift, which);
  if (shifted.kind === 'shifted') {
    const rest = shift.blue?.revision;
    shift.weights = withShare(shift.weights, which, {
      of: green,
      percent,
      ...(rest !== undefined && { rest }),
    });
  }
  return shifted;
}

/** All requests go to the old revision, wherever an earlier deployment has left them. */
export function settleTraffic(world: World, service: ServiceRecord, shift: ShiftRecord): Shifted {
  for (const which of ['production', 'test'] as const) {
    const shifted = giveBack(world, service, shift, which);
    if (shifted.kind === 'invalid') return shifted;
  }
  shift.weights = allTo(shift.blue?.revision);
  return { kind: 'shifted' };
}

function giveBack(world: World, service: ServiceRecord, shift: ShiftRecord, which: TrafficKind): Shifted {
  const others = [...shift.weights.keys()].filter(
    (revision) => revision !== shift.blue?.revision && weightsOf(shift.weights, revision)[which] > 0,
  );
  return firstFault(others, (revision) => shiftTraffic(world, service, revision, which, 0));
}

function firstFault(
  revisions: readonly ServiceRevisionRecord[],
  shift: (revision: ServiceRevisionRecord) => Shifted,
): Shifted {
  for (const revision of revisions) {
    const shifted = shift(revision);
    if (shifted.kind === 'invalid') return shifted;
  }
  return { kind: 'shifted' };
}
