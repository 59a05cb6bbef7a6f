import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { cloudwatchOperations } from '../../../src/sandbox/cloudwatch/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { Rehearsal } from './rehearsal.ts';
import { Rehearsal as PlainRehearsal, checked } from './rehearsal.ts';
import { ShiftingRehearsal, functionAt, checker, pauseAt, v1, v2 } from './shifting-stage.ts';

const notFound = 'CannotPullContainerError: pull image manifest has been retried 5 time(s): not found';
const breaker = { enable: true, rollback: true };
const canary: DeploymentConfiguration = {
  strategy: 'CANARY',
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
  bakeTimeInMinutes: 5,
};
const watched = { alarmNames: ['errors'], enable: true, rollback: true };

function alarm(rehearsal: Rehearsal, StateValue: 'ALARM' | 'OK'): void {
  rehearsal.call(cloudwatchOperations.SetAlarmState, {
    AlarmName: 'errors',
    StateValue,
    StateReason: 'a person said so',
  });
}

function withAlarm(configuration: DeploymentConfiguration): ShiftingRehearsal {
  const rehearsal = new ShiftingRehearsal({ ...configuration, alarms: watched });
  rehearsal.call(cloudwatchOperations.PutMetricAlarm, {
    AlarmName: 'errors',
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 1,
  });
  alarm(rehearsal, 'OK');
  return rehearsal;
}

function productionListener(rehearsal: ShiftingRehearsal) {
  return [...rehearsal.world.elbv2.listeners.values()].find(
    ({ defaultRule }) => defaultRule.arn === rehearsal.groups!.productionRule,
  )!;
}

