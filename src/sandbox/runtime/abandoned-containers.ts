import { findEngine } from './docker/find-engine.ts';
import { removeLeftovers } from './docker/leftovers.ts';

/** Removes the containers that sandboxes of this machine left that were killed. Without an engine there are none. */
export async function removeAbandonedContainers(): Promise<void> {
  const engine = await findEngine();
  if (engine !== undefined) await removeLeftovers(engine.cli);
}
