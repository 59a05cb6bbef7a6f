import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { dockerPath } from '../engine/docker-path.ts';
import { succeeded } from '../e2e/hello-versions.ts';
import { HelloWorld } from '../e2e/hello-world.ts';
import type { Figure } from './figure.ts';
import { compareRuns, runProcess } from './process-runs.ts';

/** From a commit to containers that serve, with a real engine; nothing without one. */
export async function measureFromACommit(): Promise<Figure[]> {
  if (dockerPath === undefined) return [];
  const world = await HelloWorld.begin();
  try {
    const pushed = await world.run(['push', 'hello', '--create-repository', '--json']);
    const { image } = JSON.parse(pushed.stdout) as { image: { reference: string; tag: string } };
    await world.createService(image.reference);
    await world.commit('Another version');
    const release = await timed(world, ['deploy', 'hello']);
    const again = await timed(world, ['deploy', 'hello']);
    return [
      {
        name: 'commit → serving, all layers cached',
        value: release.seconds,
        unit: 's',
        note: `${release.calls} calls; two tasks replaced, health checks every 5 s, 3 s of draining`,
      },
      {
        name: 'deploy of a commit that serves already',
        value: again.seconds,
        unit: 's',
        note: `${again.calls} calls`,
      },
      await measureSkip(world, dockerPath),
    ];
  } finally {
    await world.end();
  }
}

interface Timed {
  readonly seconds: number;
  readonly calls: number;
}

async function timed(world: HelloWorld, args: readonly string[]): Promise<Timed> {
  const before = await callsOf(world);
  const started = performance.now();
  succeeded(await world.run(args));
  const seconds = (performance.now() - started) / 1_000;
  return { seconds, calls: (await callsOf(world)) - before };
}

/** What is done for an image that is there, beside the pair of commands that most pipelines have, with all layers cached. */
async function measureSkip(world: HelloWorld, docker: string): Promise<Figure> {
  const pushed = await world.run(['push', 'hello', '--json']);
  const { image } = JSON.parse(pushed.stdout) as { image: { reference: string; tag: string } };
  const repository = image.reference.slice(0, image.reference.indexOf('@'));
  // Outside of the folder that is built: a file more would be another version.
  const home = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-bench-'));
  const env = await loginByHand(world, docker, repository, home);
  const name = `${repository}-by-hand:${image.tag}`;
  await world.ecr.createRepository({ repositoryName: 'demo/hello-by-hand' });
  const push = world.commandOf(['push', 'hello', '--quiet']);
  const { ratio, milliseconds, baselineMilliseconds } = await compareRuns(
    () => runProcess(push.program, push.args, push.env, world.folder),
    async () => {
      const build = ['build', '--quiet', '--tag', name, '--build-arg', `BASE=${world.base}`, world.folder];
      const built = await runProcess(docker, build, env);
      const sent = await runProcess(docker, ['push', '--quiet', name], env);
      return { milliseconds: built.milliseconds + sent.milliseconds, code: Math.max(built.code, sent.code) };
    },
    7,
  );
  await rm(home, { recursive: true });
  return {
    name: 'push of what the registry holds, against docker build && docker push',
    value: ratio,
    unit: '×',
    note: `${Math.round(milliseconds)} ms against ${Math.round(baselineMilliseconds)} ms`,
  };
}

/** What a pipeline without ecsdeploy does first, once, and what is not measured. */
async function loginByHand(
  world: HelloWorld,
  docker: string,
  repository: string,
  home: string,
): Promise<NodeJS.ProcessEnv> {
  const { authorizationData } = await world.ecr.getAuthorizationToken();
  const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  const registry = repository.slice(0, repository.indexOf('/'));
  const env = { PATH: process.env['PATH'], HOME: home };
  const login = ['login', '--username', 'AWS', '--password-stdin', registry];
  const { status } = spawnSync(docker, login, { env, input: token.replace(/^AWS:/, ''), stdio: 'pipe' });
  if (status !== 0) throw new Error(`docker login ended with ${status}`);
  return env;
}

/** How many calls the sandbox has had, of its registry as well as of AWS's operations. */
async function callsOf(world: HelloWorld): Promise<number> {
  const answer = await fetch(`${world.url}/_sandbox/calls`);
  const { counts } = (await answer.json()) as { counts: Record<string, number> };
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
