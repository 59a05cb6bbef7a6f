import { describe, expect, it } from '@jest/globals';
import { codedeployOperations } from '../../../src/sandbox/codedeploy/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { CodeDeployRehearsal, codeDeployRole, readyWithin, terminateAfter, v1, v2 } from './rehearsal.ts';

type Group = Parameters<CodeDeployRehearsal['createGroup']>[0];

const rollsBack: Group = {
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
  },
};
const watched: Group = { alarmConfiguration: { enabled: true, alarms: [{ name: 'web-5xx' }] } };

const canary = 'ECSCanary10Percent5Minutes';
const linear = 'ECSLinear10PercentEvery1Minutes';

function running(group: Group = {}): CodeDeployRehearsal {
  const rehearsal = new CodeDeployRehearsal();
  rehearsal.runningCodeDeployService(v1);
  rehearsal.alarm('web-5xx', 'OK');
  rehearsal.createGroup(group);
  return rehearsal;
}

function rollbackOf(rehearsal: CodeDeployRehearsal, id: string): string {
  return rehearsal.deployment(id).rollbackInfo!.rollbackDeploymentId!;
}

/** The traffic is back, and of the two task sets only the blue one is left. */
function expectBack(rehearsal: CodeDeployRehearsal, id: string): void {
  const rollback = rollbackOf(rehearsal, id);
  rehearsal.untilStatus(rollback, 'Succeeded');
  const blue = rehearsal.target(id).taskSetsInfo![0]!.identifer;
  expect(rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  expect(rehearsal.taskSets).toMatchObject([
    { id: blue, status: 'PRIMARY', scale: { value: 100 } },
    { externalId: id, status: 'DRAINING', scale: { value: 0 } },
  ]);
  expect(rehearsal.deployment(rollback)).toMatchObject({
    creator: 'codeDeployRollback',
    deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
    rollbackInfo: {
      rollbackTriggeringDeploymentId: id,
      rollbackMessage: `Deployment ${rollback} is triggered to roll back deployment ${id}.`,
    },
  });
  expect(rehearsal.deployment(id).rollbackInfo).toEqual({
    rollbackDeploymentId: rollback,
    rollbackMessage: `Deployment ${id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback}.`,
  });
  rehearsal.pass(60);
  expect(rehearsal.taskSets).toMatchObject([{ id: blue, status: 'PRIMARY', runningCount: 2 }]);
  expect(rehearsal.tasks().map(({ containers }) => containers![0]!.image)).toEqual([v1, v1]);
}

describe('an alarm', () => {
  it('stops a deployment in the middle of its shift within 23 s, and takes the traffic back', () => {
    const rehearsal = running({ ...rollsBack, ...watched });
    const id = rehearsal.deploy(v2, linear);
    rehearsal.until(() => rehearsal.weights()['green'] === 30);
    rehearsal.alarm('web-5xx', 'ALARM');
    const rang = rehearsal.now;
    rehearsal.untilStatus(id, 'Stopped');

    expect(rehearsal.now - rang).toBeLessThanOrEqual(23);
    expect(rehearsal.deployment(id).errorInformation).toEqual({
      code: 'ALARM_ACTIVE',
      message:
        'One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments ' +
        'have been stopped. Activated alarms: web-5xx',
    });
    expect(rehearsal.lifecycle(id)).toContain('AllowTraffic Failed, AfterAllowTraffic Skipped');
    expectBack(rehearsal, id);
  });

  it('takes the traffic back during the termination wait, when the green task set is PRIMARY already', () => {
    const rehearsal = running({ ...rollsBack, ...watched });
    const id = rehearsal.deploy(v2, canary);
    rehearsal.until(() => rehearsal.deployment(id).instanceTerminationWaitTimeStarted === true);
    expect(rehearsal.taskSets[0]).toMatchObject({ externalId: id, status: 'PRIMARY' });
    rehearsal.alarm('web-5xx', 'ALARM');
    rehearsal.untilStatus(id, 'Stopped');
    expectBack(rehearsal, id);
  });

  it('that is active already stops a deployment at once', () => {
    const rehearsal = running({ ...rollsBack, ...watched });
    rehearsal.alarm('web-5xx', 'ALARM');
    const id = rehearsal.deploy(v2, canary);
    rehearsal.pass(3);
    expect(rehearsal.deployment(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE' },
    });
    rehearsal.untilStatus(rollbackOf(rehearsal, id), 'Succeeded');
    expect(rehearsal.taskSets).toMatchObject([{ status: 'PRIMARY', runningCount: 2 }]);
  });

  it('can be overridden off for one deployment', () => {
    const rehearsal = running({ ...rollsBack, ...watched });
    rehearsal.alarm('web-5xx', 'ALARM');
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce', {
      overrideAlarmConfiguration: { enabled: false, alarms: [] },
    });
    rehearsal.untilStatus(id, 'Succeeded');
  });

  it('that cannot be read stops a deployment, unless that is to be ignored', () => {
    const missing = { alarms: [{ name: 'nobody-made-it' }], enabled: true };
    const rehearsal = running({ alarmConfiguration: missing });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.untilStatus(id, 'Stopped');
    expect(rehearsal.deployment(id).errorInformation!.message).toContain('nobody-made-it');

    const ignoring = rehearsal.deploy(v2, 'ECSAllAtOnce', {
      overrideAlarmConfiguration: { ...missing, ignorePollAlarmFailure: true },
    });
    rehearsal.untilStatus(ignoring, 'Succeeded');
  });

  it('does not start a rollback where that is not configured', () => {
    const rehearsal = running(watched);
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.alarm('web-5xx', 'ALARM');
    rehearsal.untilStatus(id, 'Stopped');
    rehearsal.pass(60);
    expect(rehearsal.deployment(id).rollbackInfo).toBeUndefined();
    expect(rehearsal.weights()).toEqual({ blue: 90, green: 10 });
    expect(rehearsal.taskSets).toMatchObject([{ status: 'PRIMARY' }, { status: 'ACTIVE', runningCount: 2 }]);
  });
});

