import type { DeploymentConfiguration, DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';
import { ShiftingRehearsal, checker, functionAt, pauseAt, v1, v2 } from './shifting-stage.ts';

function withHooks(...lifecycleHooks: DeploymentLifecycleHook[]): ShiftingRehearsal {
  const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0, lifecycleHooks });
  rehearsal.release(v2);
  return rehearsal;
}

const notAvailable =
  'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN';

describe('a pause hook', () => {
  it.each([
    'PRE_SCALE_UP',
    'POST_SCALE_UP',
    'POST_TEST_TRAFFIC_SHIFT',
    'PRE_PRODUCTION_TRAFFIC_SHIFT',
    'POST_PRODUCTION_TRAFFIC_SHIFT',
  ] as const)('holds the deployment at %s until it is continued', (stage) => {
    const rehearsal = withHooks(pauseAt(stage));
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const pausedAt = rehearsal.world.timeline.now();
    rehearsal.pass(5 * 3600);

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: stage,
      lifecycleHookDetails: [
        {
          hookId: expect.stringMatching(/^ecs-pause-[A-Za-z0-9]{43}$/),
          targetType: 'PAUSE',
          status: 'AWAITING_ACTION',
          expiresAt: new Date(pausedAt + 24 * 3_600_000),
          timeoutAction: 'ROLLBACK',
        },
      ],
    });
    expect(rehearsal.hook).not.toHaveProperty('targetArn');
    rehearsal.proceed();
    expect(rehearsal.hook?.status).toBe('SUCCEEDED');
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v2, v2]);
  });

  it('takes the release back when it is answered with ROLLBACK', () => {
    const rehearsal = withHooks(pauseAt('POST_TEST_TRAFFIC_SHIFT'));
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    rehearsal.proceed('ROLLBACK');
    expect(rehearsal.hook?.status).toBe('FAILED');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook was rejected.',
    });
    expect(rehearsal.images).toEqual([v1, v1]);
    expect(rehearsal.testWeights).toEqual([100, 0]);
    expect(rehearsal.events).toContain(
      '(service web) (deployment ecs-svc/N) deployment failed: hook execution failure(s) detected.',
    );
  });

  it('rolls back when its time is up, unless it was told to continue then', () => {
    const timeout = { timeoutInMinutes: 90 };
    const back = withHooks(pauseAt('POST_TEST_TRAFFIC_SHIFT', timeout));
    const on = withHooks(pauseAt('POST_TEST_TRAFFIC_SHIFT', { ...timeout, action: 'CONTINUE' }));
    for (const rehearsal of [back, on]) {
      rehearsal.untilLong(() => rehearsal.hook !== undefined);
      const begin = rehearsal.now;
      rehearsal.untilLong(() => rehearsal.hook?.status === 'TIMED_OUT');
      expect(rehearsal.now - begin).toBe(90 * 60);
      rehearsal.untilFinished();
    }

    expect(back.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.',
    });
    expect(on.serviceDeployment).toMatchObject({ status: 'SUCCESSFUL' });
  });

  it('before each production step has a new id each time', () => {
    const rehearsal = new ShiftingRehearsal({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
      lifecycleHooks: [pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT')],
    });
    rehearsal.release(v2);
    const ids: string[] = [];
    const shares: number[] = [];
    while (rehearsal.serviceDeployment.finishedAt === undefined) {
      rehearsal.untilLong(
        () =>
          rehearsal.hook?.status === 'AWAITING_ACTION' ||
          rehearsal.serviceDeployment.finishedAt !== undefined,
      );
      if (rehearsal.hook?.status !== 'AWAITING_ACTION') break;
      ids.push(rehearsal.hook.hookId!);
      shares.push(rehearsal.sight.production!);
      rehearsal.proceed();
    }

    expect(shares).toEqual([0, 50]);
    expect(new Set(ids).size).toBe(2);
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it('is answered once: a second answer, an earlier one and an unknown one are refused', () => {
    const rehearsal = withHooks(pauseAt('POST_SCALE_UP'), pauseAt('POST_TEST_TRAFFIC_SHIFT'));
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const first = rehearsal.hook!.hookId!;
    const arn = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.proceed();

    expect(() => rehearsal.proceed('CONTINUE', first)).toThrow(notAvailable);
    rehearsal.untilLong(() => rehearsal.hook?.status === 'AWAITING_ACTION');
    expect(() => rehearsal.proceed('ROLLBACK', first)).toThrow(notAvailable);
    expect(() => rehearsal.proceed('CONTINUE', 'ecs-pause-unknown')).toThrow(notAvailable);
    expect(() => rehearsal.proceed('CONTINUE', 'pause-1')).toThrow(
      'Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}',
    );
    rehearsal.proceed('CONTINUE');
    rehearsal.untilFinished();
    expect(() => rehearsal.proceed('CONTINUE', first)).toThrow(
      'Continuing a service deployment is not allowed for service deployment in terminal states.',
    );
    expect(() =>
      rehearsal.call(ecsOperations.ContinueServiceDeployment, {
        serviceDeploymentArn: `${arn}x`,
        hookId: first,
      }),
    ).toThrow('The service deployment does not exist.');
  });

  it('no longer waits when the deployment goes back for another reason', () => {
    const rehearsal = withHooks(pauseAt('POST_TEST_TRAFFIC_SHIFT'));
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const { hookId } = rehearsal.hook!;
    rehearsal.stop();
    expect(() => rehearsal.proceed('CONTINUE', hookId)).toThrow(notAvailable);
    rehearsal.untilFinished();

    expect(rehearsal.hook).toBeUndefined();
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back due to a user request.',
    });
  });

  it('runs beside the others of its stage: all of them have to end, and one objection is enough', () => {
    const rehearsal = withHooks(
      pauseAt('POST_SCALE_UP', { timeoutInMinutes: 60, action: 'CONTINUE' }),
      pauseAt('POST_SCALE_UP'),
    );
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const second = rehearsal.serviceDeployment.lifecycleHookDetails![1]!;
    rehearsal.proceed('ROLLBACK', second.hookId);
    rehearsal.pass(30 * 60);
    expect(rehearsal.serviceDeployment.status).toBe('IN_PROGRESS');
    rehearsal.pass(31 * 60);

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because POST_SCALE_UP pause hook was rejected.',
    });
  });
});

