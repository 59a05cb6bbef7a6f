import { describe, expect, it } from '@jest/globals';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { describeEvent } from '../../../src/output/describe-event.ts';
import { describeHook } from '../../../src/output/describe-hook.ts';
import { describePause } from '../../../src/output/describe-pause.ts';
import { describeProgress, endOfProgress } from '../../../src/output/describe-progress.ts';
import { describeOutcome } from '../../../src/output/describe-outcome.ts';
import { KnownRevisions } from '../../../src/output/known-revisions.ts';
import { LiveRows } from '../../../src/output/live-rows.ts';
import {
  aCodeDeployCanary,
  aCodeDeployLook,
  aCodeDeployRollback,
  aReadyApproval,
  aReadyWait,
} from './a-codedeploy.ts';
import { arn } from './a-release.ts';
import { aFunctionHook, time } from './a-shift.ts';

function looks(events: readonly ReleaseEvent[]): Extract<ReleaseEvent, { type: 'deployment.observed' }>[] {
  return events.filter((event) => event.type === 'deployment.observed');
}

function rowsAfter(events: readonly ReleaseEvent[], until: number): string[] {
  const [first, ...rest] = events.slice(0, until);
  if (first === undefined) throw new Error('no event');
  const rows = new LiveRows(first);
  for (const event of [first, ...rest]) rows.apply(event);
  return rows.rows.filter(({ state }) => state !== 'hidden').map(({ state, title }) => `${state} ${title}`);
}

describe('a canary through CodeDeploy in lines', () => {
  const lines = aCodeDeployCanary().map((event) => describeEvent(event));

  it('names the deployment and its group', () => {
    expect(lines).toContain('deployment d-A1B2C3D4E of web:7 started (CodeDeploy shop/web)');
  });

  it('names each lifecycle event, and what happens at it', () => {
    const events = looks(aCodeDeployCanary());
    expect(events.map((event) => describeEvent(event)?.split(';')[0])).toEqual([
      'BeforeInstall: before the new tasks start',
      'Install: starting tasks',
      'Install: waiting for health checks',
      'AfterInstall: the new tasks run',
      'AllowTestTraffic: shifting test traffic',
      'AfterAllowTestTraffic: test traffic is shifted',
      'READY_WAIT: waiting for approval',
      'BeforeAllowTraffic: before production traffic moves',
      'AllowTraffic: step bake until 09:06:40Z (in 5 m)',
      'AllowTraffic: shifting traffic',
      'AfterAllowTraffic: all traffic is shifted',
      'TERMINATION_WAIT: wait before the old tasks end until 10:06:50Z (in 1 h)',
      'TERMINATION_WAIT: cleaning up, the old tasks stop',
      'ended: successful',
    ]);
  });

  it('says who gets the traffic', () => {
    expect(lines).toContain(
      'AllowTraffic: step bake until 09:06:40Z (in 5 m); traffic old 90 %, new 10 %; new web:7 4 of 4 running; old web:6 4 running',
    );
  });

  it('says what comes of no answer', () => {
    expect(lines).toContain(
      'waiting for approval before production traffic (READY_WAIT); without an answer by 10:00:00Z (in 59 m 15 s) CodeDeploy stops it, before production traffic has moved; to answer: ecsdeploy approve --cluster demo --service web, or reject',
    );
    expect(lines).toContain('approved before production traffic (READY_WAIT): the deployment goes on');
    expect(describePause(aReadyApproval({ expiresAt: undefined }))).toBe(
      'before production traffic (READY_WAIT)',
    );
  });

  it('has nothing to tell before CodeDeploy has begun', () => {
    const look = aCodeDeployLook(4, { stage: undefined }, { phase: 'requested' });

    expect(describeProgress(look)).toBe('waiting for CodeDeploy to begin');
  });
});

describe('a canary through CodeDeploy in a row beside others', () => {
  it('goes from one event to the next', () => {
    const words = looks(aCodeDeployCanary()).map(({ snapshot }) => describeProgress(snapshot));

    expect(words).toEqual([
      'before the new tasks start',
      '1 of 4 new tasks runs, 4 old run',
      'waiting for health checks: 4 of 4 new tasks run, 4 old run',
      'new 0 %, the new tasks run',
      'new 0 %, shifting test traffic',
      'new 0 %, test traffic is shifted',
      'new 0 %, waiting for approval before production traffic (READY_WAIT)',
      'new 0 %, before production traffic moves',
      'new 10 %, step bake',
      'new 100 %, shifting traffic',
      'new 100 %, all traffic is shifted',
      'new 100 %, wait before the old tasks end',
      '4 of 4 new tasks run, 2 old drain',
      'ended: successful',
    ]);
  });

  it('counts down to the end of its waits', () => {
    const ends = looks(aCodeDeployCanary()).flatMap(({ snapshot }) => endOfProgress(snapshot) ?? []);

    expect(ends).toEqual([time(3_600), time(400), time(4_010)]);
  });
});

