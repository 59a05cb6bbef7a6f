import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { LiveView } from '../../../src/output/live-view.ts';
import { aBadRelease, aGoodRelease, at, digest } from './a-release.ts';
import { aCanary, aLinear, aRollbackInBake, anApproval } from './a-shift.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { colored, plain } from './plain-palette.ts';

async function watch(terminal: FakeTerminal, events: readonly ReleaseEvent[]): Promise<LiveView> {
  const view = new LiveView(terminal.stream, plain);
  for (const event of events) {
    view.report(event);
    // listr2 begins a row in a later turn.
    await setImmediate();
  }
  return view;
}

async function screenAfter(terminal: FakeTerminal, events: readonly ReleaseEvent[]): Promise<string[]> {
  const view = await watch(terminal, events);
  await view.end();
  return terminal.screen;
}

/** Waits until the spinner has drawn the present state: it does so every 100 ms. */
async function drawn(terminal: FakeTerminal, text: string): Promise<string[]> {
  const deadline = Date.now() + 5_000;
  while (!terminal.screen.join('\n').includes(text) && Date.now() < deadline) await setImmediate();
  return terminal.screen;
}

/** The part of a release that comes before the plan, where an image is built. */
function anImage(action: 'deploy' | 'push' | 'build'): ReleaseEvent[] {
  const image = { reference: `shop@${digest}`, tag: 'a1', digest, platforms: [] };
  const engine = {
    program: 'docker',
    path: '/usr/bin/docker',
    clientVersion: '20.10.24',
    serverVersion: '20.10.24',
    builder: 'buildkit',
    platform: 'linux/amd64',
  } as const;
  return [
    at(-9, { type: 'release.started', action }),
    at(-8, { type: 'build.started', reference: 'shop:a1', engine }),
    at(-7, { type: 'build.output', line: '#5 [1/2] RUN make' }),
    at(-3, { type: 'build.ended', image: { reference: 'shop:a1', tag: 'a1', how: 'built' } }),
    ...(action === 'build'
      ? []
      : [
          at(-2, { type: 'push.started', reference: 'shop:a1' }),
          at(-1, { type: 'image.settled', image: { ...image, how: 'pushed' } }),
        ]),
  ];
}

const warning =
  '09:00:01Z demo/web warning: neither a load balancer nor a container health check watches this service: a task that runs counts as healthy';