describe('StopDeployment', () => {
  it('with automatic rollback takes the traffic back', () => {
    const rehearsal = running();
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.stop(id, true);
    expect(rehearsal.deployment(id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'MANUAL_STOP' },
    });
    expect(() => rehearsal.stop(id, true)).toThrow('The deployment is already complete.');
    expectBack(rehearsal, id);
  });

  it('without leaves everything as it is, and the next deployment tidies up', () => {
    const rehearsal = running({ blueGreenDeploymentConfiguration: terminateAfter(0) });
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.stop(id, false);
    rehearsal.pass(600);
    expect(rehearsal.weights()).toEqual({ blue: 90, green: 10 });
    expect(rehearsal.taskSets).toMatchObject([{ status: 'PRIMARY' }, { externalId: id, status: 'ACTIVE' }]);

    const next = rehearsal.deploy(v2, canary);
    rehearsal.untilStatus(next, 'Succeeded');
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ externalId: next, status: 'PRIMARY' }]);
  });

  it('before it has begun leaves nothing behind', () => {
    const rehearsal = running();
    const id = rehearsal.deploy(v2, canary);
    rehearsal.stop(id, false);
    rehearsal.pass(60);
    expect(rehearsal.deployment(id).status).toBe('Stopped');
    expect(rehearsal.taskSets).toHaveLength(1);
  });

  it('of a rollback leaves it stopped half-way', () => {
    const rehearsal = running(rollsBack);
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.stop(id);
    const rollback = rollbackOf(rehearsal, id);
    rehearsal.pass(3);
    rehearsal.stop(rollback, true);
    rehearsal.pass(60);
    expect(rehearsal.deployment(rollback).status).toBe('Stopped');
    expect(rehearsal.taskSets).toHaveLength(2);
  });

  it('gets the group free: a second deployment is refused before, and not after', () => {
    const rehearsal = running();
    const id = rehearsal.deploy(v2, canary);
    rehearsal.pass(10);
    expect(() => rehearsal.deploy(v2, canary)).toThrow(
      `The Deployment Group 'DgpECS' already has an active Deployment '${id}'`,
    );
    rehearsal.stop(id, false);
    rehearsal.deploy(v2, canary);
  });
});

