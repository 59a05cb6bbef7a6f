import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { minutes } from '../../src/model/duration.ts';
import { finish, SandboxWorld } from './sandbox-world.ts';

// Whole processes that look at AWS every 2.9 s, on a machine that may be busy.
jest.setTimeout(60_000);

const service = ['--cluster', 'demo', '--service', 'web'];
let world: SandboxWorld;

beforeEach(async () => {
  world = await SandboxWorld.begin();
});
afterEach(async () => {
  await world.end();
});

describe('the built command, released against the sandbox over HTTP', () => {
  it('releases, fails truthfully, and rolls back', async () => {
    const released = await world.run(['deploy', ...service, '--image', world.image(2), '--json']);
    world.sandbox.control.behave(world.image(3), {
      stoppedReason: 'CannotPullContainerError: failed to resolve ref demo/web:3: not found',
    });
    const failed = await world.run(['deploy', ...service, '--image', world.image(3)]);
    const again = await world.run(['deploy', ...service, '--image', world.image(2)]);
    const rolledBack = await world.run(['rollback', ...service]);

    expect(released.code).toBe(0);
    expect(JSON.parse(released.stdout)).toMatchObject({
      ok: true,
      exitCode: 0,
      releases: [{ outcome: { kind: 'succeeded' }, changed: 'released' }],
    });
    expect(failed.code).toBe(20);
    expect(failed.stdout).toContain('The image is not in the registry');
    expect(failed.stdout.trimEnd().split('\n').at(-1)).toMatch(/rolled back; web:2 serves/);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('nothing to do');
    expect(rolledBack).toMatchObject({ code: 0 });
  });

  it('prints neither colour nor moving lines into a pipe', async () => {
    const { stdout, stderr } = await world.run(['status', ...service]);

    expect(`${stdout}${stderr}`).not.toContain('\u001B');
    expect(`${stdout}${stderr}`).not.toContain('\r');
  });

  it('detaches on Ctrl-C, says what goes on, and can be come back to', async () => {
    const child = world.start(['deploy', ...service, '--force']);
    const interrupted = await finish(child, (text) => {
      if (text.includes('started') && !child.killed) child.kill('SIGINT');
    });
    const watched = await world.run(['watch', ...service, '--json']);

    expect(interrupted.code).toBe(130);
    expect(interrupted.stdout).toContain('goes on at AWS');
    expect(interrupted.stdout).toMatch(
      /ecsdeploy resume --cluster demo --service web --deployment [\w-]{21}$/m,
    );
    expect(watched.code).toBe(0);
  });

  it('is killed, and another process tells how it ended, with the exit code that it would have had', async () => {
    world.sandbox.control.behave(world.image(3), {
      stoppedReason: 'CannotPullContainerError: failed to resolve ref demo/web:3: not found',
    });
    const child = world.start(['deploy', ...service, '--image', world.image(3)]);
    const killed = await finish(child, (text) => {
      if (text.includes('started') && !child.killed) child.kill('SIGKILL');
    });
    const resumed = await world.run(['resume', ...service, '--json']);
    const asked = await world.run(['resume', ...service]);

    expect(killed).toMatchObject({ code: null, stdout: '' });
    expect(resumed.code).toBe(20);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      exitCode: 20,
      releases: [{ action: 'resume', outcome: { kind: 'failed-rolled-back' }, changed: 'rolled-back' }],
    });
    expect(asked.code).toBe(20);
    expect(asked.stderr).toContain('found, it had ended at');
    expect(asked.stdout.trimEnd().split('\n').at(-1)).toMatch(/rolled back; web:1 serves/);
  });

  it('asks AWS to go back on SIGTERM, where that was asked for', async () => {
    // At the speed of this sandbox a release may else be over before a busy machine has looked at it once.
    world.sandbox.control.behave(world.image(2), { startDelay: minutes(60) });
    const args = ['--image', world.image(2), '--on-interrupt', 'rollback'];
    const child = world.start(['deploy', ...service, ...args]);
    const interrupted = await finish(child, (text) => {
      if (text.includes('started') && !child.killed) child.kill('SIGTERM');
    });

    expect(interrupted.code).toBe(143);
    expect(interrupted.stdout).toContain('The rollback to web:1 goes on at AWS');
  });
});