describe('a function as a hook', () => {
  it('is called with the deployment and the weights, and lets it go on', () => {
    const rehearsal = withHooks(functionAt('POST_TEST_TRAFFIC_SHIFT', { hookDetails: { suite: 'smoke' } }));
    rehearsal.untilFinished();

    const { serviceDeploymentArn, targetServiceRevision, sourceServiceRevisions } =
      rehearsal.serviceDeployment;
    const target = targetServiceRevision!.arn!;
    const source = sourceServiceRevisions![0]!.arn!;
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.world.lambda.invocations).toMatchObject([
      {
        functionArn: checker,
        payload: {
          executionId: expect.any(String),
          lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
          resourceArn: serviceDeploymentArn,
          executionDetails: {
            serviceArn: rehearsal.service.serviceArn,
            targetServiceRevisionArn: target,
            testTrafficWeights: { [target]: 100, [source]: 0 },
            productionTrafficWeights: { [target]: 0, [source]: 100 },
          },
          hookDetails: { suite: 'smoke' },
        },
      },
    ]);
  });

  it('is shown while it runs', () => {
    const rehearsal = withHooks(functionAt('POST_SCALE_UP'));
    rehearsal.untilLong(() => rehearsal.hook !== undefined);

    expect(rehearsal.hook).toMatchObject({
      hookId: expect.stringMatching(/^ecs-lambda-/),
      targetType: 'AWS_LAMBDA',
      targetArn: checker,
      status: 'IN_PROGRESS',
    });
  });

  it('is called again while it answers IN_PROGRESS, with what it wanted to know', () => {
    const rehearsal = withHooks(functionAt('POST_SCALE_UP', { hookDetails: { a: 1, b: 1 } }));
    rehearsal.world.lambda.script(checker, [
      { kind: 'answer', hookStatus: 'IN_PROGRESS', hookDetails: { b: 2 } },
      { kind: 'answer', hookStatus: 'IN_PROGRESS', callBackDelay: 120 },
      { kind: 'answer', hookStatus: 'SUCCEEDED' },
    ]);
    rehearsal.untilFinished();

    const calls = rehearsal.world.lambda.invocations;
    expect(calls.map(({ at }, index) => (at - (calls[index - 1]?.at ?? at)) / 1000)).toEqual([0, 30, 120]);
    expect(calls.map(({ payload }) => (payload as { hookDetails: object }).hookDetails)).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ]);
    expect(new Set(calls.map(({ payload }) => (payload as { executionId: string }).executionId)).size).toBe(
      1,
    );
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it.each([
    [{ kind: 'answer', hookStatus: 'FAILED' }, `Lifecycle hook target ${checker} returned FAILED status.`],
    [
      { kind: 'answer' },
      `ECS was unable to parse the response from ${checker} due to: HookStatus must not be null.`,
    ],
    [{ kind: 'no-role' }, 'ECS was unable to assume role arn:aws:iam::123456789012:role/hooks'],
    [
      { kind: 'not-found' },
      `ECS was unable to invoke hook target ${checker} due to Function not found: ${checker}`,
    ],
  ] as const)('takes the release back with %j', (answer, text) => {
    const rehearsal = withHooks(functionAt('POST_TEST_TRAFFIC_SHIFT'));
    rehearsal.world.lambda.script(checker, [answer]);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: `Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. ${text}`,
    });
    expect(rehearsal.images).toEqual([v1, v1]);
  });

  it('that is silent is left to its time-out', () => {
    const rehearsal = withHooks(
      functionAt('POST_SCALE_UP', { timeoutConfiguration: { timeoutInMinutes: 20 } }),
    );
    rehearsal.world.lambda.script(checker, [{ kind: 'silent' }]);
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const begin = rehearsal.now;
    rehearsal.untilLong(() => rehearsal.hook?.status === 'TIMED_OUT');
    expect(rehearsal.now - begin).toBe(20 * 60);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.statusReason).toBe(
      `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target ${checker} timed out.`,
    );
  });

  it('runs at every production step', () => {
    const rehearsal = new ShiftingRehearsal({
      strategy: 'CANARY',
      lifecycleHooks: [functionAt('PRODUCTION_TRAFFIC_SHIFT'), functionAt('PRE_PRODUCTION_TRAFFIC_SHIFT')],
    });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(
      rehearsal.world.lambda.invocations.map(
        ({ payload }) => (payload as { lifecycleStage: string }).lifecycleStage,
      ),
    ).toEqual([
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
    ]);
  });
});

