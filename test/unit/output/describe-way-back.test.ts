import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../../src/model/duration.ts';
import type { PastRelease } from '../../../src/model/past-release.ts';
import type { Difference, ReleasePlan } from '../../../src/model/release-plan.ts';
import type { WayBack } from '../../../src/model/way-back.ts';
import { describePlan } from '../../../src/output/describe-plan.ts';
import { describeWayBack } from '../../../src/output/describe-way-back.ts';
import { describeWarning } from '../../../src/output/describe-warning.ts';
import { wayBackQuestion } from '../../../src/output/way-back-question.ts';
import { plain } from './plain-palette.ts';

const arnOf = (revision: number) => `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${revision}`;
const at = Date.parse('2026-01-15T09:00:00Z');

function past(revision: number, change: Partial<PastRelease> = {}): PastRelease {
  return {
    id: `release-${revision}`,
    source: 'ecs',
    taskDefinition: arnOf(revision),
    createdAt: at,
    finishedAt: at + minutes(5),
    outcome: 'succeeded',
    origin: { commit: '1a2b3c4d5e6f'.padEnd(40, '0'), subject: 'Fix the cart' },
    serves: false,
    ...change,
  };
}

const image: Difference = {
  path: 'containerDefinitions[app].image',
  kind: 'changed',
  before: 'web:3',
  after: 'web:2',
  masked: false,
};
const cpu: Difference = { path: 'cpu', kind: 'changed', before: '512', after: '256', masked: false };

const took = seconds(400);
const redeploy: WayBack = {
  mechanism: { kind: 'redeploy', strategy: 'ROLLING', lastTookMilliseconds: took },
  release: past(2),
};

function planned(wayBack: WayBack, differences: readonly Difference[] = [image]): ReleasePlan {
  const isStop = wayBack.mechanism.kind === 'stop';
  return {
    action: 'rollback',
    service: { cluster: 'prod', service: 'web' },
    account: '123456789012',
    region: 'us-east-1',
    strategy: 'ROLLING',
    current: { taskDefinition: arnOf(3), deploymentId: 'ecs-svc/1', desiredCount: 2, runningCount: 2 },
    target: {
      taskDefinition: wayBack.copies === undefined && !isStop ? arnOf(2) : undefined,
      family: 'web',
      images: [],
      digests: {},
    },
    update: { force: false, settings: {} },
    differences,
    settings: [],
    wayBack,
    steps: isStop ? [{ kind: 'stop-and-roll-back', deploymentId: 'ecs-svc/1' }] : [{ kind: 'follow' }],
    safety: [],
    timeoutMilliseconds: minutes(30),
  };
}

describe('what a rollback says before it begins', () => {
  it.each<[string, WayBack, readonly Difference[], string]>([
    [
      'a finished release',
      redeploy,
      [image],
      'a rolling update that took 6 m 40 s last time; nothing but the image changes',
    ],
    [
      'one with other settings of its tasks',
      redeploy,
      [image, cpu],
      'a rolling update that took 6 m 40 s last time; besides the image cpu changes',
    ],
    [
      'the first one of its strategy',
      { mechanism: { kind: 'redeploy', strategy: 'CANARY' } },
      [cpu, { ...cpu, path: 'memory' }, { ...cpu, path: 'family' }, { ...cpu, path: 'volumes' }],
      'a canary deployment; besides the image cpu, memory, family and 1 more change',
    ],
    [
      'one in progress, beside which the old tasks run',
      { mechanism: { kind: 'stop', deploymentId: 'ecs-svc/1', isInstant: true } },
      [],
      'the deployment is stopped with a rollback: the old tasks still run, and traffic is switched back at once',
    ],
    [
      'one in progress that replaces tasks',
      { mechanism: { kind: 'stop', deploymentId: 'ecs-svc/1', isInstant: false } },
      [],
      'the deployment is stopped with a rollback: old tasks that still run are kept, the others are started again',
    ],
    [
      'a way back in progress',
      { mechanism: { kind: 'follow', deploymentId: 'ecs-svc/1' } },
      [],
      'deployment ecs-svc/1 goes there already, and is followed',
    ],
  ])('of %s', (_, wayBack, differences, words) => {
    expect(describeWayBack(planned(wayBack, differences), wayBack)).toBe(words);
  });

  it('names the release, and what has to be registered again', () => {
    const text = describePlan(planned({ ...redeploy, copies: 'web:2' }), plain).join('\n');

    expect(text).toContain('web:3 → web:2, registered again');
    expect(text).toContain('2026-01-15 09:05:00Z, 1a2b3c4d5e6f "Fix the cart", succeeded, release-2');
    expect(text).toContain('web:2 is INACTIVE: it is registered again as it was, with its tags');
  });

  it('lists what else there is to choose, and does not let a tag move the cursor', () => {
    const others = [past(4, { outcome: 'rolled-back', origin: { tag: 'v4\u001B[2J' } }), past(1)];
    const {
      text,
      question,
      others: names,
    } = wayBackQuestion(planned({ ...redeploy, others }), plain, at + minutes(10));

    expect(question).toBe('Go back to web:2?');
    expect(names).toEqual(['web:4', 'web:1']);
    expect(text).toContain('→  1  web:2, 5 m ago, 1a2b3c4d5e6f "Fix the cart", succeeded, release-2');
    expect(text).toContain('   2  web:4, 5 m ago, tag v4');
    expect(text).not.toContain('\u001B');
  });

  it('asks whether to stop what is in progress', () => {
    const stop = { mechanism: { kind: 'stop', deploymentId: 'ecs-svc/1', isInstant: true } } as const;

    expect(wayBackQuestion(planned(stop, []), plain, at)).toMatchObject({
      question: 'Stop it and go back?',
      others: [],
    });
  });

  it.each([
    [
      {
        kind: 'target-passed-over',
        gone: { why: 'image', taskDefinition: arnOf(2), container: 'app', image: 'shop/web@sha256:1' },
      },
      'web:2 succeeded before what serves, and is passed over: the image shop/web@sha256:1 is not in its repository any more',
    ],
    [
      { kind: 'target-passed-over', gone: { why: 'revision', taskDefinition: arnOf(2) } },
      'web:2 succeeded before what serves, and is passed over: AWS does not know web:2 any more',
    ],
    [
      { kind: 'target-unproven', taskDefinition: arnOf(2), outcome: 'failed' },
      'web:2 is brought back as it was named: that release did not succeed (failed)',
    ],
    [
      { kind: 'target-unproven', taskDefinition: arnOf(2) },
      'web:2 is brought back as it was named: no release that AWS remembers has brought it in',
    ],
    [
      { kind: 'way-back-failed-before', deployment: 'abc', reason: 'because' },
      'the last way back (abc) was itself taken back, so what was to be left serves again, and this is another try: because',
    ],
  ] as const)('%#: a warning', (warning, words) => {
    expect(describeWarning(warning)).toBe(words);
  });
});
