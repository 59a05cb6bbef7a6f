import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { TaskDefinition } from '../../src/model/task-definition.ts';
import { conclusionOf } from '../../src/model/diagnosis-report.ts';
import { diagnosisText } from '../../src/output/diagnosis-text.ts';
import { diagnoseService } from '../../src/release/diagnose.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { plain } from '../unit/output/plain-palette.ts';
import { imageOf, ref, Rehearsal, toLogGroup, webTaskDefinition } from './rehearsal.ts';
import { beginWith, isBaking, isUnderWay, when } from './strategy-stage.ts';
import { setAlarm } from './web-alarm.ts';

const check = 'arn:aws:lambda:us-east-1:123456789012:function:check-it';
const crash = { exit: { code: 3, after: 500 } } as const;

const diagnose = (rehearsal: Rehearsal) => diagnoseService(rehearsal.context(), { service: ref });

/** `web:1` with a log, and with more in its environment than the next revision has. */
function withLog(environment = [{ name: 'MODE', value: 'calm' }]) {
  return {
    containerDefinitions: [
      {
        ...webTaskDefinition().containerDefinitions![0]!,
        environment,
        logConfiguration: toLogGroup,
      },
    ],
  };
}

describe('diagnose, at any time', () => {
  it('finds nothing wrong with a service that is well', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });

    const report = await diagnose(rehearsal);

    expect(report.diagnosis.likely).toBeUndefined();
    expect(report.diagnosis.findings).toEqual([]);
    expect(report).toMatchObject({ running: 2, desired: 2, deployment: { standing: 'succeeded' } });
    expect(report.diagnosis.evidence.missing).toEqual([]);
  });

  it('finds nothing wrong with a service that scales out, or whose task was lost and replaced', async () => {
    const rehearsal = await Rehearsal.begin();
    const { taskArns } = await rehearsal.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
    rehearsal.sandbox.control.behave(imageOf(1), { failure: 'exit.1' });
    await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: taskArns?.[0] });
    await rehearsal.sandbox.clock.sleep(minutes(1));
    rehearsal.sandbox.control.behave(imageOf(1), { failure: 'none', startDelay: minutes(1) });
    await rehearsal.sandbox.clock.sleep(minutes(10));
    const replaced = await diagnose(rehearsal);
    await rehearsal.ecs.updateService({ cluster: ref.cluster, service: ref.service, desiredCount: 4 });
    await rehearsal.sandbox.clock.sleep(seconds(30));
    const growing = await diagnose(rehearsal);

    expect([replaced.running, replaced.diagnosis.findings]).toEqual([2, []]);
    expect(growing.running).toBeLessThan(growing.desired);
    expect(growing.pending).toBeGreaterThan(0);
    expect(growing.diagnosis.findings).toEqual([]);
  });

  it('cannot tell where it may not read, and does not call that well', async () => {
    const rehearsal = await Rehearsal.begin();
    for (const operation of ['ListTasks', 'ListServiceDeployments']) deny(rehearsal, operation);

    const report = await diagnose(rehearsal);

    expect(report.diagnosis.findings).toEqual([]);
    expect(conclusionOf(report.diagnosis)).toBe('could-not-tell');
    expect(diagnosisText(report, plain)).toContain('Could not tell');
  });

  it('finds that a deployment is taken back, also where AWS gives no reason', async () => {
    const rehearsal = await beginWith('CANARY');
    const [, report] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, async () => {
        const { serviceDeployments } = await rehearsal.ecs.listServiceDeployments({
          cluster: ref.cluster,
          service: ref.service,
        });
        await rehearsal.ecs.stopServiceDeployment({
          serviceDeploymentArn: serviceDeployments?.[0]?.serviceDeploymentArn,
          stopType: 'ROLLBACK',
        });
        return await diagnose(rehearsal);
      }),
    ]);

    expect(report.deployment).toMatchObject({ standing: 'going-back' });
    expect(report.diagnosis.findings[0]).toMatchObject({ source: 'deployment' });
  });

  it('finds nothing wrong after a release that went well, and tells the one before it', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();

    const report = await diagnose(rehearsal);

    expect(report.diagnosis.findings).toEqual([]);
    expect(report.lastGood?.taskDefinition).toMatch(/web:1$/);
    expect(report.diagnosis.evidence.changes).toMatchObject({ since: 'web:1' });
  });

  it('says after a rollback why the release failed, with what had changed and the log', async () => {
    const rehearsal = await Rehearsal.begin({ taskDefinition: withLog() });
    rehearsal.sandbox.control.behave(imageOf(2), crash);
    await rehearsal.deploy();

    const { deployment, diagnosis, taskDefinition } = await diagnose(rehearsal);

    expect(deployment).toMatchObject({ status: 'rolled-back', standing: 'failed' });
    expect(deployment?.taskDefinition).toMatch(/web:2$/);
    expect(taskDefinition).toMatch(/web:1$/);
    expect(diagnosis.findings[0]).toMatchObject({ id: 'exit.3', container: 'app' });
    expect(diagnosis.findings[0]?.log?.lines.length).toBeGreaterThan(0);
    expect(diagnosis.likely).toMatchObject({
      cause: `The new image ${imageOf(2)} does not keep running: The container app exited with code 3`,
      confidence: 'medium',
      next: expect.stringMatching(/^aws logs tail \/web --since 3h --log-stream-names web\/app\//),
    });
    expect(diagnosis.evidence.changes).toMatchObject({ since: 'web:1' });
    expect(diagnosis.evidence.stoppedTasks).toHaveLength(1);
  });

  it('does not blame the new revision for tasks of the old one that died after the rollback', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1 });
    rehearsal.sandbox.control.behave(imageOf(2), crash);
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(1), { failure: 'memory.exceeded' });
    const { taskArns } = await rehearsal.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
    await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: taskArns?.[0] });
    await rehearsal.sandbox.clock.sleep(minutes(5));

    const { deployment, diagnosis } = await diagnose(rehearsal);

    expect(deployment?.taskDefinition).toMatch(/web:2$/);
    expect(diagnosis.findings.map(({ id }) => id)).toEqual(['exit.3']);
    expect(diagnosis.evidence.stoppedTasks).toHaveLength(1);
  });

  it('says while a deployment is in progress what goes wrong with it', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { failure: 'image.not-found' });
    await rehearsal.ecs.registerTaskDefinition(
      webTaskDefinition({
        containerDefinitions: [{ ...webTaskDefinition().containerDefinitions![0]!, image: imageOf(2) }],
      }),
    );
    await rehearsal.ecs.updateService({
      cluster: ref.cluster,
      service: ref.service,
      taskDefinition: 'web:2',
    });
    await rehearsal.sandbox.clock.sleep(minutes(3));

    const { deployment, diagnosis } = await diagnose(rehearsal);

    expect(deployment).toMatchObject({ standing: 'in-progress' });
    expect(diagnosis.likely).toMatchObject({ confidence: 'high' });
    expect(diagnosis.findings[0]).toMatchObject({ id: 'image.not-found', heals: 'never' });
  });

  it('says of a service that stands, and whose tasks die, that too few run and why', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1 });
    rehearsal.sandbox.control.behave(imageOf(1), { failure: 'memory.exceeded' });
    const { taskArns } = await rehearsal.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
    await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: taskArns?.[0] });
    await rehearsal.sandbox.clock.sleep(minutes(5));

    const { diagnosis } = await diagnose(rehearsal);

    expect(diagnosis.findings[0]).toMatchObject({ id: 'memory.exceeded' });
    expect(diagnosis.findings[0]?.count).toBeGreaterThan(1);
  });

  it('names the function that failed as a hook of ECS, and where its log is', async () => {
    const rehearsal = await beginWith('BLUE_GREEN');
    rehearsal.sandbox.control.hook('check-it', [{ kind: 'answer', hookStatus: 'FAILED' }]);
    const result = await rehearsal.deploy({
      settings: { hooks: [{ functionArn: check, roleArn: check, stages: ['POST_SCALE_UP'] }] },
    });

    const { diagnosis } = await diagnose(rehearsal);

    expect(result.diagnosis?.likely?.cause).toContain('check-it');
    expect(diagnosis.likely?.cause).toContain('The hook check-it failed at POST_SCALE_UP');
    expect(diagnosis.likely?.next).toBe('aws logs tail /aws/lambda/check-it --since 3h');
  });

  it('names the alarm that fired, and says why it fires', async () => {
    const rehearsal = await beginWith('BLUE_GREEN');
    const [result] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isBaking, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    const { diagnosis } = await diagnose(rehearsal);

    for (const one of [result.diagnosis, diagnosis]) {
      expect(one?.likely?.cause).toContain('The alarm web-5xx fired');
      expect(one?.evidence.alarms).toEqual([{ name: 'web-5xx', reason: 'a rehearsal' }]);
    }
  });

  it('works for a service under CodeDeploy', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.behave(imageOf(2), { failure: 'image.not-found' });
    await rehearsal.deploy({ codeDeploy: {} });

    const { deployment, diagnosis, lastGood } = await diagnose(rehearsal);

    expect(deployment?.id).toMatch(/^d-/);
    expect(deployment).toMatchObject({ standing: 'failed' });
    expect(diagnosis.findings[0]).toMatchObject({ id: 'image.not-found' });
    expect(lastGood?.taskDefinition).toMatch(/web:1$/);
  });

  it('names the function that failed as a hook of CodeDeploy', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.hook('check-it', [{ kind: 'answer', hookStatus: 'FAILED' }]);
    const result = await rehearsal.deploy({ codeDeploy: { hooks: { BeforeAllowTraffic: check } } });

    const { diagnosis } = await diagnose(rehearsal);

    for (const one of [result.diagnosis, diagnosis]) {
      expect(one?.likely?.cause).toContain('The hook check-it failed at BeforeAllowTraffic');
      expect(one?.likely?.next).toBe('aws logs tail /aws/lambda/check-it --since 3h');
      expect(one?.evidence.hooks).toMatchObject([{ logGroup: '/aws/lambda/check-it' }]);
    }
  });

  it('does not take a deployment that goes its way for a failure', async () => {
    const rehearsal = await beginWith('CANARY');
    const [, report] = await Promise.all([
      rehearsal.deploy(),
      when(rehearsal, isUnderWay, () => diagnose(rehearsal)),
    ]);

    expect(report.deployment).toMatchObject({ standing: 'in-progress' });
    expect(report.diagnosis.findings).toEqual([]);
  });

  it('reads only', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true, taskDefinition: withLog() });
    rehearsal.sandbox.control.behave(imageOf(2), crash);
    await rehearsal.deploy();
    const before = rehearsal.calls.length;

    await diagnose(rehearsal);

    const asked = rehearsal.calls.slice(before).map(({ operation }) => operation);
    expect(asked.filter((one) => !/:(?:Describe|List|Get)/.test(one))).toEqual([]);
  });

  it('throws what it cannot do without: the service', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(
      diagnoseService(rehearsal.context(), { service: { cluster: 'prod', service: 'wbe' } }),
    ).rejects.toMatchObject({ code: 'service.not_found' });
  });

  it.each([
    ['ListTasks', 'stopped tasks', 'ecs:ListTasks'],
    ['ListServiceDeployments', 'deployments', 'ecs:ListServiceDeployments'],
    ['DescribeTaskDefinition', 'task definition', 'ecs:DescribeTaskDefinition'],
    ['DescribeTargetHealth', 'target health of ', 'elasticloadbalancing:DescribeTargetHealth'],
  ])('says which permission is missing for %s, and goes on without', async (operation, what, action) => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(2), { failure: 'image.not-found' });
    await rehearsal.deploy();
    deny(rehearsal, operation);

    const { diagnosis } = await diagnose(rehearsal);

    const missing = diagnosis.evidence.missing.find((one) => one.what.startsWith(what));
    expect(missing).toMatchObject({ action });
  });
});

