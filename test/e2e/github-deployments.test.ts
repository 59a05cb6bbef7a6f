import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import { seedCanary } from '../../src/sandbox/demo-canary.ts';
import { GitHubServer } from '../github/github-server.ts';
import { finish, SandboxWorld, type Finished } from './sandbox-world.ts';

// Whole processes in real time, on a machine that may be busy.
jest.setTimeout(120_000);

const config = `version: 1
cluster: demo
services: { web: {}, shop: {} }
environments:
  production:
    github: { deployment: true, url: 'https://\${env:HOST:-shop.example}/' }
    services: { shop: { approve: before-traffic } }
  staging: {}
`;

let world: SandboxWorld;
let github: GitHubServer;
beforeEach(async () => {
  world = await SandboxWorld.begin();
  github = await GitHubServer.start();
  await world.write('ecsdeploy.yml', config);
});
afterEach(async () => {
  await github.stop();
  await world.end();
});

/** A command in a step of a workflow, with a token for deployments. */
async function inStep(...args: readonly string[]): Promise<Finished> {
  return await world.run([...args, '--no-color'], github.environment);
}

function toProduction(command: string, service: string, version?: number): string[] {
  const image = version === undefined ? [] : ['--image', world.image(version).replace('web', service)];
  return [command, service, '--environment', 'production', ...image];
}

function warningsIn({ stderr }: Finished): string[] {
  return stderr.split('\n').filter((line) => line.includes("GitHub's deployment"));
}

describe('a release that GitHub is to show', () => {
  it('is a deployment from its start at AWS to its end, and a rollback is one of its own', async () => {
    const released = await inStep(...toProduction('deploy', 'web', 2), '--commit', '1a2b3c4');

    expect(released).toMatchObject({ code: 0 });
    expect(warningsIn(released)).toEqual([]);
    expect(github.deployments).toMatchObject([
      {
        ref: github.sha,
        environment: 'production',
        production_environment: true,
        description: 'ecsdeploy releases demo/web',
        payload: { services: ['demo/web'], commit: '1a2b3c4' },
        statuses: [
          { state: 'in_progress', description: 'demo/web: web:2 is being brought in' },
          {
            state: 'success',
            description: 'demo/web: released web:2',
            environment_url: 'https://shop.example/',
            log_url: 'https://github.com/shop/backend/actions/runs/77',
          },
        ],
      },
    ]);

    const back = await inStep(...toProduction('rollback', 'web'), '--yes');

    expect(back).toMatchObject({ code: 0 });
    expect(github.deployments[1]).toMatchObject({ description: 'ecsdeploy takes demo/web back to web:1' });
    expect(github.statesOf(1)).toEqual(['in_progress', 'success']);
  });

  it('is none where nothing begins at AWS: a plan, a refusal, nothing to do', async () => {
    expect(await inStep(...toProduction('deploy', 'web', 2), '--dry-run')).toMatchObject({ code: 0 });
    expect(await inStep(...toProduction('deploy', 'web', 404))).toMatchObject({ code: 5 });
    expect(github.asked).toEqual([]);

    const released = await inStep(...toProduction('deploy', 'web', 2), '--no-github-deployment');
    const again = await inStep(...toProduction('deploy', 'web', 2));

    expect([released.code, again.code]).toEqual([0, 0]);
    expect(again.stdout).toContain('nothing to do');
    expect(github.asked).toEqual(['GET /deployments']);
  });

  it('is none where nobody asks for it', async () => {
    const staging = ['deploy', 'web', '--environment', 'staging', '--image', world.image(2)];

    expect(await inStep(...staging)).toMatchObject({ code: 0 });
    expect(github.asked).toEqual([]);
  });

  it('is one for all services of a run that go to the same environment, as flags can ask for it', async () => {
    seedCanary(world.sandbox);
    const images = ['web', 'shop'].map((name) => `${name}/${name}=${world.image(2).replace('web', name)}`);

    const released = await inStep(
      ...['deploy', '--all', '--environment', 'staging', ...images.flatMap((image) => ['--image', image])],
      ...['--github-deployment', '--environment-url', 'https://staging.shop.example'],
    );

    expect(released).toMatchObject({ code: 0 });
    expect(github.deployments).toMatchObject([
      {
        environment: 'staging',
        description: 'ecsdeploy releases demo/web and 1 more',
        payload: { action: 'deploy', services: ['demo/web', 'demo/shop'] },
      },
    ]);
    const statuses = github.deployments[0]?.statuses ?? [];
    expect(statuses[0]?.environment_url).toBe('https://staging.shop.example');
    expect(statuses.map(({ description }) => description).slice(1)).toEqual([
      expect.stringMatching(/^demo\/(web|shop) \(1 of 2 done\): released \1:2$/),
      'demo/web (one of 2 services): released web:2',
    ]);
    expect(github.statesOf(0)).toEqual(['in_progress', 'in_progress', 'success']);
  });

  it('waits for somebody, and the job that approves adds to it', async () => {
    seedCanary(world.sandbox);

    const paused = await inStep(...toProduction('deploy', 'shop', 2), '--until', 'paused');

    expect(paused).toMatchObject({ code: 0 });
    expect(github.statesOf(0)).toEqual(['in_progress', 'pending']);

    const approved = await inStep(...toProduction('approve', 'shop'), '--yes', '--wait');

    expect(approved).toMatchObject({ code: 0 });
    expect(github.deployments).toHaveLength(1);
    expect(github.statesOf(0)).toEqual(['in_progress', 'pending', 'in_progress', 'success']);
  });
});