describe('hooks of a rolling deployment', () => {
  function rolling(...lifecycleHooks: DeploymentLifecycleHook[]): Rehearsal {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.release(v2, { deploymentConfiguration: { lifecycleHooks } });
    rehearsal.pass(600);
    return rehearsal;
  }
  const proceed = (rehearsal: Rehearsal, action: 'CONTINUE' | 'ROLLBACK' = 'CONTINUE'): void => {
    const { serviceDeploymentArn, lifecycleHookDetails } = rehearsal.serviceDeployment;
    const hookId = lifecycleHookDetails![0]!.hookId;
    rehearsal.call(ecsOperations.ContinueServiceDeployment, { serviceDeploymentArn, hookId, action });
  };
  const versions = (rehearsal: Rehearsal): string[] =>
    rehearsal
      .tasks()
      .map((task) => task.containers![0]!.image!)
      .sort();

  it('hold it before its first task', () => {
    const rehearsal = rolling(pauseAt('PRE_SCALE_UP'));
    expect(rehearsal.serviceDeployment).not.toHaveProperty('lifecycleStage');
    expect(versions(rehearsal)).toEqual([v1, v1, v1, v1]);

    proceed(rehearsal);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(versions(rehearsal)).toEqual([v2, v2, v2, v2]);
  });

  it('hold it once its tasks have replaced the old ones', () => {
    const rehearsal = rolling(pauseAt('POST_SCALE_UP'));
    expect(versions(rehearsal)).toEqual([v2, v2, v2, v2]);
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleHookDetails: [{ status: 'AWAITING_ACTION' }],
    });
    expect(rehearsal.primary.rolloutState).toBe('IN_PROGRESS');

    proceed(rehearsal);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it.each(['PRE_SCALE_UP', 'POST_SCALE_UP'] as const)('take it back at %s', (stage) => {
    const rehearsal = rolling(pauseAt(stage));
    proceed(rehearsal, 'ROLLBACK');
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: `Service deployment rolled back because ${stage} pause hook was rejected.`,
    });
    expect(versions(rehearsal)).toEqual([v1, v1, v1, v1]);
  });

  it('run functions too', () => {
    const rehearsal = rolling(functionAt('PRE_SCALE_UP'), functionAt('POST_SCALE_UP'));

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.world.lambda.invocations).toHaveLength(2);
  });
});