describe('diagnose, where one read after the other is denied', () => {
  // Those that it makes, but for the service itself, without which there is nothing to say.
  const reads = [
    'ListTasks',
    'DescribeTasks',
    'ListServiceDeployments',
    'DescribeServiceDeployments',
    'DescribeServiceRevisions',
    'DescribeTaskDefinition',
    'DescribeTargetHealth',
    'GetLogEvents',
    'DescribeAlarms',
  ];

  it.each(reads)('%s: it is told, and nothing is called well that is not', async (operation) => {
    const rehearsal = await beginWith('BLUE_GREEN', { taskDefinition: withLog() });
    rehearsal.sandbox.control.behave(imageOf(2), crash);
    await rehearsal.deploy();
    await rehearsal.sandbox.clock.sleep(minutes(5));
    deny(rehearsal, operation);

    const { diagnosis } = await diagnose(rehearsal);

    const actions = diagnosis.evidence.missing.map(({ action }) => action?.split(':')[1]);
    expect(actions).toContain(operation);
    expect(conclusionOf(diagnosis)).not.toBe('nothing-wrong');
  });

  it.each(['ListDeployments', 'GetDeployment', 'BatchGetDeployments', 'GetDeploymentTarget', 'ListTasks'])(
    '%s, under CodeDeploy',
    async (operation) => {
      const rehearsal = await beginWithCodeDeploy();
      rehearsal.sandbox.control.behave(imageOf(2), { failure: 'image.not-found' });
      await rehearsal.deploy({ codeDeploy: {} });
      await rehearsal.sandbox.clock.sleep(minutes(5));
      deny(rehearsal, operation);

      const { diagnosis } = await diagnose(rehearsal);

      const actions = diagnosis.evidence.missing.map(({ action }) => action?.split(':')[1]);
      expect(actions).toContain(operation);
      expect(conclusionOf(diagnosis)).not.toBe('nothing-wrong');
    },
  );
});

