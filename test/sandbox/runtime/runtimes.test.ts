import { describe, expect, it } from '@jest/globals';
import { openEngine } from '../../../src/sandbox/runtime/open-engine.ts';
import { Runtimes, type ContainerRuntime, type RuntimeMode } from '../../../src/sandbox/runtime/runtimes.ts';
import { simulatedRuntime } from '../../../src/sandbox/runtime/simulated-runtime.ts';
import type { World } from '../../../src/sandbox/world.ts';

const real: ContainerRuntime = {
  kind: 'docker',
  engine: 'docker 1.2.3',
  launch: () => undefined,
  terminate: () => undefined,
  discard: () => undefined,
  count: () => 3,
  forget: () => undefined,
  settled: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** A registry that holds, with their layers, the images with these names. */
function holding(...names: string[]): Pick<World, 'ecr'> {
  const held = (image: string) =>
    names.includes(image) ? { repository: image, digest: 'sha256:1', manifest: '{}' } : undefined;
  return { ecr: { held } as unknown as World['ecr'] };
}

function using(mode: RuntimeMode, runtime?: ContainerRuntime): Runtimes {
  const runtimes = new Runtimes();
  runtimes.use(mode, runtime);
  return runtimes;
}

describe('who runs a task', () => {
  it.each<[RuntimeMode, string[], 'simulated' | 'docker']>([
    ['auto', ['app', 'proxy'], 'docker'],
    ['auto', ['app', 'nginx:1'], 'simulated'],
    ['auto', ['nginx:1'], 'simulated'],
    ['docker', ['nginx:1'], 'docker'],
    ['simulated', ['app'], 'simulated'],
  ])('with --runtime %s and the images %j: %s', (mode, images, kind) => {
    expect(using(mode, real).choose(holding('app', 'proxy'), images).kind).toBe(kind);
  });

  it('is nobody where there is no engine, where the sandbox was never told, and when it closes', async () => {
    const closed = using('docker', real);
    await closed.close();
    for (const runtimes of [using('auto'), new Runtimes(), closed]) {
      expect(runtimes.choose(holding('app'), ['app'])).toBe(simulatedRuntime);
    }
  });

  it('is told by status', () => {
    expect(using('auto', real).status()).toEqual({ mode: 'auto', engine: 'docker 1.2.3', containers: 3 });
    expect(using('auto').status()).toEqual({ mode: 'auto', containers: 0 });
  });

  it('needs no engine for what is simulated, and at another speed than that of containers', async () => {
    expect(await openEngine('simulated', 1)).toBeUndefined();
    expect(await openEngine('auto', 10)).toBeUndefined();
  });
});
