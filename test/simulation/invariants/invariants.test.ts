import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { changedBy } from '../../../src/model/outcome.ts';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { fromShort } from '../history.ts';
import type { Course, ReleaseTruth } from '../course.ts';
import type { Command } from '../history.ts';
import type { Ledger } from '../ledger.ts';
import type { Scene } from '../scene.ts';
import type { TimedFact } from '../service-log.ts';
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

describe('the invariants of what a result says', () => {
  it('find a name that nothing has, a note that is not so, and a change that is not told', () => {
    const { writes } = ledgerIn(good);
    const deployment = { ...resultOf(good).deployment!, deploymentId: 'ecs-svc/1' };
    const misnamed = resulting(good, { deployment });
    const resourceArn = ledgerIn(back).deployments.at(-1)!.taskDefinition;
    const input = { resourceArn, tags: [{ key: 'ecsdeploy:succeeded', value: 'now' }] };
    const note = { at: back.startedAt + 90_000, by: 'a.1', operation: 'TagResource', input };
    const noted = withLedger(back, { writes: [...ledgerIn(back).writes, note] });
    const asRehearsal = { kind: 'nothing-to-do', because: { kind: 'nothing-differs' } } as const;

    expect(brokenBy(misnamed)).toContain('the result names what is there');
    expect(brokenBy(noted)).toEqual(['only what succeeded is noted as that']);
    expect(writes.map(({ operation }) => operation)).toContain('UpdateService');
    expect(brokenBy(saying(good, asRehearsal))).toEqual(['"nothing was changed" only when it is so']);
    const onlySettings = { ...asRehearsal, settingsRestored: true } as const;
    expect(brokenBy(saying(good, onlySettings))).toEqual(['"nothing was changed" only when it is so']);
    const onlyStopped = { ...asRehearsal, stoppedOther: 'd-ABC' } as const;
    expect(brokenBy(saying(good, onlyStopped))).toEqual(['"nothing was changed" only when it is so']);
  });

  it('find an exit code that is not the documented one', () => {
    const wrong = changeRelease(back, (release) => ({
      ...release,
      said: { kind: 'outcome', result: resultOf(back), exit: 21 },
    }));

    expect(brokenBy(wrong)).toContain('the exit code is that of the outcome');
  });

  it.each([
    ['refused.busy', 'ECS is busy (ecs-svc/1)', 10],
    ['refused.plan_outdated', 'it changed', 10],
    ['refused.deployment_deadlock', 'no room', 10],
    ['service.not_found', 'no service', 5],
    ['credentials.expired', 'expired', 4],
    ['permission.denied', 'denied', 4],
    ['aws.unavailable', 'no answer', 7],
    ['unknown.start', 'no answer', 30],
    ['config.hold_without_rollback', 'no rollback', 3],
    ['config.hold_impossible', 'no stage', 3],
    ['config.whatever', 'no', 3],
    ['refused.whatever', 'no', 10],
  ])('find %s where nothing of it is so', (code, message, exit) => {
    const said = { kind: 'error', code, message, details: {}, exit } as const;
    const untouched = withLedger(good, { deployments: ledgerIn(good).deployments.slice(0, 1), writes: [] });

    const lying = changeRelease(untouched, (release) => ({ ...release, said, scenes: [release.begins] }));

    expect(brokenBy(lying)).toContain('an error says what is so');
  });
});

describe('the invariants of a run of several services', () => {
  // web, then api, then worker; worker fails.
  const run = {
    members: [
      { name: 'web', after: [] },
      { name: 'api', after: ['web'] },
      { name: 'worker', after: ['api'] },
    ],
    onFailure: 'take-back',
    parallel: 2,
  } as const;
  const cannotStart = { is: 'unable-to-start', text: 'CannotPullContainerError' } as const;
  const others = [{ name: 'api' }, { name: 'worker', images: { new: cannotStart } }];
  let taken: Course;

  beforeAll(async () => {
    taken = await simulate(fromShort({ others, commands: [{ run }] }));
  });

  it('hold for what is so', () => {
    expect(violationsIn(taken)).toEqual([]);
    expect(taken.processes[0]?.releases.map(({ said }) => ('exit' in said ? said.exit : -1))).toEqual([
      20, 20, 20,
    ]);
  });

  it('find a release that begins before the one that it comes after has ended', () => {
    const early = changeRelease(taken, (release) =>
      release.service === 'api' ? { ...release, facts: release.facts.map(atTheBeginning) } : release,
    );

    expect(brokenBy(early)).toContain('no service is released before those that it comes after');
  });

  it('find one that begins after a failure, and more at once than may be', () => {
    const late = changeRelease(taken, (release) =>
      release.service === 'web' ? { ...release, facts: release.facts.map(atTheEnd) } : release,
    );
    const crowded = changeCommand(taken, { run: { ...run, parallel: 0 } });

    expect(brokenBy(late)).toContain('nothing more is released after a failure');
    expect(brokenBy(crowded)).toEqual(['no more are released at once than may be']);
  });

  it('find one that stays released, one that goes back too soon, and an exit code that is not the worst', () => {
    const stays = changeRelease(taken, (release) => {
      if (release.service !== 'web' || release.said.kind !== 'outcome') return release;
      const outcome = { kind: 'succeeded', because: { kind: 'verified', tasks: 2 } } as const;
      return { ...release, said: { ...release.said, result: { ...release.said.result, outcome } } };
    });
    const web = taken.ledgers.get('web')!;
    const [first, ours, wayBack] = web.deployments;
    const soon = { ...wayBack!, createdAt: ours!.finishedAt! };
    const ledgers = new Map([...taken.ledgers, ['web', { ...web, deployments: [first!, ours!, soon] }]]);
    const green = { ...taken, processes: taken.processes.map((process) => ({ ...process, exit: 0 })) };

    expect(brokenBy(stays)).toContain('after a failure none stays released, or it says so');
    expect(brokenBy({ ...taken, ledgers })).toContain('services go back before those that they came after');
    expect(brokenBy(green)).toEqual(['the exit code of a run is the worst of its releases']);
  });
});

function atTheBeginning(timed: TimedFact): TimedFact {
  return timed.fact.type === 'release.started' ? { ...timed, at: 0 } : timed;
}

function atTheEnd(timed: TimedFact): TimedFact {
  return timed.fact.type === 'release.started' ? { ...timed, at: Number.MAX_SAFE_INTEGER } : timed;
}

function changeCommand(course: Course, change: Partial<Command>): Course {
  return {
    ...course,
    processes: course.processes.map((process) => ({
      ...process,
      command: { ...process.command, ...change },
    })),
  };
}

/** The same outcome, something else in the result. */
function resulting(course: Course, change: Partial<ReleaseResult>): Course {
  return changeRelease(course, (release) =>
    release.said.kind === 'outcome'
      ? { ...release, said: { ...release.said, result: { ...release.said.result, ...change } } }
      : release,
  );
}

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
