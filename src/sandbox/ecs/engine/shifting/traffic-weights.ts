import type { ServiceRevisionRecord } from '../../records/service-revision.ts';
import type { TrafficKind, Weights } from '../../records/shift.ts';

export type TrafficWeights = ReadonlyMap<ServiceRevisionRecord, Weights>;

const nothing: Weights = { test: 0, production: 0 };

export function weightsOf(weights: TrafficWeights, revision: ServiceRevisionRecord): Weights {
  return weights.get(revision) ?? nothing;
}

/** All requests go to one revision. */
export function allTo(revision: ServiceRevisionRecord | undefined): TrafficWeights {
  return revision === undefined ? new Map() : new Map([[revision, { test: 100, production: 100 }]]);
}

/** Gives a revision its percentage of one kind of requests, and the rest to another one; nobody else gets any. */
export function withShare(
  weights: TrafficWeights,
  which: TrafficKind,
  { of, percent, rest }: { of: ServiceRevisionRecord; percent: number; rest?: ServiceRevisionRecord },
): TrafficWeights {
  const shared = new Map<ServiceRevisionRecord, Weights>();
  for (const revision of weights.keys()) {
    shared.set(revision, { ...weightsOf(weights, revision), [which]: 0 });
  }
  // Tenths of a percent, so that shares still add up to 100.
  if (rest !== undefined)
    shared.set(rest, { ...weightsOf(weights, rest), [which]: Math.round((100 - percent) * 10) / 10 });
  shared.set(of, { ...weightsOf(weights, of), [which]: percent });
  return shared;
}

/** The revision that most production requests go to, if any do; of two with the same share the later one in the list. */
export function mainServer(
  weights: TrafficWeights,
  revisions: readonly ServiceRevisionRecord[],
): ServiceRevisionRecord | undefined {
  let best: ServiceRevisionRecord | undefined;
  for (const revision of revisions) {
    const { production } = weightsOf(weights, revision);
    if (production > 0 && production >= (best === undefined ? 0 : weightsOf(weights, best).production)) {
      best = revision;
    }
  }
  return best;
}
