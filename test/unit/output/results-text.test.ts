import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfAll } from '../../../src/cli/exit-codes.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { resultText } from '../../../src/output/result-text.ts';
import { resultsText } from '../../../src/output/results-text.ts';
import { aDeployment, aPlan, digest } from './a-release.ts';
import { aDiagnosis } from './a-diagnosis.ts';
import { colored, plain } from './plain-palette.ts';

const because = { kind: 'aws', text: 'tasks failed to start.' } as const;
const released: Outcome = { kind: 'succeeded', because: { kind: 'verified', tasks: 2 } };
const commit = '4f2a9c1d0e3b5a6978877665544332211000ffee';

const revision = (service: string, number: number): { taskDefinition: string } => ({
  taskDefinition: `arn:aws:ecs:eu-central-1:123456789012:task-definition/${service}:${number}`,
});

/** `service:6` was there, `service:7` was to come. */
function result(service: string, outcome: Outcome, changes: Partial<ReleaseResult> = {}): ReleaseResult {
  return {
    service: { cluster: 'demo', service },
    action: 'deploy',
    outcome,
    final: true,
    changed: 'released',
    before: revision(service, 6),
    target: revision(service, 7),
    after: { ...revision(service, 7), digests: {} },
    deployment: aDeployment(),
    next: [],
    startedAt: 0,
    endedAt: 72_000,
    ...changes,
  };
}

function rolledBack(service: string, changes: Partial<ReleaseResult> = {}): ReleaseResult {
  const to = revision(service, 6);
  const outcome: Outcome = { kind: 'failed-rolled-back', because, by: 'aws', to: to.taskDefinition };
  return result(service, outcome, { after: { ...to, digests: { web: digest } }, ...changes });
}

function takenBack(service: string): ReleaseResult {
  const outcome: Outcome = {
    kind: 'failed-rolled-back',
    because: { kind: 'run-failed', service: 'demo/mailer' },
    by: 'ecsdeploy',
    to: `${service}:6`,
  };
  return result(service, outcome, { after: { ...revision(service, 6), digests: {} } });
}

function notStarted(service: string): ReleaseResult {
  const outcome: Outcome = {
    kind: 'not-started',
    because: { kind: 'predecessor-failed', service: 'demo/mailer' },
  };
  return result(service, outcome, nothingKnown);
}

const nothingKnown = { before: undefined, target: undefined, after: undefined, deployment: undefined };

function textOf(results: readonly ReleaseResult[], columns?: number, palette = plain): string {
  const exitCode = exitCodeOfAll(results.map(({ outcome }) => outcome));
  const deciding = results.filter(({ outcome }) => exitCodeOf(outcome) === exitCode);
  return resultsText(results, palette, { exitCode, deciding, columns });
}

function linesOf(results: readonly ReleaseResult[], columns?: number): string[] {
  return textOf(results, columns).split('\n');
}

