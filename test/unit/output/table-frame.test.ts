import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReleaseEvent, ReleaseFact } from '../../../src/model/release-event.ts';
import { textWidth } from '../../../src/output/fit-text.ts';
import { lastFrame, movingFrame } from '../../../src/output/table-frame.ts';
import { TableRows } from '../../../src/output/table-rows.ts';
import { aLook, at } from './a-release.ts';
import { badRelease, concluded, goodRelease, interleaved, sharedBuild, takenBack } from './a-run.ts';
import { colored, plain } from './plain-palette.ts';
import { aDiagnosis } from './a-diagnosis.ts';

const start = at(0, { type: 'release.started', action: 'deploy' }).at;
const four = ['demo/api', 'demo/worker', 'demo/mailer', 'demo/cron'];

function table(services: readonly string[], events: readonly ReleaseEvent[]): TableRows {
  const rows = new TableRows(services, start);
  for (const event of events) rows.apply(event);
  return rows;
}

/** What stands on a terminal so many seconds after the start; the spinner is always the same then. */
function frame(rows: TableRows, seconds: number, { columns = 80, lines = 23 } = {}): readonly string[] {
  return movingFrame(rows, { columns, lines }, start + seconds * 1_000, plain);
}

const many = Array.from({ length: 200 }, (_, index) => `demo/service-${index}`);
/** 150 are done, two of them went back; 20 move; the others wait. */
const manyEvents = [
  ...many
    .slice(0, 150)
    .flatMap((service, index) => (index === 40 || index === 90 ? badRelease(service) : goodRelease(service))),
  ...many.slice(150, 170).flatMap((service) => goodRelease(service, 50, 5)),
  ...many.slice(170).map((service) => at(0, { type: 'release.waiting', for: ['demo/service-0'] }, service)),
];

