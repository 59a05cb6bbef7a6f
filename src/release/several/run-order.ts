import { isGood, type Outcome } from '../../model/outcome.ts';
import type { Reason } from '../../model/verdict.ts';
import { hasPassed } from '../reached.ts';

/** What a run does when one of its releases fails. */
export type OnFailure =
  /** Starts no more of them, and follows those that are under way to their ends. */
  | 'stop'
  /** Goes on with all that do not come after it. */
  | 'keep-going'
  /** Takes those back that were released already. */
  | 'take-back';

/** Where one release of a run stands. */
export interface Place {
  /** The key in `services` of the configuration. */
  readonly name: string;
  /** `cluster/service` */
  readonly service: string;
  /** Names of those of this run that come first. */
  readonly after: readonly string[];
  /** `held`: it goes on at AWS, and may still fail: those that come after it do not begin, all others do. */
  readonly standing: 'waiting' | 'under-way' | 'released' | 'held' | 'not-released';
}

export interface Turn {
  /** Names of those that begin now. */
  readonly start: readonly string[];
  /** Those whose turn will never come. */
  readonly leaveOut: readonly { readonly name: string; readonly because: Reason }[];
}

export interface RunRules {
  /** How many may be under way at once. */
  readonly parallel: number;
  readonly onFailure: OnFailure;
}

/** Who begins now, in the order of the run, and who never will. Pure. */
export function nextTurn(places: readonly Place[], { parallel, onFailure }: RunRules): Turn {
  const waiting = places.filter(({ standing }) => standing === 'waiting');
  const culprit = places.find(({ standing }) => standing === 'not-released');
  if (culprit !== undefined && onFailure !== 'keep-going') {
    const leaveOut = waiting.map(({ name, after }) => {
      const first = failedAmong(places, after);
      return { name, because: first === undefined ? runFailed(culprit) : predecessorFailed(first) };
    });
    return { start: [], leaveOut };
  }
  const leaveOut = waiting.flatMap(({ name, after }) => {
    const first = failedAmong(places, after);
    return first === undefined ? [] : [{ name, because: predecessorFailed(first) }];
  });
  const free = parallel - places.filter(({ standing }) => standing === 'under-way').length;
  const released = new Set(places.filter(({ standing }) => standing === 'released').map(({ name }) => name));
  const ready = waiting.filter(({ after }) => after.every((name) => released.has(name)));
  return { start: ready.slice(0, Math.max(0, free)).map(({ name }) => name), leaveOut };
}

/**
 * Those that may go back now: a release goes back before what it came after. Pure.
 * @param left names of those that are still to go back, or are on their way
 */
export function nextToTakeBack(places: readonly Place[], left: ReadonlySet<string>): string[] {
  const isHeld = (name: string): boolean =>
    places.some((other) => left.has(other.name) && comesAfter(places, other, name));
  return places
    .filter(({ name }) => left.has(name) && !isHeld(name))
    .map(({ name }) => name)
    .reverse();
}

/** Where a release that has ended stands. One whose traffic is all on the new revision counts, although it has not ended at AWS. */
export function standingOf(outcome: Outcome): 'released' | 'held' | 'not-released' {
  switch (outcome.kind) {
    case 'waiting-for-approval':
      return 'held';
    case 'reached':
      return outcome.what === 'traffic-shifted' || hasPassed(outcome.what, 'POST_PRODUCTION_TRAFFIC_SHIFT')
        ? 'released'
        : 'held';
    default:
      return isGood(outcome) ? 'released' : 'not-released';
  }
}

/** Whether a release is known to have failed. What could not be measured, or was taken over by another, is not known to be bad. */
export function hasFailed(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'failed-rolled-back':
    case 'failed-rollback-failed':
    case 'failed-rollback-unseen':
    case 'failed-left':
    case 'stopped':
    case 'declined':
      return true;
    case 'error':
      return !outcome.error.code.startsWith('unknown.');
    case 'superseded':
    case 'unwatched':
    case 'inconclusive':
    case 'interrupted':
    case 'not-started':
    case 'waiting-for-approval':
      return false;
    default:
      return !isGood(outcome);
  }
}

/** Also by way of others, which may have had nothing to do. */
function comesAfter(places: readonly Place[], { after }: Place, name: string): boolean {
  if (after.includes(name)) return true;
  return places.some((place) => after.includes(place.name) && comesAfter(places, place, name));
}

function failedAmong(places: readonly Place[], names: readonly string[]): Place | undefined {
  return places.find(
    ({ name, standing }) => (standing === 'not-released' || standing === 'held') && names.includes(name),
  );
}

function predecessorFailed({ service }: Place): Reason {
  return { kind: 'predecessor-failed', service };
}

function runFailed({ service }: Place): Reason {
  return { kind: 'run-failed', service };
}
