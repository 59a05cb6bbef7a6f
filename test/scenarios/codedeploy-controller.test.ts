import { describe, expect, it } from '@jest/globals';
import { requireService } from '../../src/aws/services.ts';
import { chooseController } from '../../src/controllers/choose-controller.ts';
import { CodeDeployController } from '../../src/controllers/codedeploy/codedeploy-controller.ts';
import { settleConfiguration } from '../../src/controllers/codedeploy/deployment-configuration.ts';
import type { Start } from '../../src/controllers/controller.ts';
import type { TrafficRouting } from '../../src/model/codedeploy.ts';
import { endStatuses, type Deployment, type Move, type Snapshot } from '../../src/model/deployment.ts';
import { minutes } from '../../src/model/duration.ts';
import type { ReleasePlan } from '../../src/model/release-plan.ts';
import type { CodeDeployStage } from './codedeploy-group.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

const canary: TrafficRouting = { type: 'TimeBasedCanary', percent: 20, intervalInMinutes: 2 };
const atOnce: TrafficRouting = { type: 'AllAtOnce' };

/** A service under CodeDeploy, its controller, and what a release does with it. */
class Released {
  readonly rehearsal: Rehearsal;
  readonly controller: CodeDeployController;
  readonly looks: Snapshot[] = [];

  private constructor(rehearsal: Rehearsal, controller: CodeDeployController) {
    this.rehearsal = rehearsal;
    this.controller = controller;
  }

  static async begin(codeDeploy: CodeDeployStage = {}): Promise<Released> {
    const rehearsal = await Rehearsal.begin({ codeDeploy });
    return new Released(rehearsal, await Released.controllerOf(rehearsal));
  }

  /** Another process. */
  static async controllerOf(rehearsal: Rehearsal): Promise<CodeDeployController> {
    const { aws } = rehearsal.context();
    const controller = chooseController(aws, await requireService(aws, ref));
    if (!(controller instanceof CodeDeployController)) throw new Error('not under CodeDeploy');
    return controller;
  }

  async plan(routing: TrafficRouting, version = 2): Promise<ReleasePlan> {
    const { aws } = this.rehearsal.context();
    const service = await requireService(aws, ref);
    const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
    const described = await this.rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:1' });
    const [container] = described.taskDefinition?.containerDefinitions ?? [];
    const registered = await this.rehearsal.ecs.registerTaskDefinition({
      ...described.taskDefinition,
      family: 'web',
      containerDefinitions: [{ ...container, image: imageOf(version) }],
    });
    const { state, foundBy } = await this.controller.group(ref);
    const { application, group } = state;
    return {
      action: 'deploy',
      service: ref,
      account: '123456789012',
      region: 'us-east-1',
      strategy: routing.type,
      current: {
        taskDefinition: primary?.taskDefinition ?? '',
        deploymentId: primary?.id ?? '',
        desiredCount: 2,
        runningCount: 2,
      },
      target: {
        taskDefinition: registered.taskDefinition?.taskDefinitionArn,
        family: 'web',
        images: [],
        commit: 'f00dfeed',
        digests: {},
      },
      update: { force: false, settings: {} },
      differences: [],
      settings: [],
      codeDeploy: {
        application,
        group,
        foundBy,
        configuration: await settleConfiguration(aws, state, { routing }),
        appSpec: {
          version: '0.0',
          Resources: [
            {
              TargetService: {
                Type: 'AWS::ECS::Service',
                Properties: {
                  TaskDefinition: '<TASK_DEFINITION>',
                  LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
                },
              },
            },
          ],
        },
        isAppSpecGiven: false,
      },
      steps: [],
      safety: [],
      timeoutMilliseconds: minutes(30),
    };
  }

  async start(routing: TrafficRouting, version?: number): Promise<Deployment> {
    return deploymentOf(await this.controller.start(await this.plan(routing, version), never()));
  }

  /** Looks as a release does, until a look is as expected. */
  async until(
    deployment: Deployment,
    isExpected: (snapshot: Snapshot) => boolean = ({ status }) => endStatuses.has(status),
    interval = 2_900,
  ): Promise<Snapshot> {
    for (let look = 0; look < 2_000; look++) {
      const snapshot = await this.controller.observe(deployment);
      this.looks.push(snapshot);
      if (isExpected(snapshot)) return snapshot;
      await this.rehearsal.sandbox.clock.sleep(interval);
    }
    throw new Error('it never came');
  }

  perform(deployment: Deployment, kind: Move['kind']): Promise<void> {
    const move = this.looks.at(-1)?.moves.find((one) => one.kind === kind);
    if (move === undefined) throw new Error(`${kind} is not legal for ${deployment.deploymentId}`);
    return this.controller.perform(move);
  }

