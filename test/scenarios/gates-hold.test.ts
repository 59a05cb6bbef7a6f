import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import { imageOf, Rehearsal, ref } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { putWebAlarm, setAlarm } from './web-alarm.ts';

const strategies = {
  BLUE_GREEN: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
  CANARY: { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 } },
  LINEAR: { strategy: 'LINEAR', linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 } },
} as const;

const holding = (gate: Partial<Gate> = {}): Gate => commandGate({ hold: { timeoutInMinutes: 10 }, ...gate });

async function staged(strategy: keyof typeof strategies): Promise<Rehearsal> {
  return await Rehearsal.begin({
    twoGroups: {},
    service: { deploymentConfiguration: strategies[strategy] },
  });
}

async function pausesOf(rehearsal: Rehearsal): Promise<string[]> {
  const { services } = await rehearsal.ecs.describeServices({
    cluster: ref.cluster,
    services: [ref.service],
  });
  const hooks = services?.[0]?.deploymentConfiguration?.lifecycleHooks ?? [];
  return hooks
    .filter(({ targetType }) => targetType === 'PAUSE')
    .flatMap((hook) => hook.lifecycleStages ?? []);
}

describe('A gate that has AWS hold the deployment', () => {
  it.each(['BLUE_GREEN', 'CANARY', 'LINEAR'] as const)(
    'lets %s go on when it has passed',
    async (strategy) => {
      const rehearsal = await staged(strategy);
      scripted(rehearsal, [0]);
      const result = await rehearsal.deploy(measuring([holding()]));

      expect(result.outcome.kind).toBe('succeeded');
      expect(rehearsal.count('ContinueServiceDeployment')).toBeGreaterThanOrEqual(2);
      expect(await pausesOf(rehearsal)).toEqual([
        'PRE_PRODUCTION_TRAFFIC_SHIFT',
        'POST_PRODUCTION_TRAFFIC_SHIFT',
      ]);
      expect(rehearsal.factsOf('approval.awaited')).toEqual([]);
      expect(result.plan?.gates?.[0]?.heldAt).toHaveLength(2);
    },
  );

  it('holds for what it measures during the deployment, whatever it has found before it', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [0, 75]);
    const result = await rehearsal.deploy(measuring([holding({ at: ['before', 'during'], count: 3 })]));

    expect(result.outcome.kind).toBe('waiting-for-approval');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('holds nothing for an alarm that was accepted, since no gate would let it go on', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    await putWebAlarm(rehearsal);
    await setAlarm(rehearsal, 'ALARM');
    const gate = holding({ check: { kind: 'alarms', names: ['web-5xx'] } });
    const result = await rehearsal.deploy({ ...measuring([gate]), acceptAlarms: ['web-5xx'] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(await pausesOf(rehearsal)).toEqual([]);
  });

  it('goes back when it fails, before any traffic has moved', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [1]);
    const result = await rehearsal.deploy(measuring([holding()]));

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', because: { kind: 'gate' } });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it.each([75, 'cannot-start'] as const)(
    'stays held where it cannot tell (%s), and says what to do',
    async (answer) => {
      const rehearsal = await staged('CANARY');
      scripted(rehearsal, [answer]);
      const result = await rehearsal.deploy(measuring([holding({ count: 3 })]));

      expect(result.outcome.kind).toBe('waiting-for-approval');
      expect(exitCodeOf(result.outcome)).toBe(31);
      expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
      expect(result.next[0]).toMatch(/^ecsdeploy approve/);
    },
  );

  it('is rolled back by AWS when nobody is left to let it go on', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [75]);
    const left = await rehearsal.deploy(measuring([holding()]), rehearsal.interruptAfter(minutes(1)));
    expect(left.outcome.kind).toBe('interrupted');
    await rehearsal.sandbox.clock.sleep(minutes(30));

    expect(await rehearsal.newestDeployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('goes on with whoever resumes it', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    let answer = 75;
    scripted(rehearsal, () => answer);
    await rehearsal.deploy(measuring([holding()]), rehearsal.interruptAfter(minutes(1)));
    answer = 0;
    const result = await rehearsal.resume(measuring([holding()]));

    expect(result.outcome.kind).toBe('succeeded');
  });

  it.each([
    ['without its gates', { gates: { ...measuring([holding()]).gates, areSkipped: true } }],
    ['with another gate in its place', measuring([holding({ name: 'other' })])],
  ] as const)('asks somebody when a run takes it over %s', async (_, request) => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [75]);
    await rehearsal.deploy(measuring([holding()]), rehearsal.interruptAfter(minutes(1)));
    scripted(rehearsal, [0]);
    const result = await rehearsal.deploy(request);

    expect(result.outcome.kind).toBe('waiting-for-approval');
    expect(rehearsal.factsOf('approval.awaited')).toHaveLength(1);
  });

  it('says that somebody has to answer when AWS does not let us', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [0]);
    rehearsal.sandbox.control.fault({
      operation: 'ContinueServiceDeployment',
      error: 'AccessDeniedException',
    });
    const result = await rehearsal.deploy(measuring([holding()]));

    expect(result.outcome.kind).toBe('waiting-for-approval');
    expect(rehearsal.factsOf('approval.awaited')).toHaveLength(1);
  });

  it('tells who waits for it that a gate could not tell', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [75]);
    const result = await rehearsal.deploy({ ...measuring([holding({ count: 3 })]), waitForApproval: true });

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(rehearsal.factsOf('approval.awaited')).toMatchObject([
      { approval: { stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT' } },
    ]);
  });

  it('is told to whoever watches, who does not answer for it', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [75]);
    await rehearsal.deploy(measuring([holding()]), rehearsal.interruptAfter(minutes(1)));
    const result = await rehearsal.watch();

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(rehearsal.factsOf('approval.awaited')).toMatchObject([{ gates: ['smoke'] }]);
  });

  it('holds while a person thinks about whether to go back', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [1]);
    const other = commandGate({ name: 'other' });
    rehearsal.ask = async () => {
      await rehearsal.sandbox.clock.sleep(minutes(2));
      return true;
    };
    const result = await rehearsal.deploy({ ...measuring([other, holding()]), rollback: 'ask' });

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
  });

  it('leaves the pause of a person to the person', async () => {
    const rehearsal = await staged('CANARY');
    scripted(rehearsal, [0]);
    const approvals = [{ moment: 'before-each-shift', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' }] as const;
    const result = await rehearsal.deploy({ ...measuring([holding()]), settings: { approvals } });

    expect(result.outcome.kind).toBe('waiting-for-approval');
    expect(rehearsal.count('ContinueServiceDeployment')).toBe(0);
    expect(await pausesOf(rehearsal)).toEqual([
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
    ]);
  });

  it('leaves no pause behind once it is configured no more', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [0]);
    await rehearsal.deploy(measuring([holding()]));
    const result = await rehearsal.deploy({ ...measuring([]), images: [{ image: imageOf(3) }] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(await pausesOf(rehearsal)).toEqual([]);
  });

  it('holds no rollback', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [0]);
    await rehearsal.deploy(measuring([holding()]));
    const back = await rehearsal.rollBack();

    expect(back.outcome.kind).toBe('rolled-back-as-asked');
    expect(await pausesOf(rehearsal)).toEqual([]);
  });

  it('waits for somebody where it fails and nobody can be asked, since AWS goes back at the time-out', async () => {
    const rehearsal = await staged('BLUE_GREEN');
    scripted(rehearsal, [1]);
    const result = await rehearsal.deploy({ ...measuring([holding()]), rollback: 'ask' });

    expect(result.outcome).toMatchObject({
      kind: 'waiting-for-approval',
      approval: { timeoutAction: 'ROLLBACK' },
    });
    expect(exitCodeOf(result.outcome)).toBe(31);
    expect(result.gates).toMatchObject([{ verdict: { kind: 'fail' } }]);
  });

  it('is refused where nothing is to be rolled back, since AWS would', async () => {
    const rehearsal = await staged('BLUE_GREEN');

    await expect(rehearsal.deploy({ ...measuring([holding()]), rollback: 'off' })).rejects.toMatchObject({
      code: 'config.hold_without_rollback',
    });
    expect(rehearsal.count('UpdateService')).toBe(0);
  });

  it.each([
    ['a rolling service', {}],
    ['one of CodeDeploy', { codeDeploy: {} }],
  ] as const)('is refused for %s', async (_, stage) => {
    const rehearsal = await Rehearsal.begin(stage);

    await expect(rehearsal.deploy(measuring([holding()]))).rejects.toMatchObject({
      code: 'config.hold_impossible',
    });
  });
});
