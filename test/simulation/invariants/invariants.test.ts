import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/model/outcome.ts';
import { changedBy } from '../../../src/model/outcome.ts';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { fromShort } from '../history.ts';
import type { Course, ReleaseTruth } from '../course.ts';
import type { Ledger } from '../ledger.ts';
import type { Scene } from '../scene.ts';
import { simulate } from '../simulate.ts';
import { violationsIn } from './all.ts';

// A release that ended well, and one that AWS took back: what is changed in them by hand must be found.
let good: Course;
let back: Course;

beforeAll(async () => {
  good = await simulate(fromShort({}));
  back = await simulate(
    fromShort({ images: { new: { is: 'unable-to-start', text: 'CannotPullContainerError' } } }),
  );
});

describe('the invariants', () => {
  it('hold for what is so', () => {
    expect(violationsIn(good)).toEqual([]);
    expect(violationsIn(back)).toEqual([]);
    expect(exitsOf(good)).toEqual([0]);
    expect(exitsOf(back)).toEqual([20]);
  });

  it('find a success that AWS took back', () => {
    const because = { kind: 'verified', tasks: 2 } as const;

    expect(brokenBy(saying(back, { kind: 'succeeded', because }))).toEqual(['exit 0 only when it is so']);
  });

  it.each<[string, (scene: Scene) => Scene]>([
    ['another primary', (scene) => ({ ...scene, primary: { ...scene.primary!, id: 'ecs-svc/1' } })],
    ['another image', (scene) => changingTasks(scene, { digest: 'sha256:other' })],
    ['no task that is healthy', (scene) => changingTasks(scene, { healthy: false })],
    ['tasks that fail their check', (scene) => changingTasks(scene, { failing: true })],
    ['no task at all', (scene) => ({ ...scene, running: [] })],
    ['a deleted service', (scene) => ({ ...scene, status: 'DRAINING' })],
  ])('find a success with %s', (_, change) => {
    expect(brokenBy(seeing(good, change))).toEqual(['exit 0 only when it is so']);
  });

  it('take a success for one that was so when it was looked at, whatever came a moment later', () => {
    const later = changeRelease(good, (release) => ({
      ...release,
      scenes: [...release.scenes, { ...release.scenes.at(-1)!, running: [] }],
    }));

    expect(brokenBy(later)).toEqual([]);
  });

  it('find a rollback while the bad revision runs', () => {
    const { deploymentId } = resultOf(back).deployment!;

    const broken = brokenBy(seeing(back, (scene) => changingTasks(scene, { deploymentId })));

    expect(broken).toEqual(['rolled back only when it is so']);
  });

  it('find a rollback by somebody else than who is named', () => {
    const { outcome } = resultOf(back);
    if (outcome.kind !== 'failed-rolled-back') throw new Error(outcome.kind);

    expect(brokenBy(saying(back, { ...outcome, by: 'ecsdeploy' }))).toEqual([
      'rolled back only when it is so',
    ]);
  });

  it.each<Outcome>([
    { kind: 'superseded', because: { kind: 'superseded' } },
    { kind: 'stopped', because: { kind: 'asked' } },
    { kind: 'failed-left', because: { kind: 'asked' } },
    { kind: 'failed-rollback-failed', because: { kind: 'asked' }, rollbackBecause: { kind: 'asked' } },
    { kind: 'failed-rollback-unseen', because: { kind: 'asked' }, by: 'aws' },
    { kind: 'unwatched', because: { kind: 'timeout', afterMilliseconds: 1 } },
    { kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false },
    { kind: 'declined' },
  ])('find that a good release is called $kind', (outcome) => {
    expect(brokenBy(saying(good, outcome))).toContain('the outcome is true');
  });

  it('find an error that says "before anything changed" after a start, and a bug', () => {
    const message = 'no';
    const rejected = { kind: 'error', code: 'aws.rejected', message, details: {}, exit: 7 } as const;
    const bug = { kind: 'error', code: 'bug', message, details: {}, exit: 1 } as const;

    for (const said of [rejected, bug]) {
      const broken = brokenBy(changeRelease(good, (process) => ({ ...process, said })));
      expect(broken).toEqual(['an error says what is so']);
    }
  });

  it('find a second start and a second registration', () => {
    const { deployments, writes } = ledgerIn(good);
    const started = withLedger(good, { deployments: [...deployments, deployments.at(-1)!] });
    const registered = withLedger(good, { writes: [...writes, ...writes] });

    expect(brokenBy(started)).toEqual(['nothing is started twice']);
    expect(brokenBy(registered)).toEqual(['nothing is registered twice']);
  });

  it('find a stop of somebody else, and one of our own without a reason', () => {
    const [theirs, ours] = ledgerIn(good).deployments;
    const stopping = (arn: string | undefined): Course => {
      const input = { serviceDeploymentArn: arn };
      const stop = { at: good.startedAt + 5_000, by: 'a.1', operation: 'StopServiceDeployment', input };
      return withLedger(good, { writes: [...ledgerIn(good).writes, stop] });
    };

    expect(brokenBy(stopping(theirs?.arn))).toContain('nothing but our own deployment is stopped');
    expect(brokenBy(stopping(ours?.arn))).toEqual(['a measurement that failed never rolls back']);
  });

  it('find a process that never ends, too many calls, and an outcome that the events do not have', () => {
    const silent = changeRelease(good, (process) => ({ ...process, said: { kind: 'nothing' } }));
    const { calls } = good;
    const busy = { ...good, calls: [...calls, ...calls].sort((a, b) => a.at - b.at) };
    const mute = changeRelease(good, (process) => ({
      ...process,
      facts: process.facts.filter(({ fact }) => fact.type !== 'release.concluded'),
    }));

    expect(brokenBy(silent)).toEqual(['it ends in time']);
    expect(brokenBy(busy)).toEqual(['calls are within budget']);
    expect(brokenBy(mute)).toEqual(['the outcome is said once']);
  });
});