/** The old version serves alone, as if nothing had been. */
function expectTheOldOneBack(rehearsal: ShiftingRehearsal, old: string): void {
  expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
  expect(rehearsal.sight).toMatchObject({ test: 0, production: 0 });
  expect(rehearsal.productionWeights.at(-1)).toBe(0);
  expect(rehearsal.testWeights.at(-1)).toBe(0);
  expect(rehearsal.images).toEqual([v1, v1]);
  expect(rehearsal.service).toMatchObject({
    taskDefinition: expect.stringMatching(/:1$/),
    deployments: [{ id: old, status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
  });
}

describe('a shift that goes back', () => {
  it('on request during the canary moves production first, then test traffic, and then scales in', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    const old = rehearsal.primary;
    rehearsal.release(v2);
    const failed = rehearsal.primary;
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    rehearsal.stop();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_REQUESTED');
    rehearsal.until(() => rehearsal.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS');
    expect(rehearsal.serviceDeployment).toMatchObject({
      lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
      statusReason: 'Service deployment rolled back due to a user request.',
      rollback: {
        reason: 'Service deployment rolled back due to a user request.',
        serviceRevisionArn: rehearsal.serviceDeployment.sourceServiceRevisions![0]!.arn,
        startedAt: expect.any(Date),
      },
    });
    expect(rehearsal.service.deployments).toMatchObject([
      { id: old.id, status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      { id: failed.id, status: 'ACTIVE', rolloutState: 'FAILED', runningCount: 2 },
    ]);
    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.course()).toEqual([
      '0s PRODUCTION_TRAFFIC_SHIFT 100/0',
      '5s TEST_TRAFFIC_SHIFT 0/0',
      '10s CLEAN_UP 0/0',
    ]);
    expectTheOldOneBack(rehearsal, old.id!);
    expect(rehearsal.events.slice(-6)).toEqual([
      '(service web) (deployment ecs-svc/N) deployment failed: ECS deployment stopped due to a user request.',
      '(service web) rolling back to deployment ecs-svc/N.',
      '(service web) has begun draining connections on 2 tasks.',
      expect.stringContaining('deregistered 2 targets in (target-group '),
      '(service web) has stopped 2 running tasks: (task T) (task T).',
      '(service web) (deployment ecs-svc/N) deployment completed.',
    ]);
  });

  it.each(['PRE_SCALE_UP', 'SCALE_UP', 'POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'BAKE_TIME'])(
    'on request at %s',
    (stage) => {
      const rehearsal = new ShiftingRehearsal(canary);
      const old = rehearsal.primary.id!;
      rehearsal.release(v2);
      rehearsal.untilStage(stage);
      rehearsal.stop();
      rehearsal.untilFinished();

      expectTheOldOneBack(rehearsal, old);
    },
  );

  it('on request before it has begun', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    const old = rehearsal.primary.id!;
    rehearsal.release(v2);
    rehearsal.stop();
    rehearsal.untilFinished();

    expectTheOldOneBack(rehearsal, old);
  });

  it('does not go back any more while the old revision is being removed', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilStage('CLEAN_UP');
    rehearsal.stop();
    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_REQUESTED');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({ status: 'SUCCESSFUL' });
    expect(rehearsal.images).toEqual([v2, v2]);
  });

  it('when its tasks do not start, with the back-off of a rolling deployment', () => {
    const rehearsal = new ShiftingRehearsal({ ...canary, deploymentCircuitBreaker: breaker });
    const old = rehearsal.primary.id!;
    rehearsal.behave(v2, { stoppedReason: notFound });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    });
    expectTheOldOneBack(rehearsal, old);
  });

  it('when its tasks fail the checks of the load balancer', () => {
    const rehearsal = new ShiftingRehearsal({ ...canary, deploymentCircuitBreaker: breaker });
    const old = rehearsal.primary.id!;
    rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.statusReason).toBe(
      'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    );
    expectTheOldOneBack(rehearsal, old);
  });

  it('never without a breaker: it stays at SCALE_UP and goes on trying', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.behave(v2, { exit: { code: 1, after: 3_000 } });
    rehearsal.release(v2);
    rehearsal.pass(7200);

    expect(rehearsal.serviceDeployment).toMatchObject({ status: 'IN_PROGRESS', lifecycleStage: 'SCALE_UP' });
    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.tasks().filter((task) => task.containers![0]!.image === v1)).toHaveLength(2);
  });

  it('when the breaker counts failing health checks during the bake', () => {
    const rehearsal = new ShiftingRehearsal({
      ...canary,
      bakeTimeInMinutes: 60,
      deploymentCircuitBreaker: breaker,
    });
    const old = rehearsal.primary.id!;
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    rehearsal.behave(v2, { http: { status: 500, errorRate: 0, latency: 5 } });
    rehearsal.untilFinished();

    expectTheOldOneBack(rehearsal, old);
  });

  it.each([
    [
      'the canary',
      (rehearsal: ShiftingRehearsal) => rehearsal.untilLong(() => rehearsal.sight.production === 10),
    ],
    ['the bake time', (rehearsal: ShiftingRehearsal) => rehearsal.untilStage('BAKE_TIME')],
  ])('by an alarm during %s', (_, reach) => {
    const rehearsal = withAlarm(canary);
    const old = rehearsal.primary.id!;
    rehearsal.release(v2);
    reach(rehearsal);
    alarm(rehearsal, 'ALARM');

    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: 'Service deployment rolled back because the alarm(s) errors were triggered.',
      alarms: { status: 'TRIGGERED', triggeredAlarmNames: ['errors'] },
    });
    rehearsal.untilFinished();
    expectTheOldOneBack(rehearsal, old);
  });

  it('is past all alarms once the old revision is being removed', () => {
    const rehearsal = withAlarm(canary);
    rehearsal.release(v2);
    rehearsal.untilStage('CLEAN_UP');
    alarm(rehearsal, 'ALARM');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'MONITORING_COMPLETE' },
    });
  });

  it('only stops where an alarm is not to roll back: both revisions go on with their shares', () => {
    const rehearsal = withAlarm(canary);
    rehearsal.update({
      deploymentConfiguration: { alarms: { ...watched, rollback: false } },
    });
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    alarm(rehearsal, 'ALARM');
    rehearsal.untilFinished();
    rehearsal.pass(3600);

    expect(rehearsal.serviceDeployment.status).toBe('STOPPED');
    expect(rehearsal.productionWeights).toEqual([90, 10]);
    expect(rehearsal.images).toEqual([v1, v1, v2, v2]);
    expect(rehearsal.service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED' },
      { status: 'ACTIVE', rolloutState: 'COMPLETED' },
    ]);
  });

  it('because of a rule that leads elsewhere, found when the tasks are to start', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    const old = rehearsal.primary.id!;
    rehearsal.call(elbv2Operations.ModifyListener, {
      ListenerArn: productionListener(rehearsal).arn,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: rehearsal.groups!.blue, Weight: 50 },
              { TargetGroupArn: rehearsal.groups!.green, Weight: 50 },
            ],
          },
        },
      ],
    });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason:
        'Service deployment rolled back because of invalid networking configuration. productionListenerRule ' +
        `${rehearsal.groups!.productionRule} should have exactly one target group serving traffic but found 2 target groups which are serving traffic`,
    });
    expect(rehearsal.productionWeights).toEqual([50, 50]);
    expect(rehearsal.primary.id).toBe(old);
    expect(rehearsal.images).toEqual([v1, v1]);
  });

  it('fails where somebody has taken the rule away meanwhile, and leaves both revisions running', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    rehearsal.world.elbv2.removeListener(productionListener(rehearsal));
    rehearsal.stop();
    rehearsal.untilFinished();
    rehearsal.pass(600);

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: expect.stringContaining('One or more rules not found'),
    });
    expect(rehearsal.tasks().filter((task) => task.containers![0]!.image === v2)).toHaveLength(2);
  });

  it('has nowhere to go in the first deployment of a service', () => {
    const rehearsal = new PlainRehearsal();
    rehearsal.createService(v1, {
      deploymentConfiguration: {
        strategy: 'BLUE_GREEN',
        bakeTimeInMinutes: 0,
        lifecycleHooks: [pauseAt('POST_SCALE_UP', { timeoutInMinutes: 1 })],
      },
    });
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    });
    expect(rehearsal.primary).toMatchObject({ status: 'PRIMARY', rolloutState: 'FAILED' });
  });

  it('runs the hooks of the traffic stages again, with the weights the other way round', () => {
    const rehearsal = new ShiftingRehearsal({
      ...canary,
      lifecycleHooks: [functionAt('PRODUCTION_TRAFFIC_SHIFT'), functionAt('TEST_TRAFFIC_SHIFT')],
    });
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    const target = rehearsal.serviceDeployment.targetServiceRevision!.arn!;
    const source = rehearsal.serviceDeployment.sourceServiceRevisions![0]!.arn!;
    rehearsal.pass(60);
    rehearsal.stop();
    rehearsal.untilFinished();

    expect(rehearsal.world.lambda.invocations.map(({ payload }) => payload)).toMatchObject([
      {
        lifecycleStage: 'TEST_TRAFFIC_SHIFT',
        executionDetails: { testTrafficWeights: { [target]: 100, [source]: 0 } },
      },
      {
        lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
        executionDetails: { productionTrafficWeights: { [target]: 10, [source]: 90 } },
      },
      {
        lifecycleStage: 'PRODUCTION_TRAFFIC_SHIFT',
        executionDetails: {
          targetServiceRevisionArn: target,
          productionTrafficWeights: { [target]: 0, [source]: 100 },
        },
      },
      {
        lifecycleStage: 'TEST_TRAFFIC_SHIFT',
        executionDetails: { testTrafficWeights: { [target]: 0, [source]: 100 } },
      },
    ]);
  });

  it('is not held up by a hook that objects to the way back', () => {
    const rehearsal = new ShiftingRehearsal({
      ...canary,
      lifecycleHooks: [functionAt('PRODUCTION_TRAFFIC_SHIFT')],
    });
    const old = rehearsal.primary.id!;
    rehearsal.world.lambda.script(checker, [{ kind: 'answer', hookStatus: 'FAILED' }]);
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.statusReason).toBe(
      'Service deployment rolled back because PRODUCTION_TRAFFIC_SHIFT lifecycle hook(s) failed. ' +
        `Lifecycle hook target ${checker} returned FAILED status.`,
    );
    expectTheOldOneBack(rehearsal, old);
  });

  it('puts a container health check that fails on the account of the release too', () => {
    const rehearsal = new ShiftingRehearsal({ ...canary, deploymentCircuitBreaker: breaker });
    const old = rehearsal.primary.id!;
    rehearsal.behave(v2, { health: 'unhealthy' });
    rehearsal.update({ taskDefinition: rehearsal.register(v2, checked(v2)) });
    rehearsal.untilFinished();

    expectTheOldOneBack(rehearsal, old);
  });
});