describe('the diagnosis of a release', () => {
  it('keeps its exit code and its cause where the log may not be read, and says where the log is', async () => {
    const outcomes = [];
    for (const isAllowed of [true, false]) {
      const rehearsal = await Rehearsal.begin({ taskDefinition: withLog() });
      rehearsal.sandbox.control.behave(imageOf(2), crash);
      if (!isAllowed) deny(rehearsal, 'GetLogEvents');
      const { outcome, diagnosis } = await rehearsal.deploy();
      outcomes.push(outcome.kind);
      expect(diagnosis?.findings[0]?.id).toBe('exit.3');
      if (isAllowed) continue;
      expect(diagnosis?.evidence.missing).toMatchObject([{ action: 'logs:GetLogEvents' }]);
      expect(diagnosis?.findings[0]?.log).toMatchObject({ group: '/web', lines: [] });
      expect(diagnosis?.findings[0]?.log?.link).toMatch(
        /^https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=us-east-1#logsV2:log-groups\/log-group\/\$252Fweb\//,
      );
    }
    expect(new Set(outcomes).size).toBe(1);
  });

  it('still shows a task that AWS has forgotten when the release ends', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 1, breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 9, after: 500 } });
    const stopped = async () => {
      const query = { cluster: ref.cluster, serviceName: ref.service, desiredStatus: 'STOPPED' } as const;
      const { taskArns = [] } = await rehearsal.ecs.listTasks(query);
      return taskArns;
    };
    const stuck = async (): Promise<void> => {
      while ((await stopped()).length === 0) await rehearsal.sandbox.clock.sleep(seconds(1));
      // From now on no task ever gets through its start, and none stops either.
      rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(600) });
    };

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(70), rollbackOnTimeout: true }),
      stuck(),
    ]);

    expect(result.endedAt - result.startedAt).toBeGreaterThan(minutes(70));
    const shown = await stopped();
    expect(result.diagnosis?.findings.map(({ id }) => id)).toContain('exit.9');
    expect(shown).not.toContain(
      shown.find((arn) => arn.endsWith(result.diagnosis?.evidence.stoppedTasks[0]?.example ?? '')),
    );
  });

  it('blames a removed environment variable for a crash, before the image', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: 500 } });
    const container = { ...webTaskDefinition().containerDefinitions![0]!, environment: [] };

    const definition = { ...webTaskDefinition({ containerDefinitions: [container] }), tags: undefined };
    const result = await rehearsal.deploy({
      base: { kind: 'file', definition: definition as unknown as TaskDefinition, tags: [] },
    });

    expect(result.diagnosis?.likely?.cause).toBe(
      'The container app exited with code 1, and the environment variable MODE was removed',
    );
  });

  it('compares with the last good release, and not with a bad one that was left', async () => {
    const rehearsal = await leftBad();

    const { outcome, plan, diagnosis } = await rehearsal.deploy({
      images: [{ image: imageOf(3) }],
      rollback: 'off',
    });

    expect(outcome.kind).toBe('failed-left');
    expect(plan?.current.taskDefinition).toMatch(/web:2$/);
    expect(diagnosis?.evidence.changes).toMatchObject({
      since: 'web:1',
      differences: [{ before: imageOf(1), after: imageOf(3) }],
    });
  });

  it('compares with what the release replaced where earlier ones may not be read', async () => {
    const rehearsal = await leftBad();
    deny(rehearsal, 'ListServiceDeployments');

    const { outcome, diagnosis } = await rehearsal.deploy({
      images: [{ image: imageOf(3) }],
      rollback: 'off',
    });

    expect(outcome.kind).toBe('failed-left');
    expect(diagnosis?.evidence.changes?.since).toBe('web:2');
    expect(diagnosis?.evidence.missing).toMatchObject([
      { what: 'earlier deployments', action: 'ecs:ListServiceDeployments' },
    ]);
  });

  it('says the same reason once, with a count', async () => {
    const rehearsal = await Rehearsal.begin({ desired: 4 });
    rehearsal.sandbox.control.behave(imageOf(2), { failure: 'memory.exceeded' });

    const result = await rehearsal.deploy();

    expect(result.diagnosis?.evidence.stoppedTasks).toHaveLength(1);
    expect(result.diagnosis?.findings[0]?.count).toBeGreaterThan(1);
    expect(result.diagnosis?.evidence.stoppedTasks[0]?.count).toBe(result.diagnosis?.findings[0]?.count);
  });
});

/** `web:1` was good; `web:2` is not, and was left as it is. */
async function leftBad(): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin({ breaker: 'only-stops' });
  for (const version of [2, 3]) {
    rehearsal.sandbox.control.behave(imageOf(version), { failure: 'image.not-found' });
  }
  await rehearsal.deploy({ rollback: 'off' });
  await rehearsal.sandbox.clock.sleep(minutes(30));
  return rehearsal;
}

function deny(rehearsal: Rehearsal, operation: string): void {
  rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException', status: 400 });
}