describe('a release that is aborted while it waits', () => {
  it('does not wait on at GitHub', async () => {
    seedCanary(world.sandbox);
    expect(await inStep(...toProduction('deploy', 'shop', 2))).toMatchObject({ code: 31 });
    expect(github.statesOf(0).at(-1)).toBe('pending');

    expect(await inStep(...toProduction('abort', 'shop'))).toMatchObject({ code: 0 });

    expect(github.deployments).toHaveLength(1);
    expect(github.deployments[0]?.statuses.slice(-2)).toMatchObject([
      { state: 'in_progress', description: 'demo/shop: shop:2 is being taken back' },
      { state: 'inactive', description: 'demo/shop: back on shop:1, as asked' },
    ]);
  });
});

describe('a release of two services, one of which waits', () => {
  it('is one deployment until the other job has brought that to its end', async () => {
    seedCanary(world.sandbox);
    const images = ['web', 'shop'].map((name) => `${name}/${name}=${world.image(2).replace('web', name)}`);

    const paused = await inStep(
      ...['deploy', '--all', '--environment', 'production', ...images.flatMap((image) => ['--image', image])],
    );

    expect(paused).toMatchObject({ code: 31 });
    expect(github.statesOf(0).at(-1)).toBe('pending');
    expect(await inStep(...toProduction('resume', 'web'))).toMatchObject({ code: 0 });
    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'in_progress',
      description: 'demo/web (1 of 2 done): released web:2',
    });
    expect(await inStep(...toProduction('approve', 'shop'), '--yes', '--wait')).toMatchObject({ code: 0 });
    expect(github.deployments).toHaveLength(1);
    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'success',
      description: 'demo/shop (one of 2 services): released shop:2',
    });
  });
});

