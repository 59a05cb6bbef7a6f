import { describe, expect, it } from '@jest/globals';
import { leftOf, thenOf } from '../../../src/cli/when-interrupted.ts';
import type { ReleaseFact } from '../../../src/model/release-event.ts';
import { nextStanding, type Standing } from '../../../src/model/standing.ts';
import { anApproval } from '../output/a-shift.ts';
import { aDeployment, aLook } from '../output/a-release.ts';

const because = { kind: 'asked' } as const;
const deployment = aDeployment();
const started: ReleaseFact = { type: 'deployment.started', deployment, how: 'started' };
const found: ReleaseFact = { type: 'deployment.started', deployment, how: 'found' };
const asked: ReleaseFact = { type: 'rollback.requested', because };
const heard: ReleaseFact = { type: 'rollback.started', by: 'ecsdeploy', because };
const watched: ReleaseFact = { type: 'watch.started', until: 0 };
const answering: ReleaseFact = {
  type: 'approval.answering',
  answer: 'reject',
  hookId: 'ecs-pause-1',
  deployment,
};
const approval = anApproval();
const refused: ReleaseFact = { type: 'approval.refused', approval };
const given: ReleaseFact = { type: 'approval.given', approval };
const concluded: ReleaseFact = {
  type: 'release.concluded',
  outcome: { kind: 'succeeded', because: { kind: 'asked' } },
};
const seen = (status: ReturnType<typeof aLook>['status']): ReleaseFact => ({
  type: 'deployment.observed',
  snapshot: aLook({ status }),
  changed: true,
});

function standingAfter(facts: readonly ReleaseFact[]): Standing | undefined {
  return facts.reduce<Standing | undefined>(nextStanding, undefined);
}

// What was told before, what a first signal is answered with, and what a process says that leaves at once, with --on-interrupt detach.
const rows: readonly (readonly [string, readonly ReleaseFact[], string, string])[] = [
  ['nothing is started', [], 'stop', 'start-unknown'],
  ['AWS brings it in', [started, seen('in-progress')], 'detach', 'goes-on'],
  ['AWS is asked to go back', [found, asked], 'hear', 'rollback-unknown'],
  [
    'AWS is asked, and a look shows nothing yet',
    [found, asked, seen('in-progress')],
    'hear',
    'rollback-unknown',
  ],
  ['AWS has heard', [found, asked, heard, seen('rolling-back')], 'leave-rollback', 'rolls-back'],
  ['a pause is being rejected', [answering], 'hear', 'answer-unknown'],
  ['a pause was rejected', [answering, refused, found], 'leave-rollback', 'rolls-back'],
  ['a pause was approved', [answering, given, found], 'detach', 'goes-on'],
  ['AWS calls it successful', [started, seen('successful')], 'leave', 'ended'],
  ['it is watched', [started, seen('successful'), watched], 'leave', 'ended'],
  ['AWS has rolled back', [started, heard, seen('rolled-back')], 'leave', 'ended'],
  [
    'it had ended before it was found',
    [{ ...found, deployment: { ...deployment, endedAt: 1 } }],
    'leave',
    'ended',
  ],
  ['it is concluded', [started, seen('successful'), concluded], 'stop', 'start-unknown'],
  ['it is about to be taken back', [concluded, asked], 'hear', 'rollback-unknown'],
  ['it is being taken back', [concluded, asked, heard, started], 'leave-rollback', 'rolls-back'],
  ['it succeeded before it could be stopped', [found, asked, started], 'detach', 'goes-on'],
];

describe('a signal', () => {
  it.each(rows)('is answered by what AWS has told: %s', (_, facts, then, left) => {
    const standing = standingAfter(facts);

    expect(thenOf(standing, 'detach')).toBe(then);
    expect(leftOf(standing, 'detach')).toBe(left);
  });

  it('turns round only what goes forward, with --on-interrupt rollback', () => {
    const turned = rows.filter(([, facts]) => thenOf(standingAfter(facts), 'rollback') === 'rollback');

    expect(turned.map(([name]) => name)).toEqual([
      'AWS brings it in',
      'a pause was approved',
      'it succeeded before it could be stopped',
    ]);
    expect(leftOf('forward', 'rollback')).toBe('rollback-unknown');
  });

  it('finds a way back of ours that AWS calls successful gone back, and no release', () => {
    expect(standingAfter([asked, heard, started, seen('successful')])).toBe('rolled-back');
    expect(standingAfter([asked, heard, started, seen('rolled-back')])).toBe('ended');
  });
});