describe('a deployment that waits for somebody', () => {
  it('is Ready before any production traffic moves, and goes on when it is continued', () => {
    const rehearsal = running({ blueGreenDeploymentConfiguration: readyWithin(30), testListener: true });
    const id = rehearsal.deploy(v2, canary);
    expect(() => rehearsal.continue(id)).toThrow(
      "The deployment does not have a status of Ready and can't continue yet.",
    );
    rehearsal.untilStatus(id, 'Ready');
    expect(rehearsal.target(id).status).toBe('Ready');
    expect(rehearsal.lifecycle(id)).toContain('AfterAllowTestTraffic Succeeded, BeforeAllowTraffic Pending');
    expect(rehearsal.weights()).toEqual({ blue: 100, green: 0 });
    expect(rehearsal.weights(rehearsal.testListener)).toEqual({ green: 1 });
    expect(() => rehearsal.continue(id, 'TERMINATION_WAIT')).toThrow('status of Ready');
    rehearsal.pass(1_200);

    rehearsal.continue(id, 'READY_WAIT');
    expect(rehearsal.deployment(id).status).toBe('InProgress');
    rehearsal.untilRunning(id, 'AllowTraffic');
    expect(() => rehearsal.continue(id)).toThrow('status of Ready');
    rehearsal.untilStatus(id, 'Succeeded');
  });

  it('is Stopped when nobody continues it in time, and its task set goes', () => {
    const rehearsal = running({
      ...rollsBack,
      blueGreenDeploymentConfiguration: readyWithin(30),
      testListener: true,
    });
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilStatus(id, 'Ready');
    const ready = rehearsal.now;
    rehearsal.untilStatus(id, 'Stopped');
    expect(rehearsal.now - ready).toBe(1_800);
    expect(rehearsal.deployment(id).errorInformation!.message).toBe(
      'The deployment timed out while waiting for a notification to continue. This time out period is 30 minutes.',
    );
    expectBack(rehearsal, id);
    expect(rehearsal.weights(rehearsal.testListener)).toEqual({ blue: 1 });
  });

  it('needs not wait out its termination wait', () => {
    const rehearsal = running({ blueGreenDeploymentConfiguration: terminateAfter(60) });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.until(() => rehearsal.deployment(id).instanceTerminationWaitTimeStarted === true);
    rehearsal.continue(id, 'TERMINATION_WAIT');
    expect(rehearsal.deployment(id).status).toBe('Succeeded');
    expect(rehearsal.taskSets[1]).toMatchObject({ status: 'DRAINING' });
    expect(() => rehearsal.continue(id, 'TERMINATION_WAIT')).toThrow('The deployment is already complete.');
  });

  it('can be told so by the deprecated call, too', () => {
    const rehearsal = running({ blueGreenDeploymentConfiguration: terminateAfter(60) });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.until(() => rehearsal.deployment(id).instanceTerminationWaitTimeStarted === true);
    rehearsal.call(codedeployOperations.SkipWaitTimeForInstanceTermination, { deploymentId: id });
    expect(rehearsal.deployment(id).status).toBe('Succeeded');
  });
});

