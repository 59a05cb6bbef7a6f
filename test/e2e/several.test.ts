import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { imageOf, RehearsedRun } from '../scenarios/rehearsed-run.ts';
import { finish, SandboxWorld } from './sandbox-world.ts';

// Whole processes that look at AWS every 2.9 s, on a machine that may be busy.
jest.setTimeout(60_000);

const configuration = `version: 1
cluster: prod
services:
  api: {}
  worker: {after: [api]}
  mailer: {after: [worker]}
`;
const names = ['api', 'worker', 'mailer'];
const images = (version: number) =>
  names.flatMap((name) => ['--image', `${name}/=${imageOf(name, version)}`]);

let run: RehearsedRun;
let world: SandboxWorld;

beforeEach(async () => {
  run = await RehearsedRun.begin(names, { seed: 3, startAt: Date.now() });
  world = await SandboxWorld.around(run.rehearsal.sandbox);
  await world.write('ecsdeploy.yml', configuration);
});
afterEach(async () => {
  await world.end();
});

describe('the built command, with several services', () => {
  it('releases all of them in their order, in one document', async () => {
    const { code, stdout } = await world.run(['deploy', '--all', ...images(2), '--json']);

    expect(code).toBe(0);
    const document = JSON.parse(stdout) as {
      releases: { service: { service: string }; startedAt: number }[];
    };
    expect(document).toMatchObject({ ok: true, exitCode: 0 });
    expect(document.releases.map(({ service }) => service.service)).toEqual(names);
    const starts = document.releases.map(({ startedAt }) => startedAt);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('ends with the code that matters most, and says what serves where', async () => {
    run.breaks('worker', 2);

    const { code, stdout } = await world.run(['deploy', ...names, ...images(2), '--atomic']);

    expect(code).toBe(20);
    expect(stdout).toContain('worker:2 failed');
    expect(stdout).toMatch(/prod\/api\s+api:1\b.*rolled back/);
    expect(stdout).toMatch(/prod\/mailer\s.*not started/);
    expect(await run.serving(...names)).toEqual(['api:1', 'worker:1', 'mailer:1']);
  });

  it('leaves on Ctrl-C, and says what goes on and what was not begun', async () => {
    const child = world.start(['deploy', '--all', ...images(2)]);
    const { code, stdout, stderr } = await finish(child, (text) => {
      if (text.includes('started') && !child.killed) child.kill('SIGINT');
    });

    expect(code).toBe(130);
    expect(stderr).toContain('SIGINT: leaving; the deployment goes on at AWS');
    expect(stdout).toMatch(/ecsdeploy resume api --deployment /);
    expect(stdout).toMatch(/prod\/mailer/);
    expect(await run.serving('worker', 'mailer')).toEqual(['worker:1', 'mailer:1']);
  });

  it.each([
    [2, 'names beside --all', ['--all', 'api'], /--all and api both say which services are meant/],
    [2, 'nobody named', [], /the services api, worker, mailer, and none was named/],
    [
      2,
      'half a service at once',
      ['--all', '--parallel', '0.5'],
      /"0.5" is not a whole number of at least 1/,
    ],
    [
      2,
      'all or nothing without rollback',
      ['--all', '--atomic', '--no-rollback'],
      /--atomic takes services back/,
    ],
    [2, 'two ways to fail', ['--all', '--atomic', '--keep-going'], /--keep-going/],
    [
      2,
      'one task definition for all',
      ['--all', '--task-definition', 'api:1'],
      /--task-definition is for one service/,
    ],
    [
      2,
      'an image of another service',
      ['api', '--image', 'worker/=x:1'],
      /--image names the service "worker"/,
    ],
    [3, 'a service that is not there', ['api', 'wroker'], /no service "wroker".*Did you mean worker\?/s],
  ] as const)('exits %i for %s', async (code, _what, args, sentence) => {
    const { code: actual, stderr } = await world.run(['deploy', ...args]);

    expect({ code: actual, stderr }).toEqual({ code, stderr: expect.stringMatching(sentence) });
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('refuses services that come after each other in a circle, and shows where', async () => {
    await world.write('ecsdeploy.yml', configuration.replace('api: {}', 'api: {after: [mailer]}'));

    const { code, stderr } = await world.run(['deploy', '--all', ...images(2)]);

    expect(code).toBe(3);
    expect(stderr).toContain(
      'ecsdeploy.yml:4:16: after of the service api leads back to it: api → mailer → worker → api',
    );
  });
});