  /** What changed from look to look, each state once. */
  history<Value>(of: (snapshot: Snapshot) => Value): Value[] {
    const values = this.looks.map(of);
    return values.filter((value, index) => JSON.stringify(value) !== JSON.stringify(values[index - 1]));
  }
}

function never(): AbortSignal {
  return new AbortController().signal;
}

function deploymentOf(start: Start): Deployment {
  if (start.kind === 'no-deployment') throw new Error('nothing was started');
  return start.deployment;
}

const stageOf = ({ shift }: Snapshot) => shift?.stage;

describe('a canary through CodeDeploy', () => {
  it('is followed by event, weight and wait to its end', async () => {
    const released = await Released.begin({ testListener: true });

    const deployment = await released.start(canary);
    const end = await released.until(deployment);

    expect(deployment.deploymentId).toMatch(/^d-/);
    expect(end).toMatchObject({ status: 'successful', phase: 'ended', moves: [] });
    expect(end.finishedAt).toBeLessThanOrEqual(end.at);
    expect(released.history(stageOf).filter((stage) => stage !== undefined)).toEqual(
      expect.arrayContaining(['Install', 'AllowTraffic', 'TERMINATION_WAIT']),
    );
    expect(released.history(({ shift }) => shift?.production)).toEqual([0, 20, 100]);
    expect(released.history(({ shift }) => shift?.test)).toEqual([0, 100]);
    expect(end.shift?.strategy).toBe('TimeBasedCanary');
    expect(end.deployment.taskSet).toMatch(/^ecs-svc\//);
    expect(end.primary).toMatchObject({
      deploymentId: end.deployment.taskSet,
      taskDefinition: deployment.taskDefinition,
    });
  });

  it('tells when its bakes end', async () => {
    const released = await Released.begin({ terminationWait: 5 });

    const deployment = await released.start(canary);
    const step = await released.until(deployment, ({ phase }) => phase === 'baking');
    const final = await released.until(deployment, ({ shift }) => shift?.stage === 'TERMINATION_WAIT');
    const end = await released.until(deployment);

    expect(step.shift?.bake?.kind).toBe('step');
    expect(step.shift?.bake?.endsAt).toBeGreaterThan(step.at + minutes(1.8));
    expect(step.shift?.bake?.endsAt).toBeLessThan(final.at);
    expect(final.shift?.bake?.kind).toBe('final');
    expect(Math.abs((end.finishedAt ?? 0) - (final.shift?.bake?.endsAt ?? 0))).toBeLessThan(10_000);
  });

  it('asks ECS at most 24 times a minute, and CodeDeploy twice a look', async () => {
    const released = await Released.begin();
    const deployment = await released.start(canary);
    const before = released.rehearsal.count('DescribeServices');

    await released.until(deployment);

    const spent = (released.looks.at(-1)?.at ?? 0) - (released.looks[0]?.at ?? 0);
    expect(released.rehearsal.count('DescribeServices') - before).toBeLessThan(spent / minutes(1) + 3);
    expect(released.rehearsal.count('GetDeploymentTarget')).toBeLessThanOrEqual(released.looks.length);
  });

  it('takes a configuration that is there, and creates one that is not, once', async () => {
    const released = await Released.begin({ terminationWait: 0 });

    const first = await released.plan(canary);
    await released.until(deploymentOf(await released.controller.start(first, never())));
    const second = await released.plan(canary, 3);

    expect(first.codeDeploy?.configuration).toEqual({
      name: 'ecsdeploy-canary-20-percent-2-minutes',
      routing: canary,
      isNew: true,
    });
    expect(second.codeDeploy?.configuration).toEqual({ ...first.codeDeploy?.configuration, isNew: false });
    expect(released.rehearsal.count('CreateDeploymentConfig')).toBe(1);
  });

  it('puts the revision where CodeDeploy reads it, and leaves what is of others', async () => {
    const released = await Released.begin();
    const plan = await released.plan(canary);
    if (plan.codeDeploy === undefined) throw new Error('the plan names no group');
    const appSpec = { ...plan.codeDeploy.appSpec, Metadata: { Example: '<TASK_DEFINITION>' } };

    const start = await released.controller.start(
      { ...plan, codeDeploy: { ...plan.codeDeploy, appSpec } },
      never(),
    );

    const { deploymentId } = deploymentOf(start);
    const { deploymentInfo } = await released.rehearsal.codeDeploy.getDeployment({ deploymentId });
    const sent = deploymentInfo?.revision?.appSpecContent?.content ?? '';
    expect(JSON.parse(sent)).toMatchObject({
      Metadata: { Example: '<TASK_DEFINITION>' },
      Resources: [{ TargetService: { Properties: { TaskDefinition: plan.target.taskDefinition } } }],
    });
  });

  it('says which commit it brings', async () => {
    const released = await Released.begin();
    const { deploymentId } = await released.start(canary);
    const { deploymentInfo } = await released.rehearsal.codeDeploy.getDeployment({ deploymentId });

    expect(deploymentInfo?.description).toBe('ecsdeploy deploy: web:2 instead of web:1, commit f00dfeed');
    expect(deploymentInfo?.revision?.appSpecContent?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what CodeDeploy waits for', () => {
  it('is a pause before traffic moves, which is answered', async () => {
    const released = await Released.begin({ readyWait: 60 });
    const deployment = await released.start(atOnce);

    const pause = await released.until(deployment, ({ phase }) => phase === 'waiting-for-approval');
    expect(pause.shift).toMatchObject({ stage: 'READY_WAIT', production: 0 });
    expect(pause.hooks).toMatchObject([
      { hookId: 'READY_WAIT', target: 'pause', status: 'awaiting-action', timeoutAction: 'STOP' },
    ]);
    expect((pause.hooks?.[0]?.expiresAt ?? 0) - pause.at).toBeGreaterThan(minutes(59));
    expect((pause.hooks?.[0]?.expiresAt ?? 0) - pause.at).toBeLessThanOrEqual(minutes(60));
    await released.perform(deployment, 'continue');

    expect(await released.until(deployment)).toMatchObject({ status: 'successful' });
  });

  it('is given up when nobody answers: nothing has moved', async () => {
    const released = await Released.begin({ readyWait: 10, rollsBackOn: [] });
    const deployment = await released.start(atOnce);

    const end = await released.until(deployment, ({ status }) => endStatuses.has(status), minutes(0.5));

    expect(end).toMatchObject({ status: 'failed', shift: { production: 0 } });
    expect(end.statusReason).toMatch(/timed out while waiting for a notification to continue.* 10 minutes/);
  });

  it('is rejected with a rollback that has its own end', async () => {
    const released = await Released.begin({ readyWait: 60, rollsBackOn: [] });
    const deployment = await released.start(atOnce);
    await released.until(deployment, ({ phase }) => phase === 'waiting-for-approval');

    await released.perform(deployment, 'reject');
    const end = await released.until(deployment);

    expect(end).toMatchObject({ status: 'rolled-back', isStoppedBySomebody: true, shift: { production: 0 } });
    expect(end.primary?.taskDefinition).toMatch(/web:1$/);
  });

  it('may be ended before the old tasks are', async () => {
    const released = await Released.begin({ terminationWait: 60 });
    const deployment = await released.start(atOnce);
    const wait = await released.until(deployment, ({ shift }) => shift?.stage === 'TERMINATION_WAIT');
    expect(wait.phase).toBe('baking');
    expect(wait.sources).toMatchObject([{ running: 2 }]);

    await released.perform(deployment, 'end-termination-wait');
    const end = await released.until(deployment);

    expect(end.status).toBe('successful');
    expect(end.at - wait.at).toBeLessThan(minutes(2));
  });
});

describe('a deployment that goes wrong', () => {
  it('is stopped by an alarm, and followed to the end of the deployment that takes it back', async () => {
    const released = await Released.begin({ alarms: ['web-errors'] });
    const { cloudWatch } = released.rehearsal;
    await cloudWatch.putMetricAlarm({
      AlarmName: 'web-errors',
      MetricName: '5xx',
      Namespace: 'app',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanThreshold',
    });
    const deployment = await released.start(canary);
    const baking = await released.until(deployment, ({ phase }) => phase === 'baking');
    expect(baking.alarms).toEqual({ status: 'watching', names: ['web-errors'], triggered: [] });

    await cloudWatch.setAlarmState({ AlarmName: 'web-errors', StateValue: 'ALARM', StateReason: 'test' });
    const end = await released.until(deployment);

    expect(end).toMatchObject({
      status: 'rolled-back',
      shift: { production: 0 },
      alarms: { status: 'triggered', triggered: ['web-errors'] },
    });
    expect(end.isStoppedBySomebody).toBeUndefined();
    expect(end.statusReason).toContain('Activated alarms: web-errors');
    expect(end.primary?.taskDefinition).toMatch(/web:1$/);
    expect(released.history(({ status }) => status)).toEqual(
      expect.arrayContaining(['in-progress', 'rolling-back', 'rolled-back']),
    );
    expect(await released.rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('collects the tasks that died, until CodeDeploy gives up after an hour', async () => {
    const released = await Released.begin();
    released.rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 137, after: 5_000 } });

    const deployment = await released.start(canary);
    const first = await released.until(deployment, ({ stoppedTasks }) => stoppedTasks.length > 0);
    const end = await released.until(deployment, ({ status }) => endStatuses.has(status), minutes(1));

    expect(first.stoppedTasks[0]?.containers[0]?.exitCode).toBe(137);
    expect(first.phase).toBe('starting-tasks');
    expect(end.status).toBe('rolled-back');
    expect(end.statusReason).toContain('waiting for the replacement task set to become healthy');
  });

  it('is stopped by us, and goes back without any configured event', async () => {
    const released = await Released.begin({ rollsBackOn: [] });
    const deployment = await released.start(canary);
    await released.until(deployment, ({ shift }) => (shift?.production ?? 0) > 0);

    await released.perform(deployment, 'stop-and-roll-back');
    const end = await released.until(deployment);

    expect(end).toMatchObject({ status: 'rolled-back', isStoppedBySomebody: true });
    expect(await released.rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('is stopped by somebody who leaves it as it is', async () => {
    const released = await Released.begin({ rollsBackOn: [] });
    const deployment = await released.start(canary);
    await released.until(deployment, ({ shift }) => (shift?.production ?? 0) > 0);

    const { deploymentId } = deployment;
    await released.rehearsal.codeDeploy.stopDeployment({ deploymentId, autoRollbackEnabled: false });
    const end = await released.until(deployment);

    expect(end).toMatchObject({ status: 'stopped', isStoppedBySomebody: true, shift: { production: 20 } });
    expect(released.history(({ status }) => status).at(-2)).toBe('stopping');
  });

  it('is one and the same for another process while it is being taken back', async () => {
    const released = await Released.begin();
    const deployment = await released.start(canary);
    await released.until(deployment, ({ shift }) => (shift?.production ?? 0) > 0);
    await released.perform(deployment, 'stop-and-roll-back');

    const other = await Released.controllerOf(released.rehearsal);
    const found = await other.find(ref);
    const { deploymentInfo } = await released.rehearsal.codeDeploy.getDeployment({
      deploymentId: deployment.deploymentId,
    });
    const back = deploymentInfo?.rollbackInfo?.rollbackDeploymentId ?? '';
    const located = await other.locate(ref, back);
    const end = await released.until(deployment);

    expect(found?.deploymentId).toBe(deployment.deploymentId);
    expect(found?.endedAt).toBeUndefined();
    expect(located?.deploymentId).toBe(deployment.deploymentId);
    expect(await other.find(ref)).toBeUndefined();
    expect(await other.latest(ref)).toMatchObject({
      deploymentId: deployment.deploymentId,
      endedAt: end.finishedAt,
    });
  });
});

describe('starting', () => {
  it('starts once although the reply is lost', async () => {
    const released = await Released.begin();
    released.rehearsal.sandbox.faults.add({ operation: 'CreateDeployment', loseReply: true, count: 1 });

    const start = await released.controller.start(await released.plan(canary), never());
    const { deployments } = await released.rehearsal.codeDeploy.listDeployments({});

    expect(start.kind).toBe('started');
    expect(deployments).toEqual([deploymentOf(start).deploymentId]);
  });

  it('starts again when the request never had its effect', async () => {
    const released = await Released.begin();
    released.rehearsal.sandbox.faults.add({
      operation: 'CreateDeployment',
      error: 'InternalFailure',
      status: 500,
      count: 1,
    });

    const start = await released.controller.start(await released.plan(canary), never());
    const { deployments } = await released.rehearsal.codeDeploy.listDeployments({});

    expect(deployments).toEqual([deploymentOf(start).deploymentId]);
  });

  it('refuses where another revision is being brought in', async () => {
    const released = await Released.begin();
    const other = await released.start(canary, 2);

    const start = released.controller.start(await released.plan(canary, 3), never());

    await expect(start).rejects.toMatchObject({
      code: 'refused.busy',
      details: { deployment: other.deploymentId },
    });
  });

  it('adopts what somebody has started since the plan with the same revision', async () => {
    const released = await Released.begin();
    const plan = await released.plan(canary);
    const sent = released.controller.start(plan, never());
    const other = await Released.controllerOf(released.rehearsal);
    const [first, second] = await Promise.all([sent, other.start(plan, never())]);

    expect([first.kind, second.kind].sort()).toEqual(['adopted', 'started']);
    expect(deploymentOf(first).deploymentId).toBe(deploymentOf(second).deploymentId);
  });

  it('refuses when the service stands on something else than when it was planned', async () => {
    const released = await Released.begin({ terminationWait: 0 });
    const late = await released.plan(atOnce, 3);
    await released.until(await released.start(atOnce, 2));

    await expect(released.controller.start(late, never())).rejects.toMatchObject({
      code: 'refused.plan_outdated',
    });
  });
});