describe('a run that is cancelled', () => {
  it('says that it goes on at AWS, and the one that resumes it adds the end', async () => {
    world.sandbox.control.behave(world.image(2), { startDelay: minutes(5) });

    const { code } = await cancelled();

    expect(code).toBe(130);
    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'in_progress',
      description: 'demo/web: interrupted, the deployment goes on at AWS',
    });

    expect(await inStep(...toProduction('resume', 'web'))).toMatchObject({ code: 0 });
    expect(github.deployments).toHaveLength(1);
    expect(github.statesOf(0)).toEqual(['in_progress', 'in_progress', 'in_progress', 'success']);
  });

  it('and taken back is over, beside the rollback, which is a deployment of its own', async () => {
    world.sandbox.control.behave(world.image(2), { startDelay: minutes(60) });
    await cancelled();

    expect(await inStep(...toProduction('rollback', 'web'), '--yes')).toMatchObject({ code: 0 });

    expect(github.deployments).toMatchObject([
      { payload: { action: 'deploy' } },
      { payload: { action: 'rollback', stops: 'web:2' } },
    ]);
    expect(github.deployments[0]?.statuses.at(-1)).toMatchObject({
      state: 'inactive',
      description: 'demo/web: back on web:1, as asked',
    });
    expect(github.deployments[1]?.statuses).toMatchObject([
      { state: 'in_progress', description: 'demo/web: web:2 is being taken back' },
      { state: 'success', description: 'demo/web: back on web:1, as asked' },
    ]);
  });

  it('leaves in time although GitHub does not answer', async () => {
    world.sandbox.control.behave(world.image(2), { startDelay: minutes(60) });
    github.fault = { on: 'all', does: 'hang' };

    const { code, took, stdout } = await cancelled();

    expect(code).toBe(130);
    expect(stdout).toContain('goes on at AWS');
    expect(took).toBeLessThan(7_500);
  });

  it('does not wait for the last status once it is told to leave, and ends as it did', async () => {
    const child = world.start([...toProduction('deploy', 'web', 2), '--no-color'], github.environment);
    let interruptedAt: number | undefined;
    const { code, stdout } = await finish(child, (text) => {
      if (text.includes('of web:2 started')) github.fault ??= { on: 'statuses', does: 'hang' };
      if (interruptedAt !== undefined || !text.includes('demo/web runs web:2')) return;
      interruptedAt = performance.now();
      child.kill('SIGINT');
    });

    expect(code).toBe(0);
    expect(stdout).toContain('Released; web:2 serves');
    expect(performance.now() - (interruptedAt ?? 0)).toBeLessThan(2_500);
  });

  async function cancelled(): Promise<Finished & { readonly took: number }> {
    const child = world.start([...toProduction('deploy', 'web', 2), '--no-color'], github.environment);
    let at: number | undefined;
    const finished = await finish(child, (text) => {
      if (at !== undefined || !text.includes('0 of 2 running, 2 starting')) return;
      at = performance.now();
      child.kill('SIGINT');
    });
    return { ...finished, took: performance.now() - (at ?? 0) };
  }
});

describe('a GitHub that cannot be told', () => {
  it.each([
    ['forbid', 'POST', 'give the job "permissions: deployments: write"'],
    ['reset', 'POST', 'GitHub could not be reached'],
    // The deployment is made, and its statuses are not.
    ['fail', 'statuses', 'GitHub answered 502 (Server Error)'],
  ] as const)('%s to %s: one warning, and nothing else changes', async (does, on, words) => {
    github.fault = { on, does };

    const told = await inStep(...toProduction('deploy', 'web', 2), '--json');

    expect(told.code).toBe(0);
    expect(JSON.parse(told.stdout)).toMatchObject({ ok: true, exitCode: 0 });
    expect(told.stdout).not.toContain('GitHub');
    expect(warningsIn(told)).toHaveLength(1);
    expect(warningsIn(told)[0]).toContain(words);
    expect(told.stdout + told.stderr).not.toContain(github.token);
  });

  it('without a token there is one warning, also for a release that failed, with its own exit code', async () => {
    world.sandbox.control.behave(world.image(2), { exit: { code: 1, after: 1_000 } });

    const failed = await world.run(toProduction('deploy', 'web', 2), {
      ...github.environment,
      GITHUB_TOKEN: '',
    });

    expect(failed.code).toBe(20);
    expect(warningsIn(failed)).toHaveLength(1);
    expect(warningsIn(failed)[0]).toContain('neither GITHUB_TOKEN nor GH_TOKEN is set');
  });

  it('does not answer: the release waits for it no longer than a few seconds, and only at its end', async () => {
    const startedAt = performance.now();
    await inStep(...toProduction('deploy', 'web', 2));
    const usual = performance.now() - startedAt;
    github.fault = { on: 'all', does: 'hang' };
    const again = performance.now();

    const told = await inStep(...toProduction('deploy', 'web', 3));

    expect(told.code).toBe(0);
    expect(warningsIn(told)).toHaveLength(1);
    expect(warningsIn(told)[0]).toContain('GitHub did not answer within');
    // Five seconds at most; the rest is for a machine that is busy.
    expect(performance.now() - again - usual).toBeLessThan(10_000);
  });
});