describe('the results of a run for a person', () => {
  it('are that of the one release where there is only one', () => {
    const one = rolledBack('web');

    expect(textOf([one])).toBe(resultText(one, plain));
    expect(textOf([])).toBe('');
  });

  it('are first what needs somebody, then what serves where, and last the whole', () => {
    const run = [
      takenBack('api'),
      result('worker', released, { plan: aPlan({ target: { ...aPlan().target, commit } }) }),
      rolledBack('mailer', {
        next: ['ecsdeploy status --cluster demo --service mailer'],
        diagnosis: aDiagnosis([
          {
            id: 'out-of-memory',
            cause: 'The container web used more memory than it may',
            heals: 'never',
            evidence: 'OutOfMemoryError',
            source: 'container',
            count: 3,
          },
        ]),
      }),
      notStarted('cron'),
    ];

    expect(linesOf(run)).toEqual([
      'demo/mailer: mailer:7 failed: tasks failed to start.',
      'Cause: The container web used more memory than it may (3 times) (high confidence)',
      '  Seen: OutOfMemoryError (container)',
      'Deployment ecs-svc/2222222222222222222, 1 m 12 s',
      '  Next: ecsdeploy status --cluster demo --service mailer',
      'AWS rolled back; mailer:6 serves.',
      '',
      'service      serves               image         took      outcome',
      'demo/api     api:6                              1 m 12 s  rolled back: demo/mailer, of the same run, failed',
      'demo/worker  worker:6 → worker:7  4f2a9c1d0e3b  1 m 12 s  released',
      'demo/mailer  mailer:6                           1 m 12 s  rolled back',
      'demo/cron                                                 not started: demo/mailer, which it comes after, was not released',
      '',
      '1 released, 2 rolled back, 1 not started in 1 m 12 s; exit 20 since demo/mailer was rolled back.',
      '',
    ]);
  });

  it('are only the table where all went well', () => {
    const same: Outcome = { kind: 'nothing-to-do', because: { kind: 'nothing-differs' } };

    expect(
      linesOf([
        result('api', released, { after: { ...revision('api', 7), digests: { web: digest } } }),
        result('web', same, { target: revision('web', 6), after: undefined }),
      ]),
    ).toEqual([
      'service   serves         image                took      outcome',
      'demo/api  api:6 → api:7  sha256:0123456789ab  1 m 12 s  released',
      'demo/web  web:6                               1 m 12 s  unchanged: it already runs exactly this',
      '',
      '1 released, 1 unchanged in 1 m 12 s.',
      '',
    ]);
  });

  it('are the plan of each where it was a rehearsal', () => {
    const plans = ['api', 'web'].map((service) => {
      const plan = aPlan({ service: { cluster: 'demo', service } });
      return result(
        service,
        { kind: 'planned' },
        { plan, target: undefined, after: undefined, deployment: undefined },
      );
    });

    const text = textOf(plans);

    expect(text).toMatch(/^Deploy to demo\/api .*\n\nDeploy to demo\/web /s);
    expect(text.split('\n').slice(-6)).toEqual([
      'service   serves                         image    took      outcome',
      'demo/api  api:6 → a new revision of web  4f2a9c1  1 m 12 s  planned only',
      'demo/web  web:6 → a new revision of web  4f2a9c1  1 m 12 s  planned only',
      '',
      '2 planned in 1 m 12 s.',
      '',
    ]);
  });

  const table: [Outcome, string][] = [
    [{ kind: 'inconclusive', because: { kind: 'digest-unknown', container: 'web' } }, 'web:6 → web:7'],
    [{ kind: 'rolled-back-as-asked', because: { kind: 'asked' }, to: 'web:5' }, 'web:6 → web:5'],
    [{ kind: 'failed-rolled-back', because, by: 'aws', to: 'web:6' }, 'web:6 '],
    [{ kind: 'failed-rollback-failed', because, rollbackBecause: because }, 'not known'],
    [{ kind: 'failed-left', because }, 'web:7 and web:6'],
    [{ kind: 'stopped', because }, 'web:7 and web:6'],
    [
      {
        kind: 'superseded',
        because: { kind: 'superseded', byDeployment: 'ecs-svc/9', taskDefinition: 'web:9' },
      },
      'web:9',
    ],
    [{ kind: 'failed-rollback-unseen', because, by: 'aws' }, 'web:7 → web:6, under way'],
    [{ kind: 'unwatched', because }, 'web:6 → web:7, under way'],
    [{ kind: 'interrupted', signal: 'SIGINT', started: false, rollingBack: false }, 'web:6 '],
    [{ kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: true }, 'web:7 → web:6, under way'],
    [{ kind: 'declined' }, 'web:6 '],
    [{ kind: 'not-started', because: { kind: 'run-failed', service: 'demo/api' } }, 'web:6 '],
    [{ kind: 'error', error: { code: 'service.not_found', message: 'no', suggestions: [] } }, 'web:6 '],
    [{ kind: 'error', error: { code: 'unknown.start', message: 'no', suggestions: [] } }, 'not known'],
  ];

  it.each(table)('say what serves after %j', (outcome, serves) => {
    const line = linesOf([result('api', released), result('web', outcome)]).find((one) =>
      one.startsWith('demo/web  '),
    );

    expect(line?.slice('demo/web  '.length)).toMatch(new RegExp(`^${serves}`));
  });

  it('blame for the exit code what failed by itself, not what had to go back with it', () => {
    expect(textOf([takenBack('api'), rolledBack('mailer')])).toContain(
      '; exit 20 since demo/mailer was rolled back.',
    );
  });

  it('tell a refusal from what broke', () => {
    const refused = { code: 'refused.busy', message: 'It is being deployed', suggestions: [] };
    const run = [result('api', released), result('web', { kind: 'error', error: refused }, nothingKnown)];

    expect(textOf(run)).toContain('; exit 10 since demo/web was refused.');
  });

  it('tell in full what decided the exit code, however much else failed', () => {
    const run = [
      ...Array.from({ length: 198 }, (_, index) => rolledBack(`service-${index}`)),
      result('stuck', { kind: 'failed-rollback-failed', because, rollbackBecause: because }),
      result('fine', released),
    ];

    const lines = linesOf(run);

    expect(lines.filter((line) => line.startsWith('Deployment '))).toHaveLength(10);
    expect(lines).toContain('demo/stuck: stuck:7 failed: tasks failed to start.');
    expect(lines.filter((line) => /^demo\/service-\d+: /.test(line))).toHaveLength(198);
    expect(lines.filter((line) => /^demo\/service-\d+ +service/.test(line))).toHaveLength(198);
    expect(lines.at(-2)).toBe(
      '1 released, 198 rolled back, 1 rollback failed in 1 m 12 s; exit 21 since demo/stuck failed, and its rollback too.',
    );
  });

  it('pass on what an error suggests', () => {
    const error = {
      code: 'service.not_found',
      message: 'There is no service "web".\nAt all',
      suggestions: ['Look for it.'],
    };

    expect(
      linesOf([result('api', released), result('web', { kind: 'error', error }, nothingKnown)]).slice(0, 3),
    ).toEqual(['demo/web: There is no service "web". At all.', '  Look for it.', 'Nothing was changed.']);
  });

  it('take a second line for what is too long for a terminal, and cut nothing off', () => {
    const run = [result('api', released), notStarted('cron')];

    expect(linesOf(run, 60).slice(0, 4)).toEqual([
      'service    serves         took      outcome',
      'demo/api   api:6 → api:7  1 m 12 s  released',
      'demo/cron',
      '  not started: demo/mailer, which it comes after, was not released',
    ]);
    expect(linesOf(run, 40).slice(0, 3)).toEqual([
      'demo/api  released',
      '  api:6 → api:7  1 m 12 s',
      'demo/cron  not started: demo/mailer, which it comes after, was not released',
    ]);
    expect(linesOf(run, 0)).toEqual(linesOf(run));
  });

  it('name revisions shorter before they take second lines', () => {
    const run = ['payments-worker', 'web'].map((service) => result(service, released));

    expect(linesOf(run, 75).slice(0, 3)).toEqual([
      'service               serves                  took      outcome',
      'demo/payments-worker  payments-worker:6 → :7  1 m 12 s  released',
      'demo/web              web:6 → :7              1 m 12 s  released',
    ]);
  });

  it('have colour only where asked to, and nothing that a terminal obeys', () => {
    const error = { code: 'a.b', message: 'red \u001B[31malert\u0007\u202E', suggestions: ['\u001B[2J'] };
    const run = [result('api', released), result('web\u001B[1m', { kind: 'error', error }, nothingKnown)];

    expect(textOf(run).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(textOf(run, undefined, colored)).toContain('\u001B[32mreleased');
  });
});
