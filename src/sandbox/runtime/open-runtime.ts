import { DockerRuntime } from './docker/docker-runtime.ts';
import { findEngine, NoEngineError } from './docker/find-engine.ts';
import type { ContainerRuntime, RuntimeMode } from './runtimes.ts';

/**
 * The runtime for real containers, where they are wanted and there is an engine for them. Containers live in real time, so at any other
 * speed `auto` means simulated. `port`: the server's. Rejects with NoEngineError if `docker` was asked for and no engine answers.
 */
export async function openRuntime(
  mode: RuntimeMode,
  { port, speed }: { readonly port: number; readonly speed: number },
): Promise<ContainerRuntime | undefined> {
  if (mode === 'simulated' || speed !== 1) return undefined;
  const engine = await findEngine();
  if (engine !== undefined) return DockerRuntime.open(engine, port);
  if (mode === 'docker') throw new NoEngineError();
  return undefined;
}
