import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../../src/model/duration.ts';
import type { ReleaseFact } from '../../../src/model/release-event.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { Interrupted } from '../../../src/release/interrupted.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { beginWithCodeDeploy, routings } from '../codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from '../rehearsal.ts';
import { beginWith } from '../strategy-stage.ts';

/** Longer than whoever follows SIGINT by SIGTERM waits: 7.5 s. */
const grace = seconds(6.5);

interface Left {
  readonly result: ReleaseResult;
  /** From the signal on. */
  readonly took: number;
}

/** A process that is told to leave a second after AWS has answered with this status, when these faults have begun. */
async function leaveAfter(
  rehearsal: Rehearsal,
  status: string,
  faults: readonly Fault[],
  act: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<Left> {
  const { sandbox } = rehearsal;
  const interrupt = new AbortController();
  const context = rehearsal.context(interrupt.signal);
  let pressedAt: number | undefined;
  const report = (fact: ReleaseFact): void => {
    context.report(fact);
    if (fact.type !== 'deployment.observed' || fact.snapshot.status !== status) return;
    for (const fault of faults) sandbox.control.fault(fault);
    void rehearsal.meanwhile(seconds(1), () => {
      pressedAt = sandbox.clock.now();
      interrupt.abort(new Interrupted('SIGINT'));
      return Promise.resolve();
    });
  };
  const result = await act({ ...context, report });
  if (pressedAt === undefined)
    throw new Error(`it ended before it was told to leave: ${result.outcome.kind}`);
  return { result, took: result.endedAt - pressedAt };
}

const hanging: Fault = { operation: 'ListTasks', hang: true };
const cut = {
  kind: 'interrupted',
  signal: 'SIGINT',
  started: true,
  rollingBack: false,
  released: true,
  unproven: true,
};

describe('told to leave while what runs is looked at', () => {
  it.each([
    ['rolling', () => Rehearsal.begin(), {}],
    ['blue/green', () => beginWith('BLUE_GREEN'), {}],
    ['CodeDeploy', () => beginWithCodeDeploy(), { codeDeploy: { routing: routings.AllAtOnce } }],
  ])('knows that AWS has ended it well, and says what nobody has seen: %s', async (_, begin, request) => {
    const rehearsal = await begin();

    const { result, took } = await leaveAfter(rehearsal, 'successful', [hanging], (context) =>
      rehearsal.deploy(request, context),
    );

    expect(result.outcome).toEqual(cut);
    expect(result).toMatchObject({ changed: 'released', final: true });
    expect(took).toBeLessThan(grace);
  });

  it('waits for no further look at what is not settled yet', async () => {
    const rehearsal = await Rehearsal.begin();
    const { ecs, sandbox } = rehearsal;
    const stopAll = async (): Promise<void> => {
      sandbox.control.behave(imageOf(2), { startDelay: seconds(60) });
      const { taskArns = [] } = await ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
      for (const task of taskArns) await ecs.stopTask({ cluster: ref.cluster, task });
    };
    const interrupt = new AbortController();
    const context = rehearsal.context(interrupt.signal);
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type !== 'deployment.observed' || fact.snapshot.status !== 'successful') return;
      sandbox.control.fault({ operation: 'DescribeServices', delay: seconds(0.5), count: 1 });
      void stopAll();
      // Between the first look and the second, which is due five seconds later.
      void rehearsal.meanwhile(seconds(2), () => {
        interrupt.abort(new Interrupted('SIGINT'));
        return Promise.resolve();
      });
    };
    const looksBefore = rehearsal.count('ListTasks');

    const result = await rehearsal.deploy({}, { ...context, report });

    expect(result.outcome).toEqual(cut);
    // That of the test, and one look.
    expect(rehearsal.count('ListTasks')).toBe(looksBefore + 2);
  });

  it('gives up the note that it succeeded, and is a success all the same', async () => {
    const rehearsal = await Rehearsal.begin();

    const { result, took } = await leaveAfter(
      rehearsal,
      'successful',
      [{ operation: 'TagResource', hang: true }],
      (context) => rehearsal.deploy({}, context),
    );

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('tag-not-written');
    expect(took).toBeLessThan(grace);
  });

  it('knows that AWS has gone back, and that nobody has seen the old revision serve', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(2) } });

    const { result, took } = await leaveAfter(rehearsal, 'rolled-back', [hanging], (context) =>
      rehearsal.deploy({}, context),
    );

    expect(result.outcome).toMatchObject({
      kind: 'failed-rollback-unseen',
      doubt: { kind: 'interrupted', signal: 'SIGINT' },
    });
    expect(result.changed).toBe('rolled-back');
    expect(took).toBeLessThan(grace);
  });

  it('is not cut short where AWS answers', async () => {
    const rehearsal = await Rehearsal.begin();

    const { result, took } = await leaveAfter(
      rehearsal,
      'successful',
      [{ operation: 'ListTasks', delay: seconds(3) }],
      (context) => rehearsal.deploy({}, context),
    );

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(took).toBeLessThan(grace);
  });
});
