import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SandboxWorld, type Finished } from './sandbox-world.ts';

jest.setTimeout(60_000);

let world: SandboxWorld;

beforeAll(async () => {
  world = await SandboxWorld.begin();
});
afterAll(async () => {
  await world.end();
});

/** One clear sentence, a way on, no stack: and the exit code that the table promises. */
async function expectRefusal(run: Promise<Finished>, code: number, sentence: RegExp): Promise<void> {
  const { code: actual, stderr } = await run;
  expect({ code: actual, stderr }).toEqual({ code, stderr: expect.stringMatching(sentence) });
  expect(stderr).not.toMatch(/\n\s+at /);
}

describe('bad input', () => {
  const demo = ['--cluster', 'demo', '--service', 'web'];

  it.each([
    [
      5,
      'an unknown service',
      ['status', '--cluster', 'demo', '--service', 'wbe'],
      /no service "wbe".*\n.*Did you mean web/s,
    ],
    [
      5,
      'an unknown cluster',
      ['status', '--cluster', 'dmeo', '--service', 'web'],
      /no cluster "dmeo".*Did you mean demo/s,
    ],
    [5, 'an unknown revision', ['deploy', ...demo, '--task-definition', 'web:99'], /web:99/],
    [5, 'an unknown deployment', ['watch', ...demo, '--deployment', 'ecs-svc/1'], /ecs-svc\/1/],
    [5, 'a rollback with nowhere to go', ['rollback', ...demo], /no earlier release/],
    [2, 'an unknown flag', ['deploy', ...demo, '--imge', 'x'], /imge/],
    [2, 'a bad duration', ['deploy', ...demo, '--timeout', '10 minutos'], /"10 minutos" is not a duration/],
    [2, 'a bad image', ['deploy', ...demo, '--image', 'Not An Image'], /"Not An Image"/],
    [2, 'half a service', ['status', '--service', 'web'], /--service/],
    [3, 'no configuration at all', ['status'], /ecsdeploy\.yml/],
    [
      3,
      'a container that is not there',
      ['deploy', ...demo, '--image', 'app=demo/web:2'],
      /no container "app"/,
    ],
  ] as const)('exits %i for %s', async (code, _what, args, sentence) => {
    await expectRefusal(world.run(args), code, sentence);
  });

  it('exits 5 for an image that is not there', async () => {
    await expectRefusal(world.run(['deploy', ...demo, '--image', world.image(99)]), 5, /web:99/);
  });

  it('exits 3 for a broken configuration, naming file, line and column', async () => {
    await world.write('broken.yml', 'version: 1\nservices:\n  web:\n    cluser: demo\n');

    await expectRefusal(world.run(['status', '--config', 'broken.yml']), 3, /broken\.yml:4:5.*cluser/s);
  });

  it('exits 2 when environments exist and none was named', async () => {
    await world.write(
      'many.yml',
      'version: 1\ncluster: demo\nservices:\n  web: {}\nenvironments:\n  staging: {}\n  production: {}\n',
    );

    await expectRefusal(world.run(['status', '--config', 'many.yml']), 2, /staging.*production/s);
  });

  it('exits 10 for the credentials of another account', async () => {
    await world.write(
      'other.yml',
      'version: 1\naccount: "999999999999"\ncluster: demo\nservices:\n  web: {}\n',
    );

    await expectRefusal(world.run(['deploy', '--config', 'other.yml']), 10, /999999999999/);
  });

  it('exits 4 without credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

    await expectRefusal(world.run(['status', ...demo], none), 4, /credentials/i);
  });

  it('exits 7 when AWS cannot be reached', async () => {
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

    await expectRefusal(world.run(['status', ...demo], nowhere), 7, /could not be reached/);
  });

  it('prints one JSON document, and nothing else, on standard output for a failure too', async () => {
    const { stdout, code } = await world.run(['deploy', '--cluster', 'demo', '--service', 'wbe', '--json']);

    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      exitCode: 5,
      releases: [],
      error: { code: 'service.not_found', suggestions: ['Did you mean web?'] },
    });
  });
});