describe('a deployment configuration', () => {
  const tooMany = (hook: DeploymentLifecycleHook): DeploymentLifecycleHook[] =>
    Array.from({ length: 11 }, () => hook);
  const blueGreen = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } as const;
  const pauseStage = 'Invalid lifecycle stage provided for Pause Hook';

  it.each<[DeploymentConfiguration, string]>([
    [{ strategy: 'GREEN' as never }, 'strategy should be one of [ROLLING,BLUE_GREEN,LINEAR,CANARY]'],
    [
      { strategy: 'BLUE_GREEN' },
      'bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy',
    ],
    [{ canaryConfiguration: { canaryPercent: 0 } }, 'canaryPercent must be between 0.1 and 100'],
    [{ canaryConfiguration: { canaryPercent: 0.15 } }, 'canaryPercent must be a multiple of 0.1'],
    [{ linearConfiguration: { stepPercent: 2.9 } }, 'stepPercent must be between 3 and 100'],
    [
      { linearConfiguration: { stepBakeTimeInMinutes: 1441 } },
      'stepBakeTimeInMinutes must be between 0 and 1440',
    ],
    [{ ...blueGreen, lifecycleHooks: [pauseAt('TEST_TRAFFIC_SHIFT')] }, pauseStage],
    [{ ...blueGreen, lifecycleHooks: [pauseAt('PRODUCTION_TRAFFIC_SHIFT')] }, pauseStage],
    [{ ...blueGreen, lifecycleHooks: [pauseAt('BAKE_TIME' as never)] }, pauseStage],
    [{ lifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT')] }, pauseStage],
    [
      { lifecycleHooks: [{ ...pauseAt('PRE_SCALE_UP'), targetType: 'WAIT' as never }] },
      'Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE',
    ],
    [
      { lifecycleHooks: [{ lifecycleStages: ['PRE_SCALE_UP'], roleArn: 'arn:aws:iam::1:role/r' }] },
      'hookTargetArn must be specified for an AWS_LAMBDA lifecycle hook',
    ],
    [
      { lifecycleHooks: [pauseAt('PRE_SCALE_UP', { timeoutInMinutes: 20_161 })] },
      'timeoutInMinutes must be between 1 and 20160 for PAUSE lifecycle hooks',
    ],
    [
      { lifecycleHooks: [functionAt('PRE_SCALE_UP', { timeoutConfiguration: { timeoutInMinutes: 1441 } })] },
      'timeoutInMinutes must be between 1 and 1440 for AWS_LAMBDA lifecycle hooks',
    ],
    [{ lifecycleHooks: tooMany(pauseAt('PRE_SCALE_UP')) }, 'at most 10 lifecycle hooks of targetType PAUSE'],
    [
      { lifecycleHooks: tooMany(functionAt('PRE_SCALE_UP')) },
      'at most 10 lifecycle hooks of targetType AWS_LAMBDA',
    ],
    [
      {
        earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
      },
      'healthyPercent must be greater than or equal to minimumHealthyPercent',
    ],
    [
      { earlySuccessCriteria: { enable: true } },
      'healthyPercent and sourceServiceRevisionCleanup must be specified',
    ],
  ])('%j is refused: %s', (deploymentConfiguration, message) => {
    const rehearsal = new Rehearsal();

    expect(() => rehearsal.createService(v1, { deploymentConfiguration })).toThrow(message);
  });

  it("gets AWS's defaults for the steps, and keeps what a later request leaves out", () => {
    const rehearsal = new ShiftingRehearsal({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 20 },
    });
    expect(rehearsal.service.deploymentConfiguration).toMatchObject({
      canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 10 },
    });
    rehearsal.update({ deploymentConfiguration: { strategy: 'LINEAR' } });
    expect(rehearsal.service.deploymentConfiguration).toMatchObject({
      linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6 },
    });
  });
});