describe('the live rows of a release through CodeDeploy', () => {
  it('end with one for each step, and the wait of CodeDeploy by its own name', () => {
    const canary = aCodeDeployCanary();

    expect(rowsAfter(canary, canary.length)).toEqual([
      'done demo/web: plan: web:6 → a new revision of web, timeout 1 h 35 m, 3 s',
      'done Deployment d-A1B2C3D4E (CodeDeploy shop/web), 5 s',
      'done Start new tasks, 12 s',
      'done Wait for health checks, 20 s',
      'done Test traffic, 55 s',
      'done Shift traffic, 5 m 15 s',
      'done Wait before the old tasks end, 1 h',
      'done Clean up old tasks, 18 s',
      'done Verify, 1 s',
    ]);
  });

  it('ask a person where there is no test traffic', () => {
    const [started] = aCodeDeployCanary();
    if (started === undefined) throw new Error('no event');
    const snapshot = aCodeDeployLook(
      45,
      { stage: 'READY_WAIT' },
      { phase: 'waiting-for-approval', hooks: [aReadyWait()] },
    );
    const rows = rowsAfter(
      [started, { ...started, type: 'deployment.observed', snapshot, changed: true }],
      2,
    );

    expect(rows).toContain('active Approval before traffic');
  });

  it('name the deployment that takes another one back', () => {
    const rollback = aCodeDeployRollback();
    const rows = rowsAfter(rollback, rollback.length - 2);

    expect(rows).toContain(
      'active Rolling back by CodeDeploy deployment d-B2C3D4E5F: new 0 % ░░░░░░░░░░ old 100 %',
    );
    expect(rows).toContain(
      'failed Shift traffic: One or more alarms have been activated. Activated alarms: web-5xx',
    );
  });
});

describe('a rollback of CodeDeploy', () => {
  it('names the deployment that it goes back by', () => {
    const [, back] = looks(aCodeDeployRollback()).filter(({ snapshot }) => snapshot.phase === 'rolling-back');
    if (back === undefined) throw new Error('no look');

    expect(describeEvent(back)).toBe(
      'AllowTraffic: rolling back by CodeDeploy deployment d-B2C3D4E5F; traffic old 100 %, new 0 %; new web:7 1 of 4 running; old web:6 4 running',
    );
    expect(describeProgress(back.snapshot)).toBe(
      'rolling back by d-B2C3D4E5F: new 0 %, 4 old tasks run, 1 new still runs',
    );
  });
});

describe('a function that CodeDeploy asks', () => {
  const hook = aFunctionHook({ hookId: 'BeforeAllowTraffic', expiresAt: time(3_600) });

  it('is named, and what comes of its silence', () => {
    expect(describeHook({ ...hook, timeoutAction: 'ROLLBACK' }, time(0))).toBe(
      'hook check-orders in progress until 10:00:00Z (in 1 h), then AWS rolls back',
    );
    expect(describeHook({ ...hook, timeoutAction: 'STOP' }, time(0))).toBe(
      'hook check-orders in progress until 10:00:00Z (in 1 h), then the deployment fails, and nothing goes back by itself',
    );
  });

  it('is known by its event where its name is not', () => {
    expect(describeHook({ ...hook, targetArn: undefined, status: 'failed' })).toBe(
      'hook at BeforeAllowTraffic failed',
    );
  });
});

describe('how a release through CodeDeploy ended', () => {
  const because = { kind: 'aws', text: 'The deployment timed out while waiting for a notification' } as const;
  const subject = { service: 'demo/web', before: arn(6), after: arn(7), isThroughCodeDeploy: true };

  it('is said of both revisions where nothing went back', () => {
    expect(describeOutcome({ kind: 'failed-left', because }, subject).state).toBe(
      'Not rolled back; tasks of web:6 and web:7 are left as they are, and so is the traffic between them.',
    );
  });

  it('is known to the last line too', () => {
    const known = new KnownRevisions();
    const [, plan, , started] = aCodeDeployCanary();
    if (plan === undefined || started === undefined) throw new Error('no event');
    known.of(plan);
    const told = {
      ...started,
      type: 'release.concluded',
      outcome: { kind: 'failed-left', because },
    } as const;
    known.of(started);

    expect(describeEvent(told, known.of(told))).toContain('Not rolled back; tasks of web:6 and web:7');
  });

  it('is not the end while a person is waited for', () => {
    const outcome = { kind: 'waiting-for-approval', approval: aReadyApproval(), asAsked: false } as const;

    expect(describeOutcome(outcome, { ...subject, now: time(0) })).toEqual({
      tone: 'warn',
      headline: 'demo/web: web:7 waits for approval before production traffic (READY_WAIT).',
      state:
        'Not the end: the deployment waits at AWS until somebody answers, and without an answer by 10:00:00Z (in 1 h) CodeDeploy stops it, before production traffic has moved.',
    });
  });
});
