import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { seconds } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import { mortal } from './mortal.ts';
import { imageOf, Rehearsal, ref } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { putWebAlarm, setAlarm } from './web-alarm.ts';

const alarms = (gate: Partial<Gate> = {}): Gate =>
  commandGate({ name: 'errors', check: { kind: 'alarms', names: ['web-5xx'] }, ...gate });

async function staged(state: 'OK' | 'ALARM' = 'OK', stage: Parameters<typeof Rehearsal.begin>[0] = {}) {
  const rehearsal = await Rehearsal.begin(stage);
  await putWebAlarm(rehearsal);
  await setAlarm(rehearsal, state);
  return rehearsal;
}

async function alarmsAtAws(rehearsal: Rehearsal) {
  const { services } = await rehearsal.ecs.describeServices({
    cluster: ref.cluster,
    services: [ref.service],
  });
  return services?.[0]?.deploymentConfiguration?.alarms;
}

describe('A gate of alarms', () => {
  it('is watched by ECS too, which the plan says', async () => {
    const rehearsal = await staged();
    const result = await rehearsal.deploy(measuring([alarms()]));

    expect(result.outcome.kind).toBe('succeeded');
    expect(await alarmsAtAws(rehearsal)).toMatchObject({
      alarmNames: ['web-5xx'],
      enable: true,
      rollback: true,
    });
    expect(result.plan?.safety).toContainEqual(
      expect.objectContaining({ rule: 'gate', name: 'errors', holder: 'aws', rollsBack: true }),
    );
    expect(result.plan?.settings.map(({ path }) => path)).toContain(
      'deploymentConfiguration.alarms.alarmNames',
    );
  });

  it('does not have ECS roll back where nobody is to', async () => {
    const rehearsal = await staged();
    await rehearsal.deploy({ ...measuring([alarms()]), rollback: 'off' });

    expect(await alarmsAtAws(rehearsal)).toMatchObject({ enable: true, rollback: false });
  });

  it('takes a release back when it fires, whoever sees it first', async () => {
    const rehearsal = await staged();
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([alarms()])),
      rehearsal.meanwhile(seconds(20), () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
  });

  it('takes a release back when it fires with nobody left to look', async () => {
    const rehearsal = await staged();
    const { context, died } = mortal(rehearsal, (operation, call) =>
      operation.endsWith('DescribeServices') && call > 20 ? 'before' : undefined,
    );
    void rehearsal.deploy(measuring([alarms()]), context);
    await died;
    await setAlarm(rehearsal, 'ALARM');
    await rehearsal.sandbox.clock.sleep(300_000);

    expect(await rehearsal.newestDeployment()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
  });

  it('turns no way back round, which it still fires during', async () => {
    const rehearsal = await staged();
    scripted(rehearsal, [0, 1]);
    const after = commandGate({ at: ['after'], interval: seconds(20) });
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([alarms(), after], 120_000)),
      rehearsal.meanwhile(0, async () => {
        while (rehearsal.factsOf('rollback.started').length === 0) await rehearsal.sandbox.clock.sleep(1_000);
        await rehearsal.sandbox.clock.sleep(5_000);
        await setAlarm(rehearsal, 'ALARM');
      }),
    ]);

    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
    expect(await alarmsAtAws(rehearsal)).toMatchObject({ enable: false });
  });

  it('is there again once a way back is over that leaves the settings, and gone where it leads to a release without it', async () => {
    const rehearsal = await staged();
    scripted(rehearsal, [0]);
    await rehearsal.deploy(measuring([alarms()]));
    const [back] = await Promise.all([
      rehearsal.rollBack({ imageOnly: true }),
      rehearsal.meanwhile(seconds(12), () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(await alarmsAtAws(rehearsal)).toMatchObject({ alarmNames: ['web-5xx'], enable: true });

    await setAlarm(rehearsal, 'OK');
    await rehearsal.rollBack({ to: 'web:2', imageOnly: true });
    await rehearsal.rollBack();
    expect((await rehearsal.serving()).taskDefinition).toBe('web:1');
    expect(await alarmsAtAws(rehearsal)).toMatchObject({ alarmNames: [], enable: false });
  });

  it('is refused when it fires already, before anything has changed', async () => {
    const rehearsal = await staged('ALARM');
    const updates = rehearsal.count('UpdateService');
    const error: unknown = await rehearsal.deploy(measuring([alarms()])).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'refused.alarm_firing' });
    expect(exitCodeOfError(error)).toBe(10);
    expect(rehearsal.count('UpdateService')).toBe(updates);
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });

  it('may be accepted, and then tells nothing', async () => {
    const rehearsal = await staged('ALARM');
    const result = await rehearsal.deploy({ ...measuring([alarms()]), acceptAlarms: ['web-5xx'] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.gates).toBeUndefined();
    // ECS ignores it for the whole deployment: nothing in the plan says otherwise.
    expect(
      result.plan?.safety.filter(
        ({ rule, holder }) => rule === 'alarms' || (rule === 'gate' && holder === 'aws'),
      ),
    ).toEqual([]);
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('alarm-already-firing');
  });

  describe('that measures only after the deployment', () => {
    const after = (gate: Partial<Gate> = {}): Gate => alarms({ at: ['after'], ...gate });

    it.each([{}, { codeDeploy: {} }])('is refused when it fires already (%j)', async (stage) => {
      const rehearsal = await staged('ALARM', stage);
      const error: unknown = await rehearsal
        .deploy(measuring([after()], 60_000))
        .catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({
        code: 'refused.alarm_firing',
        // AWS watches it not.
        message: expect.stringMatching(/a gate would find any release bad/),
      });
      expect(exitCodeOfError(error)).toBe(10);
      expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
    });

    it.each([{}, { codeDeploy: {} }])('may be accepted, and then tells nothing (%j)', async (stage) => {
      const rehearsal = await staged('ALARM', stage);
      const request = { ...measuring([after()], 60_000), acceptAlarms: ['web-5xx'] };
      const result = await rehearsal.deploy(request);

      expect(result.outcome.kind).toBe('succeeded');
      expect(result.gates).toBeUndefined();
    });

    it('leaves what AWS watches in force when it is accepted, and says that no gate looks at it', async () => {
      const rehearsal = await staged('ALARM');
      await rehearsal.deploy({ ...measuring([after()], 60_000), acceptAlarms: ['web-5xx'] });

      expect(rehearsal.factsOf('warning').map(({ warning }) => warning)).toContainEqual({
        kind: 'alarm-already-firing',
        alarms: ['web-5xx'],
        onlyOfGates: true,
      });
    });

    it('may fire where it is only tried out, or measures before the deployment and judges by itself', async () => {
      const rehearsal = await staged('ALARM');
      const tried = await rehearsal.deploy(measuring([after({ dryRun: true })], 60_000));
      const before = alarms({ at: ['before'], count: 2, failuresAllowed: 1 });
      const images = [{ image: imageOf(3) }];
      const [tolerant] = await Promise.all([
        rehearsal.deploy({ ...measuring([before]), images }),
        rehearsal.meanwhile(seconds(3), () => setAlarm(rehearsal, 'OK')),
      ]);

      expect([tried.outcome.kind, tolerant.outcome.kind]).toEqual(['succeeded', 'succeeded']);
    });

    it.each([
      [undefined, 22, 20],
      [['web-5xx'], 0, 0],
    ] as const)('accepted (%j) by whoever takes the release over', async (acceptAlarms, again, resumed) => {
      for (const [how, exit] of [
        ['again', again],
        ['resume', resumed],
      ] as const) {
        const rehearsal = await staged();
        const request = measuring([after()], 600_000);
        await rehearsal.deploy(request, rehearsal.interruptAfter(180_000));
        await setAlarm(rehearsal, 'ALARM');
        const more = { ...request, acceptAlarms };
        const result = how === 'again' ? await rehearsal.deploy(more) : await rehearsal.resume(more);

        expect(exitCodeOf(result.outcome)).toBe(exit);
      }
    });
  });

  it('is not measured by whoever takes a deployment over and accepts it', async () => {
    const rehearsal = await staged();
    await rehearsal.deploy({ ...measuring([]), rollback: 'ask' }, rehearsal.interruptAfter(12_000));
    await setAlarm(rehearsal, 'ALARM');
    const result = await rehearsal.resume({ ...measuring([alarms()]), acceptAlarms: ['web-5xx'] });

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('judges a release that a second run takes over, although it fires by then', async () => {
    const rehearsal = await staged();
    await rehearsal.deploy(measuring([]), rehearsal.interruptAfter(12_000));
    await setAlarm(rehearsal, 'ALARM');
    const result = await rehearsal.deploy(measuring([alarms()]));

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', because: { gate: 'errors' } });
  });

  it('never goes back because CloudWatch throttles it', async () => {
    const rehearsal = await staged();
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([alarms()])),
      rehearsal.meanwhile(seconds(5), () => {
        rehearsal.sandbox.control.fault({ operation: 'DescribeAlarms', error: 'Throttling' });
        return Promise.resolve();
      }),
    ]);

    expect(result.changed).toBe('released');
    expect([0, 33]).toContain(exitCodeOf(result.outcome));
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2' });
  });
});