describe('hooks', () => {
  const hooks = [
    { BeforeInstall: 'before-install' },
    { AfterInstall: 'after-install' },
    { AfterAllowTestTraffic: 'after-test' },
    { BeforeAllowTraffic: 'before-traffic' },
    { AfterAllowTraffic: 'after-traffic' },
  ];

  it('are called in their order, with the id to report with', () => {
    const rehearsal = running({ testListener: true });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce', { hooks });
    rehearsal.untilStatus(id, 'Succeeded');
    expect(rehearsal.world.lambda.invocations.map(({ functionArn }) => functionArn)).toEqual([
      'before-install',
      'after-install',
      'after-test',
      'before-traffic',
      'after-traffic',
    ]);
    expect(rehearsal.world.lambda.invocations[0]!.payload).toEqual({
      DeploymentId: id,
      LifecycleEventHookExecutionId: expect.any(String),
    });
  });

  it('that fail fail the deployment, and take the traffic back even after it has moved', () => {
    const rehearsal = running(rollsBack);
    rehearsal.world.lambda.script('after-traffic', [{ kind: 'answer', hookStatus: 'FAILED' }]);
    const id = rehearsal.deploy(v2, canary, { hooks });
    rehearsal.untilStatus(id, 'Failed');
    const message =
      'The deployment failed because one or more of the lifecycle event validation functions failed.';
    expect(rehearsal.deployment(id).errorInformation).toEqual({ code: 'HOOK_EXECUTION_FAILURE', message });
    expect(rehearsal.target(id).lifecycleEvents!.at(-1)).toMatchObject({
      lifecycleEventName: 'AfterAllowTraffic',
      status: 'Failed',
      diagnostics: { errorCode: 'ScriptFailed', message },
    });
    expectBack(rehearsal, id);
    expect(rehearsal.world.lambda.invocations).toHaveLength(4);
  });

  it('that are silent have an hour', () => {
    const rehearsal = running();
    rehearsal.world.lambda.script('before-install', [{ kind: 'silent' }]);
    const id = rehearsal.deploy(v2, canary, { hooks });
    rehearsal.untilRunning(id, 'BeforeInstall');
    const began = rehearsal.now;
    rehearsal.pass(10);
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.now - began).toBe(3_600);
    expect(rehearsal.deployment(id).errorInformation!.message).toBe(
      'The deployment timed out while waiting for a status callback. CodeDeploy expects a status callback within one hour after a deployment hook is invoked.',
    );
  });

  it.each(['Succeeded', 'Failed'] as const)('may report %s by themselves, once', (status) => {
    const rehearsal = running();
    rehearsal.world.lambda.script('before-traffic', [{ kind: 'silent' }]);
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce', { hooks });
    rehearsal.until(() =>
      rehearsal.world.lambda.invocations.some(({ functionArn }) => functionArn === 'before-traffic'),
    );
    rehearsal.pass(600);
    const { payload } = rehearsal.world.lambda.invocations.at(-1)!;
    const report = (): unknown =>
      rehearsal.call(codedeployOperations.PutLifecycleEventHookExecutionStatus, {
        deploymentId: id,
        lifecycleEventHookExecutionId: (payload as { LifecycleEventHookExecutionId: string })
          .LifecycleEventHookExecutionId,
        status,
      });
    report();
    expect(report).toThrow(
      'An attempt to return the status of an already completed lifecycle event occurred.',
    );
    rehearsal.untilStatus(id, status);
  });

  it('of one event run side by side, and all have to agree', () => {
    const rehearsal = running();
    rehearsal.world.lambda.script('slow', [
      { kind: 'answer', hookStatus: 'IN_PROGRESS', callBackDelay: 120 },
      { kind: 'answer', hookStatus: 'SUCCEEDED' },
    ]);
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce', {
      hooks: [{ AfterInstall: 'slow' }, { AfterInstall: 'quick' }],
    });
    rehearsal.untilRunning(id, 'AfterInstall');
    rehearsal.pass(60);
    expect(rehearsal.lifecycle(id)).toContain('AfterInstall InProgress');
    rehearsal.untilStatus(id, 'Succeeded');
  });

  it('cannot be called without permission, nor where there is no function', () => {
    const rehearsal = running();
    rehearsal.world.lambda.script('before-install', [{ kind: 'denied' }, { kind: 'not-found' }]);
    const denied = rehearsal.deploy(v2, canary, { hooks });
    rehearsal.untilStatus(denied, 'Failed');
    expect(rehearsal.deployment(denied).errorInformation).toEqual({
      code: 'IAM_ROLE_PERMISSIONS',
      message: `The IAM role ${codeDeployRole} does not give you permission to perform operations in the following AWS service: AWSLambda.`,
    });
    const unknown = rehearsal.deploy(v2, canary, { hooks });
    rehearsal.untilStatus(unknown, 'Failed');
    expect(rehearsal.deployment(unknown).errorInformation).toMatchObject({ code: 'INVALID_LAMBDA_FUNCTION' });
  });
});

