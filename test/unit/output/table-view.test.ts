import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { TableView } from '../../../src/output/table-view.ts';
import { at } from './a-release.ts';
import { badRelease, goodRelease, interleaved, sharedBuild, takenBack } from './a-run.ts';
import { aCanary } from './a-shift.ts';
import { HandClock } from './hand-clock.ts';
import { plain } from './plain-palette.ts';
import { Screen } from './screen.ts';

const three = ['demo/api', 'demo/worker', 'demo/mailer'];
const events = interleaved(
  goodRelease('demo/api'),
  goodRelease('demo/worker', 30),
  badRelease('demo/mailer', 10),
);
const warning =
  '09:00:01Z warning: neither a load balancer nor a container health check watches this service: a task that runs counts as healthy (demo/api, demo/mailer, demo/worker)';

const command = '$ ecsdeploy deploy --all';

interface Watched {
  readonly view: TableView;
  readonly clock: HandClock;
  readonly screen: Screen;
}

function begin(screen: Screen, services: readonly string[] = three): Watched {
  screen.write(`${command}\n`);
  const clock = new HandClock();
  return { view: new TableView(screen.stream, plain, { services, clock }), clock, screen };
}

/** Each event at its time, with what is drawn in between. */
async function watch({ view, clock }: Watched, seen: readonly ReleaseEvent[]): Promise<void> {
  for (const event of seen) {
    await clock.advanceTo(event.at);
    view.report(event);
    await clock.advanceTo(event.at + 150);
  }
}

