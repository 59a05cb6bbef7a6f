import type { ReleaseContext } from '../release-context.ts';
import { ReleaseGates, type GatesOfRelease } from './release-gates.ts';

/** The gates of a release; undefined where nothing is to be measured, and nothing watched. */
export function gatesOf(context: ReleaseContext, order: GatesOfRelease): ReleaseGates | undefined {
  const { watchForMilliseconds = 0 } = order.plan;
  return order.gates.length === 0 && watchForMilliseconds === 0
    ? undefined
    : new ReleaseGates(context, order);
}