describe('the live view', () => {
  it('ends a good release with a row for each phase that it went through', async () => {
    const screen = await screenAfter(new FakeTerminal(), aGoodRelease());

    expect(screen).toEqual([
      '✔ demo/web: plan: web:6 → a new revision of web, timeout 30 m, 3 s',
      '✔ Deployment ecs-svc/2222222222222222222, 2 s',
      '✔ Start new tasks, 15 s',
      '✔ Drain old tasks, 20 s',
      '✔ Verify, 1 s',
      warning,
    ]);
  });

  it('shows which phase failed, and the rollback that followed', async () => {
    const screen = await screenAfter(new FakeTerminal(), aBadRelease());

    expect(screen.slice(1, -1)).toEqual([
      '✔ Deployment ecs-svc/2222222222222222222, 2 s',
      '✖ Start new tasks: deployment circuit breaker: tasks failed to start',
      '✔ Roll back, 31 s',
    ]);
  });

  it('shows while it goes on what it waits for, the counts, the time, and the last events', async () => {
    const terminal = new FakeTerminal();
    const view = await watch(terminal, aGoodRelease().slice(0, 8));

    const screen = await drawn(terminal, 'ECS:');
    await view.end();

    expect(screen.slice(2)).toEqual([
      expect.stringMatching(/^. Start new tasks$/u),
      expect.stringMatching(/^ {2}› 9 s: starting tasks; new web:7 1 of 2 running, 1 starting; old web:6/u),
      expect.stringMatching(/^ +warning: neither a load balancer/),
      '    task definition web:7 registered',
      '    ECS: (service web) has started 1 tasks: (task a).',
      '◼ Drain old tasks',
      '◼ Verify',
    ]);
  });

  it('ends a canary with what it went through: the approval, the tests, the traffic, the bake', async () => {
    const screen = await screenAfter(new FakeTerminal(), aCanary());

    expect(screen.slice(1)).toEqual([
      '✔ Deployment ecs-svc/2222222222222222222, 2 s',
      '✔ Start new tasks, 15 s',
      '✔ Wait for health checks, 20 s',
      '✔ Approval before traffic, 1 m',
      '✔ Test traffic, 1 m',
      '✔ Shift traffic, 5 m 10 s',
      '✔ Bake time, 15 m 5 s',
      '✔ Clean up old tasks, 25 s',
      '✔ Verify, 1 s',
    ]);
  });

  it('shows where the traffic is, how long this still takes, and what is to come', async () => {
    const terminal = new FakeTerminal(120);
    const view = await watch(terminal, aCanary().slice(0, 14));

    const screen = await drawn(terminal, '4 m 57 s left');
    await view.end();

    expect(screen.slice(6)).toEqual([
      expect.stringMatching(/^. Shift traffic: new 10 % █░░░░░░░░░ old 90 %$/u),
      '  › 2 m 43 s: step bake, 4 m 57 s left; new web:7 4 of 4 running; old web:6 4…',
      '    task definition web:7 registered',
      '    approved before traffic (POST_SCALE_UP): the deployment goes on',
      '◼ Clean up old tasks',
      '◼ Verify',
    ]);
  });

  it('says how to answer a pause, and until when', async () => {
    const terminal = new FakeTerminal(120);
    const view = await watch(terminal, aCanary().slice(0, 9));

    const screen = await drawn(terminal, 'to answer');
    await view.end();

    expect(screen.slice(4)).toEqual([
      expect.stringMatching(/^. Approval before traffic$/u),
      expect.stringMatching(/^ {2}› 4\d s: waiting for approval; new web:7 4 of 4 running/u),
      '    pause waits until 2026-01-16 09:00:00Z (in 23 h 59 m), then AWS rolls back',
      '    to answer: ecsdeploy approve --cluster demo --service web, or reject',
      '    task definition web:7 registered',
      '◼ Shift traffic',
      '◼ Clean up old tasks',
      '◼ Verify',
    ]);
  });

  it('leaves a release that waits for a person neither done nor failed', async () => {
    const outcome = { kind: 'waiting-for-approval', approval: anApproval(), asAsked: false } as const;

    const screen = await screenAfter(new FakeTerminal(), [
      ...aCanary().slice(0, 9),
      at(44, { type: 'release.concluded', outcome }),
    ]);

    expect(screen.slice(3)).toEqual([
      '✔ Wait for health checks, 20 s',
      '↓ Approval before traffic: not answered yet',
    ]);
  });

  it('says what a command does that only answers', async () => {
    const outcome = { kind: 'approved', approval: anApproval() } as const;

    const screen = await screenAfter(new FakeTerminal(), [
      at(0, { type: 'release.started', action: 'approve' }),
      at(1, { type: 'release.concluded', outcome }),
    ]);

    expect(screen).toEqual(['✔ demo/web: approving, 1 s']);
  });

  it('has one row for the ten steps of a linear release', async () => {
    const screen = await screenAfter(new FakeTerminal(), aLinear());

    expect(screen.slice(4)).toEqual([
      '✔ Shift traffic, 54 m 10 s',
      '✔ Bake time, 15 m 5 s',
      '✔ Clean up old tasks, 25 s',
      '✔ Verify, 1 s',
    ]);
  });

  it('shows the traffic going back', async () => {
    const terminal = new FakeTerminal(110);
    const view = await watch(terminal, aRollbackInBake().slice(0, 11));

    const screen = await drawn(terminal, 'old 100 %');
    await view.end();

    expect(screen.slice(4, 8)).toEqual([
      '✔ Shift traffic, 10 s',
      '✖ Bake time: Service deployment rolled back because the alarm(s) web-5xx were…',
      expect.stringMatching(/^. Roll back: new 0 % ░░░░░░░░░░ old 100 %$/u),
      expect.stringMatching(/rolling back; new web:7 4 of 4 running; old web:6 4 running$/),
    ]);
    expect(await screenAfter(new FakeTerminal(110), aRollbackInBake())).toEqual([
      ...screen.slice(0, 6),
      '✔ Roll back, 41 s',
    ]);
  });

  it('shows nothing of a deployment as done while only its image is there', async () => {
    const terminal = new FakeTerminal();
    const view = await watch(terminal, anImage('deploy'));

    const screen = await drawn(terminal, 'Verify');
    await view.end();

    expect(screen).toEqual([
      '✔ demo/web: prepare, 1 s',
      '✔ built shop:a1, 6 s',
      '✔ image shop:a1 (sha256:0123456789ab) pushed, 1 s',
      expect.stringMatching(/^[^✔✖] Start the deployment$/u),
      '  › 8 s',
      '◼ Start new tasks',
      '◼ Drain old tasks',
      '◼ Verify',
    ]);
  });

  it('goes on from the image to the end of the release', async () => {
    const screen = await screenAfter(new FakeTerminal(), [...anImage('deploy'), ...aGoodRelease().slice(1)]);

    expect(screen.slice(2)).toEqual([
      '✔ image shop:a1 (sha256:0123456789ab) pushed, 1 s',
      '✔ Deployment ecs-svc/2222222222222222222, 6 s',
      '✔ Start new tasks, 15 s',
      '✔ Drain old tasks, 20 s',
      '✔ Verify, 1 s',
      warning,
    ]);
  });

  it('ends with the image where that is all', async () => {
    expect(await screenAfter(new FakeTerminal(), anImage('build'))).toEqual([
      '✔ demo/web: prepare, 1 s',
      '✔ built shop:a1, 5 s',
    ]);
    expect(await screenAfter(new FakeTerminal(), anImage('push'))).toEqual([
      '✔ demo/web: prepare, 1 s',
      '✔ built shop:a1, 6 s',
      '✔ image shop:a1 (sha256:0123456789ab) pushed, 1 s',
    ]);
  });

  it('ends well where there was nothing to do but to look', async () => {
    const terminal = new FakeTerminal();
    const view = await watch(terminal, anImage('push').slice(0, 1));

    await view.end('well');

    expect(terminal.screen).toEqual(['✔ demo/web: prepare, 0 s']);
  });

  it('stops and gives the cursor back when the release breaks off', async () => {
    const terminal = new FakeTerminal();

    const screen = await screenAfter(terminal, aGoodRelease().slice(0, 6));

    expect(screen[2]).toBe('✖ Start new tasks');
    expect(terminal.cursorIsHidden).toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it.each([10, 24, 40])('fits into %i columns', async (columns) => {
    const terminal = new FakeTerminal(columns);

    const screen = await screenAfter(terminal, aGoodRelease());

    const rows = screen.filter((line) => /^[✔✖]/u.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(Math.max(columns, 14));
  });

  it('shows how much traffic there is and how long it takes even in 40 columns', async () => {
    const terminal = new FakeTerminal(40);
    const view = await watch(terminal, aCanary().slice(0, 14));

    const screen = await drawn(terminal, '57 s left');
    await view.end();

    expect(screen.slice(6, 8)).toEqual([
      expect.stringMatching(/^. Shift traffic: new 10 % █░░░░░░░░░ …$/u),
      '  › 2 m 43 s: step bake, 4 m 57 s l…',
    ]);
  });

  it('has no colour of its own', async () => {
    const terminal = new FakeTerminal();
    await screenAfter(terminal, aBadRelease());

    expect(terminal.written).not.toMatch(/\p{Cc}\[\d+m/u);
  });

  it('is coloured where that was decided', async () => {
    const terminal = new FakeTerminal();
    const view = new LiveView(terminal.stream, colored);
    view.report(aGoodRelease()[0]!);
    await view.end();

    expect(terminal.written).toContain('\u001B[31m✖');
  });
});