describe('a deployment fails', () => {
  it('and goes back, where its tasks never come up', () => {
    const rehearsal = running(rollsBack);
    rehearsal.behave(v2, { stoppedReason: 'CannotPullContainerError: manifest unknown' });
    const id = rehearsal.deploy(v2, canary);
    rehearsal.pass(3_000);
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.deployment(id).errorInformation!.message).toMatch(
      /This time out period is 60 minutes\.$/,
    );
    expectBack(rehearsal, id);
  });

  it('where the listener leads elsewhere', () => {
    const rehearsal = running();
    rehearsal.call(elbv2Operations.ModifyListener, {
      ListenerArn: rehearsal.productionListener,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: rehearsal.green }],
    });
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.deployment(id).errorInformation!.message).toBe(
      `The ELB could not be updated due to the following error: Primary taskset target group must be behind listener ${rehearsal.productionListener}`,
    );
    expect(rehearsal.taskSets).toHaveLength(1);
  });

  it('where ECS refuses the task set', () => {
    const rehearsal = running();
    const id = rehearsal.deploy(v2, canary, {
      properties: { LoadBalancerInfo: { ContainerName: 'other', ContainerPort: 8080 } },
    });
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.deployment(id).errorInformation).toEqual({
      code: 'ECS_UPDATE_ERROR',
      message: expect.stringMatching(
        /^The ECS service cannot be updated due to an unexpected error: The container other does not exist in the task definition\. \(Service: AmazonECS; Status Code: 400; Error Code: InvalidParameterException; Request ID: [0-9a-f-]{36}; Proxy: null\)\. Check your ECS service status\.$/,
      ),
    });
  });

  it('where the listener is taken away in the middle of the shift, and its rollback with it', () => {
    const rehearsal = running(rollsBack);
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.call(elbv2Operations.DeleteListener, { ListenerArn: rehearsal.productionListener });
    rehearsal.untilStatus(id, 'Failed');
    const rollback = rollbackOf(rehearsal, id);
    rehearsal.untilStatus(rollback, 'Failed');
    expect(rehearsal.deployment(rollback).errorInformation!.message).toBe(
      'The ELB could not be updated due to the following error: One or more listeners not found',
    );
  });

  it('where the service is scaled during the shift, and is not steady within five minutes', () => {
    const rehearsal = running(rollsBack);
    const id = rehearsal.deploy(v2, linear);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.behave(v2, { startDelay: 900_000 });
    rehearsal.update({ desiredCount: 3 });
    const scaled = rehearsal.now;
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.now - scaled).toBeGreaterThanOrEqual(300);
    expect(rehearsal.now - scaled).toBeLessThanOrEqual(330);
    expect(rehearsal.deployment(id).errorInformation!.message).toContain('steady state within 5 minutes');
    rehearsal.untilStatus(rollbackOf(rehearsal, id), 'Succeeded');
  });

  it('where the service is deleted meanwhile', () => {
    const rehearsal = running(rollsBack);
    const id = rehearsal.deploy(v2, canary);
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web', force: true });
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.deployment(id).errorInformation!.message).toContain('Service was not ACTIVE.');
    rehearsal.untilStatus(rollbackOf(rehearsal, id), 'Failed');
    rehearsal.pass(600);
    expect(rehearsal.service.status).toBe('INACTIVE');
    expect(() => rehearsal.target(id)).not.toThrow();
  });

  it('where the service has left CODE_DEPLOY before it began', () => {
    const rehearsal = running();
    const id = rehearsal.deploy(v2, canary);
    rehearsal.update({ deploymentController: { type: 'ECS' } });
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.deployment(id).errorInformation!.code).toBe('INVALID_ECS_SERVICE');
  });
});