describe('the view of several services', () => {
  it('shows itself at once, before anything is known', async () => {
    const watched = begin(new Screen());

    expect(watched.screen.lines).toEqual([
      command,
      '· api     being looked at',
      '· worker  being looked at',
      '· mailer  being looked at',
      '3 services of demo, 0 s: 3 being looked at',
    ]);
    expect(watched.screen.cursorIsHidden).toBe(true);
    await watched.view.end();
  });

  it('leaves nothing behind where nothing was begun', async () => {
    const watched = begin(new Screen());

    await watched.view.end();

    expect(watched.screen.lines).toEqual([command]);
    expect(watched.screen.cursorIsHidden).toBe(false);
  });

  it('changes in place, and time goes on between events', async () => {
    const watched = begin(new Screen());
    await watch(watched, events.slice(0, 8));
    const before = watched.screen.lines;

    await watched.clock.advanceTo(watched.clock.now() + 5_000);

    const after = watched.screen.lines;
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
    expect(after[0]).toBe(command);
    await watched.view.end();
  });

  it('counts down what is left of a bake between the looks', async () => {
    const watched = begin(new Screen(), ['demo/web', 'demo/api']);
    await watch(watched, aCanary().slice(0, 13));
    const line = (): string | undefined => watched.screen.lines.find((one) => one.includes('web'));

    expect(line()).toMatch(/new 10 %, step bake, 5 m left$/);
    await watched.clock.advanceTo(watched.clock.now() + 2_000);
    expect(line()).toMatch(/new 10 %, step bake, 4 m 58 s left$/);
    await watched.clock.advanceTo(watched.clock.now() + 600_000);
    expect(line()).toMatch(/new 10 %, step bake, 0 s left$/);
    await watched.view.end();
  });

  it('writes only what changed', async () => {
    const watched = begin(new Screen());
    await watch(watched, goodRelease('demo/worker', 0, 5));
    const length = watched.screen.written.length;

    await watched.clock.advanceTo(watched.clock.now() + 200);

    const [, ...written] = watched.screen.written.slice(length).split('\n');
    expect(written.join('\n')).toContain('worker');
    expect(written.join('\n')).not.toContain('api');
    await watched.view.end();
  });

  it('ends with a row for each, the summary, and each warning once', async () => {
    const watched = begin(new Screen({ columns: 200 }));
    await watch(watched, events);

    await watched.view.end('well');

    expect(watched.screen.lines).toEqual([
      command,
      '✔ api        41 s  released web:7',
      '✔ worker     41 s  released web:7',
      '↺ mailer  1 m 1 s  rolled back to web:6',
      '    deployment circuit breaker: tasks failed to start',
      '3 services of demo, 1 m 11 s: 2 released, 1 rolled back, 3 warnings',
      warning,
    ]);
  });

  it('gives the terminal back as it was, with no timer and no listener left', async () => {
    const exits = process.listenerCount('exit');
    const watched = begin(new Screen());
    await watch(watched, events.slice(0, 10));

    await watched.view.end();

    const { screen, clock } = watched;
    expect(clock.sleepers).toBe(0);
    expect(screen.listenerCount('resize')).toBe(0);
    expect(process.listenerCount('exit')).toBe(exits);
    expect(screen.cursorIsHidden).toBe(false);
    expect(screen.wrapsLongLines).toBe(true);
    const { length } = screen.written;
    await clock.advanceTo(clock.now() + 10_000);
    expect(screen.written).toHaveLength(length);
  });

  it('shows the cursor again where the process leaves at once', async () => {
    const before = process.listeners('exit');
    const watched = begin(new Screen());
    await watch(watched, events.slice(0, 3));
    const [onExit] = process.listeners('exit').filter((listener) => !before.includes(listener));

    onExit?.(130);

    expect(watched.screen.cursorIsHidden).toBe(false);
    await watched.view.end();
  });

  it('moves a row again that had ended', async () => {
    const watched = begin(new Screen());
    await watch(watched, [...events, ...takenBack('demo/api', 100, 'demo/mailer').slice(0, 3)]);

    expect(watched.screen.lines[1]).toMatch(/^\S api .*rolling back: 1 of 2 new tasks runs, 2 old run$/u);
    await watched.view.end();
  });

  it.each([
    { columns: 30, rows: 24 },
    { columns: 60, rows: 6 },
    { columns: 200, rows: 60 },
    { columns: 12, rows: 3 },
  ])('follows the terminal to another size, %j', async (size) => {
    const watched = begin(new Screen({ columns: 90, rows: 20 }));
    await watch(watched, events.slice(0, 12));

    watched.screen.resize(size);
    await watch(watched, events.slice(12, 20));

    const moving = watched.screen.lines.slice(-size.rows);
    expect(moving.at(-1)).toMatch(/^3 services/);
    expect(moving.filter((line) => line.startsWith('3 services'))).toHaveLength(1);
    await watched.view.end();
  });

  it('draws 200 services on a small terminal, and its last frame where the first stood', async () => {
    const services = Array.from({ length: 200 }, (_, index) => `demo/service-${index}`);
    const watched = begin(new Screen({ columns: 80, rows: 10 }), services);
    const all = services.flatMap((service, index) =>
      index % 50 === 0 ? badRelease(service, index) : goodRelease(service, index),
    );
    await watch(watched, interleaved(all));

    await watched.view.end('well');

    expect(watched.screen.lines.slice(0, 11)).toEqual([
      command,
      ...['service-0    ', 'service-50   ', 'service-100  ', 'service-150  '].flatMap((name) => [
        `↺ ${name}1 m 1 s  rolled back to web:6`,
        '    deployment circuit breaker: tasks failed to start',
      ]),
      '… and 196 released',
      '200 services of demo, 4 m: 196 released, 4 rolled back, 200 warnings',
    ]);
  });

  it('never leaves a trace of what moved, whatever the terminal', async () => {
    const seen = interleaved(events, sharedBuild(), takenBack('demo/api', 90, 'demo/mailer'));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 120 }),
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: seen.length }),
        async (columns, rows, length) => {
          const screen = new Screen({ columns, rows });
          const watched = begin(screen);
          const above = screen.lines.slice(0, Math.ceil(command.length / columns));
          await watch(watched, seen.slice(0, length));
          const ends = watched.screen.lines.filter((line) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line)).length;

          await watched.view.end('well');

          const left = watched.screen.lines;
          expect(ends).toBeLessThan(rows);
          expect(left.slice(0, above.length)).toEqual(above);
          expect(left.filter((line) => /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/u.test(line))).toEqual([]);
          const summary = '3 services of demo'.slice(0, Math.max(1, columns - 1));
          expect(left.filter((line) => line.startsWith(summary)).length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a signal', () => {
  it('is told on the moving table', async () => {
    const watched = begin(new Screen());
    await watch(watched, [
      ...goodRelease('demo/api', 0, 5),
      at(6, { type: 'interrupt.received', signal: 'SIGINT', then: 'detach' }, 'demo/api'),
    ]);

    expect(watched.screen.lines.slice(-2)).toEqual([
      'SIGINT: leaving; the deployment goes on at AWS',
      '3 services of demo, 6 s: 1 moving, 2 waiting, 1 warning',
    ]);
    await watched.view.end();
  });
});
