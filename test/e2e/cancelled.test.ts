import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import { finish, SandboxWorld, type Finished } from './sandbox-world.ts';

// Whole processes in real time, on a machine that may be busy.
jest.setTimeout(60_000);

const service = ['--cluster', 'demo', '--service', 'web'];

let world: SandboxWorld;
beforeEach(async () => {
  world = await SandboxWorld.begin();
  world.sandbox.control.behave(world.image(2), { startDelay: minutes(60) });
});
afterEach(() => world.end());

/** What the runner of GitHub Actions does to a step that is cancelled, but for its kill: a busy machine may take a moment longer. */
function cancel(child: ChildProcess): void {
  child.kill('SIGINT');
  const escalation = setTimeout(() => child.kill('SIGTERM'), 7_500);
  child.once('exit', () => clearTimeout(escalation));
}

/** A release of the second version. */
const release = () => ['deploy', ...service, '--image', world.image(2), '--no-color'];

/** A command that is cancelled as soon as it has said this; a release that is to be rolled back then, unless another is named. */
async function cancelledAfter(
  words: string,
  command = [...release(), '--on-interrupt', 'rollback'],
): Promise<Finished & { readonly took: number }> {
  const child = world.start(command);
  let cancelledAt: number | undefined;
  const finished = await finish(child, (text) => {
    if (cancelledAt !== undefined || !text.includes(words)) return;
    cancelledAt = performance.now();
    cancel(child);
  });
  return { ...finished, took: performance.now() - (cancelledAt ?? 0) };
}

describe('a step that is cancelled, with --on-interrupt rollback', () => {
  it('ends by itself and knows that AWS goes back, although AWS does not answer that', async () => {
    world.sandbox.control.fault({ operation: 'StopServiceDeployment', hang: true });

    const { code, stdout, took } = await cancelledAfter('0 of 2 running, 2 starting');

    expect(code).toBe(130);
    expect(stdout).toContain('The rollback to web:1 goes on at AWS');
    expect(took).toBeLessThan(7_500);
  });

  it('says what is not known, and leaves before it is killed, where AWS answers nothing', async () => {
    world.sandbox.control.fault({ operation: 'UpdateService', hang: true });

    const { code, stdout, stderr, took } = await cancelledAfter('web:2 registered');

    expect(stderr).toContain('SIGTERM: leaving now; whether a deployment was started is not known');
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(took).toBeGreaterThan(9_000);
    expect(took).toBeLessThan(13_000);
  });
});

describe('a rollback that is cancelled while AWS is asked to go back', () => {
  it('ends by itself, and says at no moment that the deployment goes on', async () => {
    const first = world.start(release());
    await finish(first, (text) => {
      if (text.includes('0 of 2 running, 2 starting')) first.kill('SIGINT');
    });
    world.sandbox.control.fault({ operation: 'StopServiceDeployment', hang: true });

    const { code, stdout, stderr, took } = await cancelledAfter('found under way', [
      'rollback',
      ...service,
      '--yes',
      '--no-color',
    ]);

    expect(stderr).toContain('SIGINT: finding out first whether AWS has heard');
    expect(stderr).not.toContain('the deployment goes on');
    expect(stdout).toContain('The rollback to the old revision goes on at AWS');
    expect(code).toBe(130);
    expect(took).toBeLessThan(7_500);
  });
});