describe('a run of several services on a terminal', () => {
  it('shows that all are looked at before the first one begins', () => {
    const error = { code: 'service.not_found', message: 'There is no service "worker"', suggestions: [] };
    const rows = table(four, [concluded(2, { kind: 'error', error }, 'demo/worker')]);

    expect(frame(rows, 3)).toEqual([
      '· api     being looked at',
      '✖ worker  failed, nothing was changed',
      '    There is no service "worker"',
      '· mailer  being looked at',
      '· cron    being looked at',
      '4 services of demo, 3 s: 1 failed, 3 being looked at',
    ]);
  });

  it('shows a row for each, without the cluster that all have in common', () => {
    const rows = table(four, [
      at(0, { type: 'release.waiting', for: ['demo/api', 'demo/worker'] }, 'demo/cron'),
    ]);

    expect(frame(rows, 0)).toEqual([
      '· api     waiting',
      '· worker  waiting',
      '· mailer  waiting',
      '· cron    waiting for api, worker',
      '4 services of demo, 0 s: 4 waiting',
    ]);
  });

  it('keeps the cluster where there is more than one', () => {
    const rows = table(['blue/web', 'green/web'], []);

    expect(frame(rows, 0)).toEqual([
      '· blue/web   being looked at',
      '· green/web  being looked at',
      '2 services, 0 s: 2 being looked at',
    ]);
  });

  it('gives a shared image a row above the services', () => {
    const build = sharedBuild();

    expect(frame(table(four, build.slice(0, 3)), -7)[0]).toBe(
      '⠋ team/shop  2 s  building, step 2/5: RUN make',
    );
    expect(frame(table(four, build.slice(0, 5)), -3)[0]).toBe('⠋ team/shop  6 s  pushing');
    expect(frame(table(four, build), 100)[0]).toBe(
      '✔ team/shop  7 s  image 4f2a9c1d0e3b pushed (sha256:0123456789ab)',
    );
  });

  it('shows for each what it does, with counts, time, and the reason under one that goes back', () => {
    const rows = table(
      four,
      interleaved(
        goodRelease('demo/api'),
        goodRelease('demo/worker', 30, 20),
        badRelease('demo/mailer', 20, 33),
        [at(0, { type: 'release.waiting', for: ['demo/api'] }, 'demo/cron')],
      ),
    );

    expect(frame(rows, 70)).toEqual([
      '✔ api     41 s  released web:7',
      '⠋ worker  40 s  2 of 2 new tasks run, 1 old drains',
      '⠋ mailer  50 s  rolling back: 2 old tasks run, 1 new still runs',
      '    deployment circuit breaker: tasks failed to start',
      '· cron          waiting for api',
      '4 services of demo, 1 m 10 s: 1 released, 1 rolling back, 1 moving, 1 waiting, 3…'.replace(', 3…', ''),
    ]);
  });

  it('moves the row of a release again that goes back with the run', () => {
    const back = takenBack('demo/api', 60, 'demo/mailer');
    const before = [...goodRelease('demo/api'), ...badRelease('demo/mailer')];
    const during = table(four, [...before, ...back.slice(0, 3)]);
    const after = table(four, [...before, ...back]);

    expect(frame(during, 70).slice(0, 2)).toEqual([
      '⠋ api        51 s  rolling back: 1 of 2 new tasks runs, 2 old run',
      '    demo/mailer, of the same run, failed',
    ]);
    expect(frame(after, 200).slice(0, 2)).toEqual([
      '↺ api     1 m 11 s  rolled back to web:6',
      '    demo/mailer, of the same run, failed',
    ]);
  });

  it('names the cause that a diagnosis found', () => {
    const finding = {
      id: 'out-of-memory',
      cause: 'The container web used more memory than it may',
      heals: 'never',
      evidence: 'OutOfMemoryError',
      source: 'container',
      count: 3,
    } as const;
    const [conclusion] = badRelease('demo/api').slice(-1);
    const rows = table(four, [
      ...badRelease('demo/api').slice(0, -2),
      at(61, { type: 'diagnosis.made', diagnosis: aDiagnosis([finding]) }, 'demo/api'),
      conclusion!,
    ]);

    expect(frame(rows, 100).slice(0, 2)).toEqual([
      '↺ api     1 m 1 s  rolled back to web:6',
      '    The container web used more memory than it may',
    ]);
  });

  it('tells apart what was not started, what broke, and what nobody watches any more', () => {
    const error = { code: 'service.not_found', message: 'There is no service "worker"', suggestions: [] };
    const unreachable = { kind: 'unreachable', error: 'timed out', forMilliseconds: 600_000 } as const;
    const rows = table(four, [
      at(1, { type: 'release.started', action: 'deploy' }, 'demo/api'),
      concluded(5, { kind: 'unwatched', because: unreachable }, 'demo/api'),
      concluded(5, { kind: 'error', error }, 'demo/worker'),
      concluded(
        5,
        { kind: 'not-started', because: { kind: 'run-failed', service: 'demo/worker' } },
        'demo/cron',
      ),
    ]);

    expect(frame(rows, 10)).toEqual([
      '! api     4 s  no longer watched, goes on at AWS',
      '    AWS could not be reached for 10 m: timed out',
      '✖ worker       failed, nothing was changed',
      '    There is no service "worker"',
      '· mailer       waiting',
      '- cron         not started: demo/worker, of the same run, failed',
      '4 services of demo, 10 s: 1 failed, 1 unwatched, 1 not started, 1 waiting',
    ]);
  });

  it('says above the summary what is done about a signal', () => {
    const rows = table(four, [
      at(3, { type: 'interrupt.received', signal: 'SIGINT', then: 'detach' }, 'demo/api'),
    ]);

    expect(frame(rows, 4).slice(-2)).toEqual([
      'SIGINT: leaving; the deployment goes on at AWS',
      '4 services of demo, 4 s: 4 being looked at',
    ]);
  });

  it('counts warnings, which are listed when the run is over', () => {
    const warning = { type: 'warning', warning: { kind: 'no-health-check' } } as const;
    const rows = table(four, [at(1, warning, 'demo/api'), at(1, warning, 'demo/cron')]);

    expect(frame(rows, 4).at(-1)).toBe('4 services of demo, 4 s: 4 being looked at, 2 warnings');
  });

  it('shows of 200 services what went wrong and what moves, and counts the others', () => {
    const shown = frame(table(many, manyEvents), 60, { columns: 100 });

    expect(shown).toHaveLength(23);
    expect(shown.slice(0, 5)).toEqual([
      '↺ service-40   1 m 1 s  rolled back to web:6',
      '    deployment circuit breaker: tasks failed to start',
      '↺ service-90   1 m 1 s  rolled back to web:6',
      '    deployment circuit breaker: tasks failed to start',
      '⠋ service-150     10 s  1 of 2 new tasks runs, 2 old run',
    ]);
    expect(shown.slice(-2)).toEqual([
      '… and 148 released, 3 moving, 30 waiting',
      '200 services of demo, 1 m: 148 released, 2 rolled back, 20 moving, 30 waiting, 170 warnings',
    ]);
  });

  it('leaves out of the summary what is too much for a line', () => {
    const rows = table(many, manyEvents);

    expect(frame(rows, 60, { columns: 85 }).at(-1)).toBe(
      '200 services, 1 m: 148 released, 2 rolled back, 20 moving, 30 waiting, 170 warnings',
    );
    expect(frame(rows, 60, { columns: 80 }).at(-1)).toBe(
      '200 services of demo, 1 m: 148 released, 2 rolled back, 20 moving, 30 waiting',
    );
    expect(frame(rows, 60, { columns: 70 }).at(-1)).toBe(
      '200 services, 1 m: 148 released, 2 rolled back, 20 moving, 30 waiting',
    );
  });

  it('keeps room for what moves where much went wrong', () => {
    const rows = table(
      many,
      many.flatMap((service, index) => (index < 100 ? badRelease(service) : goodRelease(service, 0, 5))),
    );

    const shown = frame(rows, 60);

    expect(shown).toHaveLength(23);
    expect(shown.filter((line) => line.startsWith('↺'))).toHaveLength(7);
    expect(shown.filter((line) => line.startsWith('⠋'))).toHaveLength(7);
  });

  it.each([1, 2, 3])('has its summary as the last of %i lines', (lines) => {
    const shown = frame(table(many, manyEvents), 60, { lines });

    expect(shown.length).toBeLessThanOrEqual(lines);
    expect(shown.at(-1)).toMatch(/^200 services/);
  });

  it('leaves times out where a terminal is narrow', () => {
    const rows = table(four, goodRelease('demo/api', 0, 5));

    expect(frame(rows, 6, { columns: 40 })).toEqual([
      '⠋ api     1 of 2 new tasks runs, 2 old …',
      '· worker  waiting',
      '· mailer  waiting',
      '· cron    waiting',
      '4 services, 6 s: 1 moving, 3 waiting',
    ]);
  });

  it('makes harmless what comes from outside', () => {
    const hostile = 'red \u001B[31malert\u001B[0m\u001B]0;title\u0007\r\nnew line\u202Ereversed';
    const rows = table(
      ['demo/api', `demo/${hostile}`],
      [
        at(0, { type: 'rollback.started', by: 'aws', because: { kind: 'aws', text: hostile } }, 'demo/api'),
        concluded(
          1,
          { kind: 'error', error: { code: 'a.b', message: hostile, suggestions: [] } },
          `demo/${hostile}`,
        ),
      ],
    );

    expect(frame(rows, 2).join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});

describe('what stays of a run of several services', () => {
  it('is every row of up to twenty, however low the terminal', () => {
    const services = many.slice(0, 20);
    const rows = table(
      services,
      services.flatMap((service) => goodRelease(service)),
    );

    const last = lastFrame(rows, 80, start + 60_000, plain);

    expect(last).toHaveLength(21);
    expect(last[0]).toBe('✔ service-0   41 s  released web:7');
    expect(last.at(-1)).toBe('20 services of demo, 1 m: 20 released, 20 warnings');
  });

  it('is of more what did not go well, and counts', () => {
    const rows = table(many, manyEvents.slice(0, -50));

    rows.end(start + 60_000, 'well');

    expect(lastFrame(rows, 100, start + 60_000, plain).map((line) => line.slice(0, 60))).toEqual([
      '↺ service-40   1 m 1 s  rolled back to web:6',
      '    deployment circuit breaker: tasks failed to start',
      '↺ service-90   1 m 1 s  rolled back to web:6',
      '    deployment circuit breaker: tasks failed to start',
      expect.stringMatching(/^… and 148 released, /),
      expect.stringMatching(/^200 services of demo, 1 m: 148 released, 2 rolled back, /),
    ]);
  });

  it('is not the whole list of failures where all failed', () => {
    const rows = table(
      many,
      many.flatMap((service) => badRelease(service)),
    );

    const last = lastFrame(rows, 100, start + 60_000, plain);

    expect(last).toHaveLength(42);
    expect(last.at(-2)).toBe('… and 180 rolled back');
  });

  it('shows no spinner: what never came to its end was left', () => {
    const rows = table(four, [...goodRelease('demo/api', 0, 5), ...badRelease('demo/worker', 0, 33)]);

    rows.end(start + 60_000, undefined);

    expect(lastFrame(rows, 80, start + 60_000, plain)).toEqual([
      '! api     1 m  1 of 2 new tasks runs, 2 old run',
      '✖ worker  1 m  rolling back: 2 old tasks run, 1 new still runs',
      '    deployment circuit breaker: tasks failed to start',
      '- mailer       not started',
      '- cron         not started',
      '4 services of demo, 1 m: 2 not started, 2 left off, 2 warnings',
    ]);
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const anyFact: fc.Arbitrary<ReleaseFact> = fc.oneof(
  fc.constantFrom(...goodRelease('x'), ...badRelease('x'), ...sharedBuild(), ...takenBack('x', 1, 'demo/y')),
  anyText.map((text): ReleaseFact => ({
    type: 'rollback.started',
    by: 'aws',
    because: { kind: 'aws', text },
  })),
  anyText.map((message): ReleaseFact => ({
    type: 'release.concluded',
    outcome: { kind: 'error', error: { code: 'a.b', message, suggestions: [] } },
  })),
  anyText.map((instruction): ReleaseFact => ({
    type: 'build.output',
    line: instruction,
    step: { number: 1, of: 2, instruction },
  })),
  fc.integer({ min: 0, max: 1e6 }).map((failedTasks): ReleaseFact => ({
    type: 'deployment.observed',
    snapshot: aLook({ failedTasks }),
    changed: true,
  })),
  fc.constant<ReleaseFact>({ type: 'interrupt.received', signal: 'SIGINT', then: 'rollback' }),
);

describe('whatever happens in a run', () => {
  it('never takes more of a terminal than it has', () => {
    const names = fc.uniqueArray(
      anyText.map((name) => `demo/${name}`),
      { minLength: 2, maxLength: 40 },
    );
    const seen = fc.array(fc.tuple(fc.nat(50), anyFact), { maxLength: 80 });
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 140 }),
      lines: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(names, seen, size, fc.nat(10_000_000), (services, facts, { columns, lines }, later) => {
        const events = facts.map(([index, fact], second): ReleaseEvent => {
          const { service } = at(0, { type: 'push.output', line: '' }, services[index] ?? 'repository');
          return { ...fact, at: start + second * 1_000, release: 'r', service };
        });
        const rows = table(services, events);

        const shown = movingFrame(rows, { columns, lines }, start + later, colored);
        rows.end(start + later, undefined);
        const last = lastFrame(rows, columns, start + later, colored);

        expect(shown.length).toBeGreaterThan(0);
        expect(shown.length).toBeLessThanOrEqual(lines);
        for (const line of [...shown, ...last]) {
          const text = stripVTControlCharacters(line);
          expect(textWidth(text)).toBeLessThanOrEqual(columns);
          expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        }
      }),
      { numRuns: 100 },
    );
  });
});
