import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import { delays } from './delays.ts';
import { drain } from './drain.ts';
import { succeedEarly } from './early-success.ts';
import { settle } from './settle.ts';
import { roll } from './roll.ts';
import { keepRevisions } from './shifting/keep-revisions.ts';
import { shiftUnderWay } from './shifting/new-shift.ts';
import { lookAtMilestone } from './shifting/stage-machine.ts';
import { keepTaskSets } from './task-sets/keep-task-sets.ts';

/**
 * Gives a service its scheduler. It looks at the service only when something has happened to it, once for all that happened within
 * a second: a world where nothing happens costs nothing.
 */
export function attachScheduler(world: World, service: ServiceRecord): void {
  service.wake = () => {
    service.scheduler.look ??= world.timeline.after(delays.schedulerLook, `look at ${service.name}`, () => {
      delete service.scheduler.look;
      look(world, service);
    });
  };
}

function look(world: World, service: ServiceRecord): void {
  switch (service.status) {
    case 'INACTIVE':
      return;
    case 'DRAINING':
      drain(world, service);
      return;
    case 'ACTIVE':
      if (service.controller === 'CODE_DEPLOY') keepTaskSets(world, service);
      else schedule(world, service);
  }
}

function schedule(world: World, service: ServiceRecord): void {
  const underWay = shiftUnderWay(service);
  if (underWay === undefined) {
    roll(world, service);
    succeedEarly(world, service);
    settle(world, service);
    return;
  }
  const { record, shift } = underWay;
  keepRevisions(world, service, record, shift);
  lookAtMilestone({ world, service, record, shift });
}
