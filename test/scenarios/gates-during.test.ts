import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import type { Gate } from '../../src/model/gate.ts';
import { Rehearsal } from './rehearsal.ts';
import { commandGate, measuring, scripted, type Script } from './scripted-gates.ts';

async function released(
  script: readonly Script[],
  gate: Partial<Gate> = {},
  stage: Parameters<typeof Rehearsal.begin>[0] = {},
) {
  const rehearsal = await Rehearsal.begin(stage);
  const programs = scripted(rehearsal, script);
  const result = await rehearsal.deploy(measuring([commandGate(gate)]));
  return { rehearsal, programs, result };
}

describe('A gate that measures while a release comes in', () => {
  it('lets a good release be good, and says what it has measured', async () => {
    const { result, programs } = await released([0]);

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(programs.times()).toBeGreaterThan(1);
    expect(result.gates).toMatchObject([
      { gate: 'smoke', moment: 'during', verdict: { kind: 'pass' }, counts: { fail: 0 } },
    ]);
  });

  it('takes a bad one back, with the reason, and verifies that the old revision serves', async () => {
    const { rehearsal, result } = await released([0, 1]);

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      to: 'web:1',
      because: {
        kind: 'gate',
        gate: 'smoke',
        verdict: 'fail',
        because: { kind: 'measurements-failed', count: 1, last: { kind: 'command-exit', exitCode: 1 } },
      },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
    expect(result.gates).toMatchObject([{ verdict: { kind: 'fail' } }]);
  });

  it('allows as many bad measurements as it is told to', async () => {
    const { result } = await released([1, 0], { failuresAllowed: 1 });

    expect(result.outcome.kind).toBe('succeeded');
  });

  it.each([
    ['cannot be measured', ['cannot-start'] as const],
    ['never answers in its time', ['silent'] as const],
    ['tells nothing', [75] as const],
  ])('does not go back when it %s: the release is out, unproven', async (_, script) => {
    const { rehearsal, result } = await released(script);

    expect(result.outcome).toMatchObject({
      kind: 'inconclusive',
      because: { kind: 'gate', gate: 'smoke', verdict: 'inconclusive' },
    });
    expect(exitCodeOf(result.outcome)).toBe(33);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2' });
  });

  it('goes back for a gate that cannot tell where it is told to', async () => {
    const { result } = await released(['cannot-start'], { onInconclusive: 'rollback', interval: 2_000 });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      because: { verdict: 'inconclusive', because: { kind: 'not-measured', times: 4 } },
    });
  });

  it('does not mind one that cannot tell where it is told so', async () => {
    const { result } = await released(['cannot-start'], { onInconclusive: 'continue' });

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('decides nothing while it is only tried out', async () => {
    const { result } = await released([1], { dryRun: true });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.gates).toMatchObject([{ dryRun: true, verdict: { kind: 'fail' } }]);
  });

  it('asks for the rollback no later than the plan says', async () => {
    const rehearsal = await Rehearsal.begin();
    let badSince: number | undefined;
    const now = (): number => rehearsal.sandbox.clock.now();
    let runs = 0;
    scripted(rehearsal, () => {
      runs++;
      if (runs < 3) return 0;
      badSince ??= now();
      return 1;
    });
    const reported: number[] = [];
    const context = rehearsal.context();
    const { report } = context;
    const result = await rehearsal.deploy(measuring([commandGate({ failuresAllowed: 1 })]), {
      ...context,
      report: (fact) => {
        if (fact.type === 'rollback.started') reported.push(now());
        report(fact);
      },
    });

    const worst = result.plan?.gates?.[0]?.worstCase ?? 0;
    expect(worst).toBeGreaterThan(0);
    expect((reported[0] ?? Number.POSITIVE_INFINITY) - (badSince ?? 0)).toBeLessThanOrEqual(worst);
  });

  it.each([
    ['off', undefined, 'failed-left', 22],
    ['ask', undefined, 'failed-left', 22],
    ['ask', false, 'failed-left', 22],
    ['ask', true, 'failed-rolled-back', 20],
  ] as const)('with rollback %s and the answer %s ends %s', async (rollback, answer, kind, exit) => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    if (answer !== undefined) rehearsal.ask = () => Promise.resolve(answer);
    const result = await rehearsal.deploy({ ...measuring([commandGate()]), rollback });

    expect(result.outcome).toMatchObject({ kind, because: { kind: 'gate', verdict: 'fail' } });
    expect(exitCodeOf(result.outcome)).toBe(exit);
    if (exit === 22)
      expect(result.next.some((command) => command.startsWith('ecsdeploy rollback'))).toBe(true);
    expect(rehearsal.factsOf('rollback.asked').length).toBe(answer === undefined ? 0 : 1);
  });

  it('looks on while a person thinks about it', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    let looksBefore = 0;
    rehearsal.ask = async () => {
      looksBefore = rehearsal.factsOf('deployment.observed').length;
      await rehearsal.sandbox.clock.sleep(15_000);
      return true;
    };
    const result = await rehearsal.deploy({ ...measuring([commandGate()]), rollback: 'ask' });

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(rehearsal.factsOf('deployment.observed').length).toBeGreaterThan(looksBefore + 4);
  });

  it.each([
    ['ROLLING', {}],
    ['BLUE_GREEN', { bakeTimeInMinutes: 1 }],
    ['CANARY', { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 } }],
    ['LINEAR', { linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } }],
  ] as const)('takes a bad release back under %s', async (strategy, more) => {
    const shifts = strategy === 'ROLLING' ? {} : { twoGroups: {} };
    const { rehearsal, result } = await released(
      [0, 0, 0, 1],
      {},
      {
        ...shifts,
        service: {
          deploymentConfiguration: {
            strategy,
            ...more,
            deploymentCircuitBreaker: { enable: true, rollback: true },
          },
        },
      },
    );

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', because: { kind: 'gate' } });
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
  });

  it('takes a release of CodeDeploy back', async () => {
    const { result } = await released([0, 1], {}, { codeDeploy: {} });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', because: { kind: 'gate' } });
  });
});