describe('A gate of alarms, where CodeDeploy releases', () => {
  async function deploymentAtAws(rehearsal: Rehearsal) {
    const names = { applicationName: 'AppECS-prod-web', deploymentGroupName: 'DgpECS-prod-web' };
    const { deployments = [] } = await rehearsal.codeDeploy.listDeployments(names);
    const infos = await Promise.all(
      deployments.map((deploymentId) => rehearsal.codeDeploy.getDeployment({ deploymentId })),
    );
    return infos.map(({ deploymentInfo }) => deploymentInfo).find((info) => info?.creator === 'user');
  }

  async function alarm(rehearsal: Rehearsal, AlarmName: string, StateValue: 'OK' | 'ALARM'): Promise<void> {
    await rehearsal.cloudWatch.putMetricAlarm({
      AlarmName,
      Namespace: 'Web',
      MetricName: AlarmName,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    await rehearsal.cloudWatch.setAlarmState({ AlarmName, StateValue, StateReason: 'a rehearsal' });
  }

  it('is watched by CodeDeploy too, beside those of the group, which the plan says', async () => {
    const rehearsal = await staged('OK', { codeDeploy: { alarms: ['group'] } });
    await alarm(rehearsal, 'group', 'OK');
    const result = await rehearsal.deploy(measuring([alarms()]));

    expect(result.outcome.kind).toBe('succeeded');
    const names = ['group', 'web-5xx'];
    expect(await deploymentAtAws(rehearsal)).toMatchObject({
      overrideAlarmConfiguration: {
        enabled: true,
        ignorePollAlarmFailure: false,
        alarms: names.map((name) => ({ name })),
      },
    });
    expect(result.plan?.safety).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'alarms', holder: 'aws', rollsBack: true, names }),
        expect.objectContaining({ rule: 'gate', name: 'errors', holder: 'aws', rollsBack: true }),
      ]),
    );
  });

  it('takes a release back when it fires with nobody left to look, also in a group that goes back for no alarm', async () => {
    const rehearsal = await staged('OK', { codeDeploy: { rollsBackOn: ['DEPLOYMENT_FAILURE'] } });
    const { context, died } = mortal(rehearsal, (operation, call) =>
      operation.endsWith('GetDeploymentTarget') && call > 20 ? 'before' : undefined,
    );
    void rehearsal.deploy(measuring([alarms()]), context);
    await died;
    await setAlarm(rehearsal, 'ALARM');
    await rehearsal.sandbox.clock.sleep(300_000);

    expect(await deploymentAtAws(rehearsal)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE' },
    });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('leaves the alarms of the group as they are where they are the same, or where nobody goes back by himself', async () => {
    const ofGroup = await staged('OK', { codeDeploy: { alarms: ['web-5xx'] } });
    await ofGroup.deploy(measuring([alarms()]));
    const asked = await staged('OK', { codeDeploy: {} });
    await asked.deploy({ ...measuring([alarms()]), rollback: 'ask' });

    for (const rehearsal of [ofGroup, asked])
      expect((await deploymentAtAws(rehearsal))?.overrideAlarmConfiguration).toBeUndefined();
  });

  it('is this process alone to watch, and the plan says so, where CodeDeploy takes no more', async () => {
    const names = ['web-5xx', ...Array.from({ length: 10 }, (_, nth) => `more-${String(nth)}`)];
    const rehearsal = await staged('OK', { codeDeploy: {} });
    for (const name of names.slice(1)) await alarm(rehearsal, name, 'OK');
    const result = await rehearsal.deploy({
      ...measuring([alarms({ check: { kind: 'alarms', names } })]),
      dryRun: true,
    });

    expect(result.plan?.codeDeploy?.alarms).toBeUndefined();
    expect(result.plan?.safety.filter(({ rule }) => rule === 'gate').map(({ holder }) => holder)).toEqual([
      'ecsdeploy',
    ]);
  });

  it('is refused when it fires already, or one of the group does, before anything has changed', async () => {
    for (const codeDeploy of [{}, { alarms: ['web-5xx'] }]) {
      const rehearsal = await staged('ALARM', { codeDeploy });
      const request = codeDeploy.alarms === undefined ? measuring([alarms()]) : {};
      const error: unknown = await rehearsal.deploy(request).catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({
        code: 'refused.alarm_firing',
        message: expect.stringMatching(/CodeDeploy stops/),
      });
      expect(rehearsal.count('CreateDeployment') + rehearsal.count('RegisterTaskDefinition')).toBe(1);
    }
  });

  // Who may create deployments may still lack it: IAM names another action than the one that was asked for.
  it('ends with 4 where the role may not override the alarms of the group, and names what it lacks', async () => {
    const rehearsal = await staged('OK', { codeDeploy: {} });
    const action = 'codedeploy:UpdateDeploymentGroup';
    rehearsal.sandbox.control.fault({
      operation: 'CreateDeployment',
      error: 'AccessDeniedException',
      message: `User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ${action} on resource: arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:AppECS-prod-web/DgpECS-prod-web because no identity-based policy allows the ${action} action`,
    });

    const error: unknown = await rehearsal.deploy(measuring([alarms()])).catch((thrown: unknown) => thrown);

    expect(exitCodeOfError(error)).toBe(4);
    expect(error).toMatchObject({
      code: 'permission.denied',
      message: expect.stringContaining(`may not ${action}`),
      suggestions: [expect.stringContaining(`Allow ${action} on arn:aws:codedeploy:`)],
    });
    expect(rehearsal.count('CreateDeployment')).toBe(1);
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('may be accepted: then CodeDeploy does not stop the release for it, and watches the others', async () => {
    const rehearsal = await staged('ALARM', { codeDeploy: { alarms: ['web-5xx', 'group'] } });
    await alarm(rehearsal, 'group', 'OK');
    const result = await rehearsal.deploy({ acceptAlarms: ['web-5xx'] });

    expect(result.outcome.kind).toBe('succeeded');
    expect(await deploymentAtAws(rehearsal)).toMatchObject({
      overrideAlarmConfiguration: { enabled: true, alarms: [{ name: 'group' }] },
    });
  });
});

describe('Gates that a run does without', () => {
  it('are not measured, which is said loudly, and hold nothing at AWS', async () => {
    const rehearsal = await staged();
    const programs = scripted(rehearsal, [1]);
    const gates = [commandGate({ at: ['before', 'during', 'after'] }), alarms()];
    const result = await rehearsal.deploy({
      gates: { gates, watchForMilliseconds: 60_000, areSkipped: true },
    });

    expect(result.outcome.kind).toBe('succeeded');
    expect(programs.times()).toBe(0);
    expect(rehearsal.factsOf('watch.started')).toEqual([]);
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning)).toContainEqual({
      kind: 'gates-skipped',
      names: ['smoke', 'errors'],
    });
    expect((await alarmsAtAws(rehearsal))?.alarmNames ?? []).toEqual([]);
  });
});
