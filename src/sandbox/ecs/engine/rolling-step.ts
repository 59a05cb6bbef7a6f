import type { RollingBounds } from './rolling-bounds.ts';

/** The tasks of one deployment as the scheduler counts them. Each is in exactly one of these. */
export interface Fleet {
  readonly starting: number;
  readonly healthy: number;
  /** Failed a health check, and still there until its replacement is. */
  readonly unhealthy: number;
  /** Told to stop, with containers that still run. */
  readonly stopping: number;
}

interface OlderFleet extends Fleet {
  /** How many tasks it should hold for now. */
  readonly keep: number;
  /** A deployment that was COMPLETED gets lost tasks back from its own revision; one that never was does not. */
  readonly replacesLostTasks: boolean;
}

export interface Situation {
  readonly desired: number;
  readonly bounds: RollingBounds;
  readonly primary: Fleet;
  /** Oldest first: they are stopped in this order. */
  readonly older: readonly OlderFleet[];
  /** `hold`: it has not begun, `failed`: it starts nothing and stops nothing that serves, `back-off`: no starts for now. */
  readonly primaryMay: 'roll' | 'hold' | 'failed' | 'back-off';
}

export interface FleetStep {
  readonly start: number;
  readonly stopStarting: number;
  readonly stopHealthy: number;
  readonly stopUnhealthy: number;
  readonly keep: number;
}

export interface RollingStep {
  readonly primary: FleetStep;
  readonly older: readonly FleetStep[];
  /** Nothing may start and nothing may stop, for want of room between the bounds. */
  readonly isDeadlocked: boolean;
}

/**
 * One step of a rolling deployment (section 2.7 of the specification). It starts as many tasks of the primary as there is room for
 * below the upper bound, and stops as many old ones as there are healthy tasks above the lower bound.
 */
export function planRollingStep({ desired, bounds, primary, older, primaryMay }: Situation): RollingStep {
  const fleets = [primary, ...older];
  let room = Math.max(0, bounds.upper - sum(fleets, liveIn));
  let spare = Math.max(0, sum(fleets, (fleet) => fleet.healthy) - bounds.lower);

  const good = primary.starting + primary.healthy;
  const missing = primaryMay === 'failed' ? 0 : Math.max(0, desired - good);
  const start = primaryMay === 'roll' ? Math.min(missing, room) : 0;
  room -= start;

  // Scale-in: what has not come up yet goes first.
  const surplus = Math.max(0, good - desired);
  const stopStarting = Math.min(surplus, primary.starting);
  const stopHealthy = Math.min(surplus - stopStarting, primary.healthy, spare);
  spare -= stopHealthy;

  // An unhealthy task stays while its replacement comes up, unless it takes the place that the replacement needs.
  const blocked = primaryMay === 'roll' ? missing - start : 0;
  const stopUnhealthy =
    primaryMay === 'failed'
      ? primary.unhealthy
      : Math.min(
          primary.unhealthy,
          Math.max(blocked, primary.unhealthy - Math.max(0, desired - primary.healthy)),
        );

  const isReplacing = primaryMay === 'roll' || primaryMay === 'back-off';
  const steps = older.map((fleet): FleetStep => {
    const step = stepOfOlder(fleet, {
      room,
      spare: isReplacing ? spare : 0,
      isReplacing,
      isObsolete: isReplacing && primary.healthy >= desired,
      desired,
    });
    room -= step.start;
    spare -= step.stopHealthy;
    return step;
  });

  const stops = stopStarting + stopHealthy + stopUnhealthy + sum(steps, stopsIn);
  const isInMotion = fleets.some((fleet) => fleet.starting + fleet.stopping > 0);
  return {
    primary: { start, stopStarting, stopHealthy, stopUnhealthy, keep: desired },
    older: steps,
    isDeadlocked: primaryMay === 'roll' && blocked > 0 && start === 0 && stops === 0 && !isInMotion,
  };
}

interface Surroundings {
  readonly room: number;
  readonly spare: number;
  readonly isReplacing: boolean;
  readonly isObsolete: boolean;
  readonly desired: number;
}

function stepOfOlder(
  fleet: OlderFleet,
  { room, spare, isReplacing, isObsolete, desired }: Surroundings,
): FleetStep {
  if (isReplacing && (isObsolete || !fleet.replacesLostTasks)) {
    // Tasks that do not serve help nobody here: only the healthy ones have to be stopped with care.
    const stopHealthy = Math.min(spare, fleet.healthy);
    return {
      start: 0,
      stopStarting: fleet.starting,
      stopHealthy,
      stopUnhealthy: fleet.unhealthy,
      keep: fleet.healthy - stopHealthy,
    };
  }
  const stopHealthy = Math.min(spare, fleet.healthy);
  const keep = Math.min(desired, stopHealthy > 0 ? fleet.healthy + fleet.starting - stopHealthy : fleet.keep);
  const good = fleet.healthy - stopHealthy + fleet.starting;
  const start = fleet.replacesLostTasks ? Math.min(room, Math.max(0, keep - good)) : 0;
  const blocked = fleet.replacesLostTasks ? Math.max(0, keep - good - start) : 0;
  const superfluous = fleet.unhealthy - Math.max(0, keep - (fleet.healthy - stopHealthy));
  return {
    start,
    stopStarting: Math.min(fleet.starting, Math.max(0, good - keep)),
    stopHealthy,
    stopUnhealthy: Math.min(fleet.unhealthy, Math.max(blocked, superfluous, 0)),
    keep,
  };
}

export function liveIn(fleet: Fleet): number {
  return fleet.starting + fleet.healthy + fleet.unhealthy + fleet.stopping;
}

function stopsIn(step: FleetStep): number {
  return step.stopStarting + step.stopHealthy + step.stopUnhealthy;
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
