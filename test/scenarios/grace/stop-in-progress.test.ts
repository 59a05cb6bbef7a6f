import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../../src/model/duration.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { abort } from '../../../src/release/abort.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import { beginWithCodeDeploy, routings } from '../codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from '../rehearsal.ts';

/** Longer than whoever follows SIGINT by SIGTERM waits: 7.5 s. */
const grace = seconds(6.5);
const pressedAfter = seconds(3);

interface Scene {
  readonly name: string;
  readonly stop: string;
  readonly reads: readonly string[];
  readonly begin: () => Promise<Rehearsal>;
  readonly goBack: (rehearsal: Rehearsal, interrupt: AbortSignal) => Promise<ReleaseResult>;
}

const ofEcs = {
  stop: 'StopServiceDeployment',
  reads: ['DescribeServiceDeployments', 'DescribeServices', 'ListServiceDeployments'],
  begin: () => Rehearsal.begin({ breaker: 'off' }),
};
const scenes: readonly Scene[] = [
  { name: 'rollback', ...ofEcs, goBack: (rehearsal, interrupt) => rehearsal.rollBack({}, interrupt) },
  {
    name: 'abort',
    ...ofEcs,
    goBack: (rehearsal, interrupt) => abort(rehearsal.context(interrupt), { service: ref, dryRun: false }),
  },
  {
    name: 'rollback through CodeDeploy',
    stop: 'StopDeployment',
    reads: ['GetDeployment', 'GetDeploymentTarget'],
    begin: () => beginWithCodeDeploy(),
    goBack: (rehearsal, interrupt) => rehearsal.rollBack({}, interrupt),
  },
];

/** A way back from a release that takes long, told to leave three seconds after it has begun, when these faults are there. */
async function leave(
  { begin, goBack }: Scene,
  faults: readonly Fault[],
  afterAsking: readonly Fault[] = [],
): Promise<{ readonly rehearsal: Rehearsal; readonly result: ReleaseResult; readonly took: number }> {
  const rehearsal = await begin();
  const { sandbox } = rehearsal;
  sandbox.control.behave(imageOf(2), { startDelay: minutes(30) });
  await rehearsal.deploy(
    { codeDeploy: { routing: routings.TimeBasedCanary } },
    rehearsal.interruptAfter(seconds(20)),
  );
  for (const fault of faults) sandbox.control.fault(fault);
  const pressedAt = sandbox.clock.now() + pressedAfter;
  const [result] = await Promise.all([
    goBack(rehearsal, rehearsal.interruptAfter(pressedAfter)),
    rehearsal.meanwhile(pressedAfter - 1, () => {
      for (const fault of afterAsking) sandbox.control.fault(fault);
      return Promise.resolve();
    }),
  ]);
  return { rehearsal, result, took: result.endedAt - pressedAt };
}

describe.each(scenes)('$name, told to leave while AWS is asked to go back', (scene) => {
  const { stop: operation, reads } = scene;

  it.each([
    ['does as it is told, and never answers', { hang: true }],
    ['answers after a minute', { delay: minutes(1) }],
  ] satisfies readonly (readonly [string, Omit<Fault, 'operation'>])[])(
    'knows that it does, where AWS %s',
    async (_, fault) => {
      const { rehearsal, result, took } = await leave(scene, [{ operation, ...fault }]);

      expect(result.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGINT', rollingBack: true });
      expect(result.changed).toBe('in-progress');
      expect(took).toBeLessThan(grace);
      expect(rehearsal.factsOf('rollback.requested')).toHaveLength(1);
    },
  );

  it('asks once more, and is heard', async () => {
    const { rehearsal, result, took } = await leave(scene, [
      { operation, error: 'ThrottlingException', count: 3 },
    ]);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', rollingBack: true });
    expect(rehearsal.count(operation)).toBeGreaterThan(3);
    expect(took).toBeLessThan(grace);
  });

  it('says that it does not know where AWS answers nothing any more', async () => {
    const hanging = reads.map((one): Fault => ({ operation: one, hang: true }));
    const { rehearsal, result, took } = await leave(scene, [{ operation, hang: true }], hanging);

    expect(result.outcome).toEqual({
      kind: 'interrupted',
      signal: 'SIGINT',
      started: true,
      rollingBack: false,
      asked: true,
    });
    expect(result.changed).toBe('unknown');
    expect(result.deployment).toBeDefined();
    expect(rehearsal.factsOf('rollback.started')).toEqual([]);
    expect(took).toBeLessThan(grace);
  });
});
