import { DockerRuntime } from './docker/docker-runtime.ts';
import { findEngine, NoEngineError } from './docker/find-engine.ts';
import { removeLeftovers } from './docker/leftovers.ts';
import { findReach } from './docker/reach.ts';
import type { ContainerRuntime, RuntimeMode } from './runtimes.ts';

/** An engine that is ready for the containers of a sandbox. */
export interface OpenEngine {
  /** `port`: that of the sandbox's server, where the engine finds its registry. */
  runtimeAt(port: number): ContainerRuntime;
}

/**
 * Finds an engine where containers are wanted, and removes what sandboxes left in it that were killed. Containers live in real time, so
 * at any other speed `auto` means simulated. Rejects with NoEngineError if `docker` was asked for and no engine answers.
 */
export async function openEngine(mode: RuntimeMode, speed: number): Promise<OpenEngine | undefined> {
  if (mode === 'simulated' || speed !== 1) return undefined;
  const engine = await findEngine();
  if (engine === undefined && mode === 'docker') throw new NoEngineError();
  if (engine === undefined) return undefined;
  const [reach] = await Promise.all([findReach(engine.cli), removeLeftovers(engine.cli)]);
  return { runtimeAt: (port) => new DockerRuntime(engine, reach, port) };
}
