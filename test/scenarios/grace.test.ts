import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { beginWithCodeDeploy, routings } from './codedeploy-stage.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { beginWith } from './strategy-stage.ts';

/** Longer than whoever follows SIGINT by SIGTERM waits: 7.5 s. */
const grace = seconds(6.5);
const pressedAfter = seconds(20);

interface Scene {
  readonly name: string;
  readonly stop: string;
  readonly reads: readonly string[];
  readonly begin: () => Promise<Rehearsal>;
}

const scenes: readonly Scene[] = [
  {
    name: 'rolling',
    stop: 'StopServiceDeployment',
    reads: ['DescribeServiceDeployments', 'DescribeServices'],
    begin: () => Rehearsal.begin({ breaker: 'off' }),
  },
  {
    name: 'blue/green',
    stop: 'StopServiceDeployment',
    reads: ['DescribeServiceDeployments', 'DescribeServices'],
    begin: () => beginWith('BLUE_GREEN', { breaker: 'off' }),
  },
  {
    name: 'CodeDeploy',
    stop: 'StopDeployment',
    reads: ['GetDeployment', 'GetDeploymentTarget'],
    begin: () => beginWithCodeDeploy(),
  },
];

/** A release that takes long, told to leave and to have AWS go back, when these faults have begun. */
async function leave(
  { begin }: Scene,
  faults: readonly Fault[],
): Promise<{ readonly rehearsal: Rehearsal; readonly result: ReleaseResult; readonly took: number }> {
  const rehearsal = await begin();
  rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(30) });
  const pressedAt = rehearsal.sandbox.clock.now() + pressedAfter;
  const interrupt = rehearsal.interruptAfter(pressedAfter);
  const [result] = await Promise.all([
    rehearsal.deploy(
      { onInterrupt: 'rollback', codeDeploy: { routing: routings.TimeBasedCanary } },
      interrupt,
    ),
    rehearsal.meanwhile(pressedAfter - 1, () => {
      for (const fault of faults) rehearsal.sandbox.control.fault(fault);
      return Promise.resolve();
    }),
  ]);
  return { rehearsal, result, took: result.endedAt - pressedAt };
}

describe.each(scenes)('told to leave and to have AWS go back, $name', (scene) => {
  const { stop: operation, reads } = scene;

  it.each([
    ['answers', {}],
    ['throttles twice', { error: 'ThrottlingException', count: 2 }],
    ['does as it is told, and its answer is lost', { loseReply: true, count: 1 }],
    ['does as it is told, and never answers', { hang: true }],
    ['answers after a minute', { delay: seconds(60) }],
  ] satisfies readonly (readonly [string, Omit<Fault, 'operation'>])[])(
    'knows that it does, where AWS %s',
    async (_, fault) => {
      const { result, took } = await leave(scene, [{ operation, ...fault }]);

      expect(result.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGINT', rollingBack: true });
      expect(result.changed).toBe('in-progress');
      expect(took).toBeLessThan(grace);
    },
  );

  it('does not say that it goes back where AWS throttles all the time', async () => {
    const { rehearsal, result, took } = await leave(scene, [{ operation, error: 'ThrottlingException' }]);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: false });
    expect(rehearsal.count(operation)).toBeGreaterThan(1);
    expect(took).toBeLessThan(grace);
  });

  it('says that it does not know where AWS answers nothing any more', async () => {
    const hanging = [operation, ...reads].map((one): Fault => ({ operation: one, hang: true }));
    const { result, took } = await leave(scene, hanging);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: false, asked: true });
    expect(result.changed).toBe('unknown');
    expect(took).toBeLessThan(grace);
  });
});

describe('told to leave', () => {
  it('while AWS is asked to go back because the time is up, tells what became of it', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(30) });
    rehearsal.sandbox.control.fault({ operation: 'StopServiceDeployment', error: 'ThrottlingException' });
    const pressedAt = rehearsal.sandbox.clock.now() + minutes(3) + seconds(5);

    const result = await rehearsal.deploy(
      { timeoutMilliseconds: minutes(3), rollbackOnTimeout: true },
      rehearsal.interruptAfter(minutes(3) + seconds(5)),
    );

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: true });
    expect(result.endedAt - pressedAt).toBeLessThan(grace);
  });

  it('while the evidence of a failure is read, says how it ended without', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(2) } });
    const interrupt = new AbortController();
    const context = rehearsal.context(interrupt.signal);
    let pressedAt = 0;
    const report: typeof context.report = (fact) => {
      context.report(fact);
      if (fact.type !== 'verification.ended') return;
      rehearsal.sandbox.control.fault({ operation: '*', hang: true });
      void rehearsal.meanwhile(seconds(1), () => {
        pressedAt = rehearsal.sandbox.clock.now();
        interrupt.abort(new Interrupted('SIGINT'));
        return Promise.resolve();
      });
    };

    const result = await rehearsal.deploy({}, { ...context, report });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', to: 'web:1' });
    expect(result.diagnosis).toBeUndefined();
    expect(rehearsal.count('DescribeTargetHealth')).toBeGreaterThan(0);
    expect(pressedAt).toBeGreaterThan(0);
    expect(result.endedAt - pressedAt).toBeLessThan(seconds(1));
  });
});
