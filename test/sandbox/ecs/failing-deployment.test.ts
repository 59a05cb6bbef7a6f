import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal, checked } from './rehearsal.ts';

const v1 = 'public.ecr.aws/demo/web:1';
const v2 = 'public.ecr.aws/demo/web:2';
const notFound = 'CannotPullContainerError: pull image manifest has been retried 5 time(s): not found';

function withBrokenImage(changes: Parameters<Rehearsal['runningService']>[1] = {}): Rehearsal {
  const rehearsal = new Rehearsal();
  rehearsal.runningService(v1, changes);
  rehearsal.behave(v2, { stoppedReason: notFound });
  return rehearsal;
}

describe('the circuit breaker', () => {
  it('rolls back to the old deployment under its old id when tasks do not start', () => {
    const rehearsal = withBrokenImage();
    const old = rehearsal.primary;
    rehearsal.release(v2);
    const failed = rehearsal.primary;

    rehearsal.until(() => rehearsal.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS');
    expect(rehearsal.service.deployments).toMatchObject([
      {
        id: old.id,
        status: 'PRIMARY',
        rolloutState: 'IN_PROGRESS',
        rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${old.id}.`,
      },
      {
        id: failed.id,
        status: 'ACTIVE',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
    ]);
    expect(rehearsal.service.taskDefinition).toBe(old.taskDefinition);
    expect(rehearsal.serviceDeployment).toMatchObject({
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
      rollback: { serviceRevisionArn: rehearsal.serviceDeployment.sourceServiceRevisions![0]!.arn },
    });

    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.service.deployments).toMatchObject([{ id: old.id, rolloutState: 'COMPLETED' }]);
    expect(rehearsal.service.runningCount).toBe(4);
    expect(rehearsal.events.slice(3)).toEqual([
      '(service web) has started 4 tasks: (task T) (task T) (task T) (task T).',
      `(service web) was unable to place a task. Reason: ${notFound}.`,
      '(service web) (deployment ecs-svc/N) deployment failed: tasks failed to start.',
      '(service web) rolling back to deployment ecs-svc/N.',
      '(service web) stopped 1 pending tasks.',
      '(service web) (deployment ecs-svc/N) deployment completed.',
      '(service web) has reached a steady state.',
    ]);
  });

  it('tells in the task why it did not start', () => {
    const rehearsal = withBrokenImage();
    rehearsal.release(v2);
    rehearsal.until(() => rehearsal.tasks('STOPPED').length > 0);

    expect(rehearsal.tasks('STOPPED')[0]).toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: notFound,
      desiredStatus: 'STOPPED',
    });
    expect(rehearsal.tasks('STOPPED')[0]).not.toHaveProperty('startedAt');
  });

  it('without rollback leaves the failed deployment PRIMARY and the old tasks running', () => {
    const rehearsal = withBrokenImage({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
    });
    const old = rehearsal.primary.id;
    rehearsal.release(v2);
    rehearsal.untilFinished();
    rehearsal.pass(600);

    expect(rehearsal.serviceDeployment.status).toBe('STOPPED');
    expect(rehearsal.service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'FAILED', runningCount: 0, pendingCount: 0 },
      { id: old, status: 'ACTIVE', rolloutState: 'COMPLETED', runningCount: 4 },
    ]);
  });

  it('has nothing to roll back to in the first deployment of a service', () => {
    const rehearsal = new Rehearsal();
    rehearsal.behave(v1, { stoppedReason: notFound });
    rehearsal.createService(v1);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    });
    expect(rehearsal.primary).toMatchObject({ status: 'PRIMARY', rolloutState: 'FAILED' });
  });

  it.each([
    [{ type: 'COUNT', value: 5 }, 4, 5],
    [{ type: 'BOUNDED_PERCENT', value: 50 }, 1, 3],
    [{ type: 'UNBOUNDED_PERCENT', value: 50 }, 2, 1],
  ] as const)(
    'triggers at the threshold %j of %i tasks: %i failures',
    (thresholdConfiguration, desiredCount, expected) => {
      const deploymentCircuitBreaker = { enable: true, rollback: true, thresholdConfiguration };
      const rehearsal = withBrokenImage({
        desiredCount,
        deploymentConfiguration: { deploymentCircuitBreaker },
      });
      rehearsal.release(v2);
      rehearsal.untilFinished();

      expect(rehearsal.serviceDeployment.deploymentCircuitBreaker).toEqual({
        status: 'TRIGGERED',
        failureCount: expected,
        threshold: expected,
      });
    },
  );

  it('counts failed load balancer health checks once tasks are RUNNING', () => {
    const rehearsal = new Rehearsal();
    const group = rehearsal.targetGroup();
    rehearsal.runningService(v1, rehearsal.behind(group));
    rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.events).toContain(
      `(service web) (task T) (port 8080) is unhealthy in (target-group ${group}) due to (reason Health checks failed with these codes: [503]).`,
    );
    expect(rehearsal.events).toContain(`(service web) registered 1 targets in (target-group ${group})`);
    expect(rehearsal.service.runningCount).toBe(4);
  });

  it('counts failed container health checks', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.behave(v2, { health: 'unhealthy' });
    rehearsal.update({ taskDefinition: rehearsal.register(v2, checked(v2)) });
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.events).toContain('(service web) (task T) failed container health checks.');
  });

  it('does not see containers that exit after RUNNING, as at AWS', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.behave(v2, { exit: { code: 1, after: 3_000 } });
    rehearsal.release(v2);
    rehearsal.pass(900);

    expect(rehearsal.primary).toMatchObject({ rolloutState: 'IN_PROGRESS', failedTasks: 0 });
    const stopped = rehearsal.tasks('STOPPED');
    expect(stopped.length).toBeGreaterThan(20);
    expect(stopped[0]).toMatchObject({
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 1, lastStatus: 'STOPPED' }],
    });
    expect(rehearsal.service.deployments![1]!.runningCount).toBe(4);
  });

  it('forgets failures when a task becomes healthy, unless told not to', () => {
    const failedTasksAfterRecovery = (resetOnHealthyTask: boolean): number | undefined => {
      const rehearsal = new Rehearsal();
      const group = rehearsal.targetGroup();
      const deploymentCircuitBreaker = {
        enable: true,
        rollback: true,
        resetOnHealthyTask,
        thresholdConfiguration: { type: 'COUNT', value: 10 },
      } as const;
      rehearsal.runningService(v1, {
        deploymentConfiguration: { deploymentCircuitBreaker },
        ...rehearsal.behind(group),
      });
      rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
      rehearsal.release(v2);
      rehearsal.until(() => rehearsal.primary.failedTasks! > 0);
      rehearsal.behave(v2, { http: { status: 200, errorRate: 0, latency: 5 } });
      rehearsal.untilFinished();
      expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
      return rehearsal.serviceDeployment.deploymentCircuitBreaker!.failureCount;
    };

    expect(failedTasksAfterRecovery(true)).toBe(0);
    expect(failedTasksAfterRecovery(false)).toBeGreaterThan(0);
  });

  it('backs off between starts that fail, and says that the service is impaired', () => {
    const rehearsal = withBrokenImage({
      desiredCount: 1,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: false } },
    });
    rehearsal.release(v2);
    rehearsal.pass(900);

    const created = rehearsal
      .tasks('STOPPED')
      .map((task) => task.createdAt!.getTime())
      .sort((a, b) => a - b);
    const gaps = created.slice(1).map((at, index) => (at - created[index]!) / 1000);
    expect(gaps.at(-1)).toBeGreaterThan(60);
    expect(gaps[0]).toBeLessThan(30);
    expect(
      rehearsal.events.filter((event) => event.includes('unable to consistently start tasks successfully')),
    ).toHaveLength(1);
  });

  it('grants the grace period before a failing check counts', () => {
    const rehearsal = new Rehearsal();
    rehearsal.behave(v1, { http: { status: 503, errorRate: 0, latency: 5 } });
    rehearsal.createService(v1, {
      ...rehearsal.behind(rehearsal.targetGroup()),
      healthCheckGracePeriodSeconds: 120,
    });
    rehearsal.pass(110);
    expect(rehearsal.primary.failedTasks).toBe(0);

    rehearsal.pass(40);
    expect(rehearsal.primary.failedTasks).toBeGreaterThan(0);
  });
});

describe('deployment alarms', () => {
  const alarms = { alarmNames: ['api-5xx'], enable: true, rollback: true };

  function withAlarm(state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA', bakeTimeInMinutes?: number): Rehearsal {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.world.cloudwatch.alarms.set('api-5xx', {
      name: 'api-5xx',
      arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:api-5xx',
      settings: {} as never,
      updatedAt: 0,
      state,
      stateReason: '',
      stateUpdatedAt: 0,
      stateTransitionedAt: 0,
    });
    rehearsal.release(v2, {
      deploymentConfiguration: { alarms, ...(bakeTimeInMinutes !== undefined && { bakeTimeInMinutes }) },
    });
    return rehearsal;
  }

  function ring(rehearsal: Rehearsal, state: 'ALARM' | 'INSUFFICIENT_DATA' = 'ALARM'): void {
    const { cloudwatch, timeline } = rehearsal.world;
    cloudwatch.setState(cloudwatch.alarm('api-5xx')!, state, 'test', timeline.now());
  }

  it('roll back during the bake, when the old tasks are gone already', () => {
    const rehearsal = withAlarm('OK', 10);
    const old = rehearsal.service.deployments![1]!;
    rehearsal.until(() => rehearsal.tasks().length === 4 && rehearsal.primary.runningCount === 4);
    rehearsal.pass(120);
    expect(rehearsal.primary.rolloutState).toBe('IN_PROGRESS');

    ring(rehearsal);
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_IN_PROGRESS',
      statusReason: 'Service deployment rolled back because the alarm(s) api-5xx were triggered.',
      alarms: { status: 'TRIGGERED', alarmNames: ['api-5xx'], triggeredAlarmNames: ['api-5xx'] },
    });
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.primary.id).toBe(old.id);
    expect(rehearsal.tasks().every((task) => task.containers![0]!.image === v1)).toBe(true);
  });

  it('are ignored when one is in ALARM before the deployment starts', () => {
    const rehearsal = withAlarm('ALARM');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'DISABLED' },
    });
  });

  it('do not take missing data for an alarm', () => {
    const rehearsal = withAlarm('OK');
    rehearsal.pass(30);
    ring(rehearsal, 'INSUFFICIENT_DATA');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      alarms: { status: 'MONITORING_COMPLETE' },
    });
  });

  it('bake for as long as was asked', () => {
    const rehearsal = withAlarm('OK', 30);
    const before = rehearsal.now;
    rehearsal.untilFinished();

    expect(rehearsal.now - before).toBeGreaterThan(1800);
    expect(rehearsal.serviceDeployment.deploymentConfiguration!.bakeTimeInMinutes).toBe(30);
  });
});

describe('stopping a service deployment', () => {
  const stop = (rehearsal: Rehearsal, arn = rehearsal.serviceDeployment.serviceDeploymentArn!): unknown =>
    rehearsal.call(ecsOperations.StopServiceDeployment, { serviceDeploymentArn: arn, stopType: 'ROLLBACK' });

  it('rolls back on request, also where nothing was configured to roll back', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, { deploymentConfiguration: {} });
    const old = rehearsal.primary.id;
    rehearsal.release(v2);
    rehearsal.pass(20);

    stop(rehearsal);
    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_REQUESTED');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back due to a user request.',
    });
    expect(rehearsal.service.deployments).toMatchObject([{ id: old, runningCount: 4 }]);
  });

  it('fails to roll back the first deployment of a service', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1);
    rehearsal.pass(5);
    stop(rehearsal);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    });
  });

  it('is refused once it has ended', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);

    expect(() => stop(rehearsal)).toThrow(expect.objectContaining({ code: 'ConflictException' }));
    expect(() => stop(rehearsal, 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/demo/web/x')).toThrow(
      expect.objectContaining({ code: 'ServiceDeploymentNotFoundException' }),
    );
  });
});

describe('a newer deployment', () => {
  it('stops the unfinished one, and is PENDING while that takes', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.release(v2);
    rehearsal.pass(20);
    const older = rehearsal.serviceDeployment.serviceDeploymentArn!;

    rehearsal.release('public.ecr.aws/demo/web:3');
    expect(rehearsal.describe(older).status).toBe('STOP_REQUESTED');
    expect(rehearsal.serviceDeployment.status).toBe('PENDING');
    expect(rehearsal.service.deployments!.map((deployment) => deployment.status)).toEqual([
      'PRIMARY',
      'ACTIVE',
      'ACTIVE',
    ]);
    rehearsal.untilFinished();

    expect(rehearsal.describe(older)).toMatchObject({ status: 'STOPPED' });
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.tasks().map((task) => task.containers![0]!.image)).toEqual(
      Array.from({ length: 4 }, () => 'public.ecr.aws/demo/web:3'),
    );
  });

  it('rolls back past the superseded one, to the last that was COMPLETED', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const good = rehearsal.primary.id;
    rehearsal.release(v2);
    rehearsal.pass(20);
    rehearsal.behave('public.ecr.aws/demo/web:3', { stoppedReason: notFound });
    rehearsal.release('public.ecr.aws/demo/web:3');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.primary.id).toBe(good);
  });

  it('stalls when it fails while a rollback was still running', () => {
    const rehearsal = withBrokenImage();
    rehearsal.release(v2);
    rehearsal.until(() => rehearsal.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS');
    const rollback = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.update({ forceNewDeployment: true, taskDefinition: rehearsal.register(v2) });
    rehearsal.untilFinished();

    expect(rehearsal.describe(rollback).status).toBe('ROLLBACK_FAILED');
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    });
    expect(rehearsal.service.runningCount).toBe(4);
  });

  it('is refused while five exist', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    for (let nth = 0; nth < 4; nth++) rehearsal.update({ forceNewDeployment: true });

    expect(() => rehearsal.update({ forceNewDeployment: true })).toThrow(
      '5 active deployments exist, unable to create new deployment.',
    );
    rehearsal.untilFinished();
    expect(rehearsal.service.deployments).toHaveLength(1);
  });
});
