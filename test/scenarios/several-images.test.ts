import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { BuildOrder } from '../../src/images/engines/engine.ts';
import type { ImageRequest } from '../../src/images/plan-image.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import { RehearsedEngine, registryOf, type EngineRecord, type EngineScript } from './rehearsed-engine.ts';
import { RehearsedRun } from './rehearsed-run.ts';

const hello = fileURLToPath(new URL('../../docs/examples/hello', import.meta.url));
const commit = 'a'.repeat(40);

describe('services of one run that bring the same image in', () => {
  it('build and push it once, and tell of that under its own name', async () => {
    const { run, build, as, record } = await workshop();

    const { outcomes, results } = await run.deploy({
      order: { api: [], worker: ['api'] },
      requests: { api: { images: [], build }, worker: { images: [], build } },
      as: as(),
    });

    expect(outcomes).toEqual({ api: 'succeeded', worker: 'succeeded' });
    expect(record.builds).toHaveLength(1);
    expect(record.pushes).toHaveLength(1);
    const [api, worker] = results.map(({ after }) => after?.digests['app']);
    expect(api).toMatch(/^sha256:/);
    expect(worker).toBe(api);
    const tellers = run.told
      .filter(({ fact }) => fact.type === 'image.settled')
      .map(({ service }) => service);
    expect(tellers).toEqual(['image of shop/web']);
  });

  it('are not released when the build fails, and nothing was changed', async () => {
    const { run, build, as } = await workshop();
    const onBuild = () => Promise.reject(new EcsdeployError({ code: 'build.failed', message: 'no' }));

    const { outcomes, results } = await run.deploy({
      order: { api: [], worker: [], other: [] },
      requests: { api: { images: [], build }, worker: { images: [], build } },
      as: as({ onBuild }),
    });

    expect(outcomes).toEqual({ api: 'error', worker: 'error', other: 'not-started' });
    expect(results[1]?.outcome).toMatchObject({ error: { code: 'build.failed' } });
    expect(run.rehearsal.count('UpdateService')).toBe(0);
  });

  it('do not keep the others from being released with --keep-going', async () => {
    const { run, build, as } = await workshop();
    const onBuild = () => Promise.reject(new EcsdeployError({ code: 'build.failed', message: 'no' }));

    const { outcomes } = await run.deploy({
      order: { api: [], worker: ['api'], other: [] },
      onFailure: 'keep-going',
      requests: { api: { images: [], build } },
      as: as({ onBuild }),
    });

    expect(outcomes).toEqual({ api: 'error', worker: 'not-started', other: 'succeeded' });
  });

  it('build nothing in a dry run', async () => {
    const { run, build, as, record } = await workshop();

    const { results } = await run.deploy({
      order: { api: [], worker: [] },
      requests: { api: { images: [], build, dryRun: true }, worker: { images: [], build, dryRun: true } },
      as: as(),
    });

    expect(results.map(({ plan }) => plan?.steps[0]?.kind)).toEqual(['build-and-push', 'build-and-push']);
    expect(record.builds).toHaveLength(0);
  });
});

async function workshop() {
  const run = await RehearsedRun.begin(['api', 'worker', 'other']);
  const { rehearsal } = run;
  const ecr = await rehearsal.context().aws.clients.ecr('us-east-1');
  await ecr.createRepository({ repositoryName: 'shop/web', imageTagMutability: 'IMMUTABLE' });
  const record: EngineRecord = { builds: [], pushes: [], logins: [], opened: 0, closed: 0 };
  const build: ImageRequest = {
    settings: {
      repository: 'shop/web',
      context: hello,
      dockerfile: `${hello}/Dockerfile`,
      platforms: [],
      buildArgs: {},
      secrets: [],
      ssh: [],
      cacheFrom: [],
      cacheTo: [],
    },
    source: { tag: commit, isTagGiven: false, revision: commit, changes: [] },
    createRepository: false,
  };
  const images = new Map<string, BuildOrder>();
  const as = (script: EngineScript = {}): ReleaseContext => ({
    ...rehearsal.context(),
    registries: registryOf(rehearsal.sandbox),
    openEngine: () => Promise.resolve(new RehearsedEngine(rehearsal.sandbox, record, images, script)),
  });
  return { run, build, as, record };
}