function brokenBy(course: Course): string[] {
  return violationsIn(course).map(({ invariant }) => invariant);
}

function exitsOf({ processes }: Course): (number | undefined)[] {
  return processes.map(({ exit }) => exit);
}

function resultOf({ processes }: Course) {
  const said = processes[0]?.releases[0]?.said;
  if (said?.kind !== 'outcome') throw new Error('it has no outcome');
  return said.result;
}

function changeRelease(course: Course, change: (release: ReleaseTruth) => ReleaseTruth): Course {
  const processes = course.processes.map((process) => {
    const releases = process.releases.map(change);
    const said = releases[0]?.said;
    return { ...process, releases, exit: said !== undefined && 'exit' in said ? said.exit : undefined };
  });
  return { ...course, processes };
}

function ledgerIn({ ledgers }: Course): Ledger {
  return ledgers.get('web')!;
}

function withLedger(course: Course, change: Partial<Ledger>): Course {
  return { ...course, ledgers: new Map([['web', { ...ledgerIn(course), ...change }]]) };
}

/** The same truth, another word for it. */
function saying(course: Course, outcome: Outcome): Course {
  const result = { ...resultOf(course), outcome, changed: changedBy(outcome) };
  return changeRelease(course, (process) => ({
    ...process,
    said: { kind: 'outcome', result, exit: exitCodeOf(outcome) },
    facts: process.facts.map((timed) =>
      timed.fact.type === 'release.concluded' ? { ...timed, fact: { ...timed.fact, outcome } } : timed,
    ),
  }));
}

/** The same word, another truth. */
function seeing(course: Course, change: (scene: Scene) => Scene): Course {
  return changeRelease(course, (process) => ({ ...process, scenes: process.scenes.map(change) }));
}

function changingTasks(scene: Scene, change: Partial<Scene['running'][number]>): Scene {
  return { ...scene, running: scene.running.map((task) => ({ ...task, ...change })) };
}
