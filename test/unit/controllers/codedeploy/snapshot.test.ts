import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  toDeploymentState,
  type CodeDeployDeploymentState,
} from '../../../../src/aws/codedeploy-deployments.ts';
import { toTargetState } from '../../../../src/aws/codedeploy-targets.ts';
import { toSnapshot, type Found } from '../../../../src/controllers/codedeploy/snapshot.ts';
import { endStatuses, type Deployment } from '../../../../src/model/deployment.ts';
import { minutes } from '../../../../src/model/duration.ts';

const began = 1_784_638_200_000;
const at = began + minutes(5);

const deployment: Deployment = {
  service: { cluster: 'c', service: 's' },
  deploymentId: 'd-A1B2C3D4E',
  codeDeploy: { application: 'AppECS-c-s', group: 'DgpECS-c-s' },
  taskSet: 'ecs-svc/4980306466373577095',
  taskDefinition: 'arn:aws:ecs:us-east-1:111122223333:task-definition/f:8',
  createdAt: began,
};

/** GetDeploymentTarget in the middle of a linear shift, as AWS shows it. */
const target = toTargetState({
  deploymentId: 'd-A1B2C3D4E',
  targetId: 'c:s',
  status: 'InProgress',
  lastUpdatedAt: new Date(began + 300_000),
  lifecycleEvents: [
    event('BeforeInstall', 'Succeeded', 10_000, 11_000),
    event('Install', 'Succeeded', 11_000, 190_000),
    event('AfterInstall', 'Succeeded', 190_000, 191_000),
    event('BeforeAllowTraffic', 'Succeeded', 191_000, 192_000),
    event('AllowTraffic', 'InProgress', 200_000),
    event('AfterAllowTraffic', 'Pending'),
  ],
  taskSetsInfo: [
    {
      identifer: 'ecs-svc/1122334455667788990',
      desiredCount: 2,
      pendingCount: 0,
      runningCount: 2,
      status: 'PRIMARY',
      trafficWeight: 70,
      targetGroup: { name: 'blue' },
      taskSetLabel: 'Blue',
    },
    {
      identifer: 'ecs-svc/4980306466373577095',
      desiredCount: 2,
      pendingCount: 0,
      runningCount: 2,
      status: 'ACTIVE',
      trafficWeight: 30,
      targetGroup: { name: 'green' },
      taskSetLabel: 'Green',
    },
  ],
});

function event(
  lifecycleEventName: string,
  status: 'Succeeded' | 'InProgress' | 'Pending',
  from?: number,
  to?: number,
) {
  return {
    lifecycleEventName,
    status,
    ...(from === undefined ? {} : { startTime: new Date(began + from) }),
    ...(to === undefined ? {} : { endTime: new Date(began + to) }),
  };
}

function state(changes: Partial<CodeDeployDeploymentState> = {}): CodeDeployDeploymentState {
  return {
    ...toDeploymentState({
      applicationName: 'AppECS-c-s',
      deploymentGroupName: 'DgpECS-c-s',
      deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes',
      deploymentId: 'd-A1B2C3D4E',
      status: 'InProgress',
      createTime: new Date(began),
      creator: 'user',
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
        deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
      },
    }),
    ...changes,
  };
}

function found(changes: Partial<Found> = {}): Found {
  return {
    at,
    deployment,
    state: state(),
    rollback: undefined,
    target,
    rollbackTarget: undefined,
    routing: { type: 'TimeBasedLinear', percent: 10, intervalInMinutes: 1 },
    alarms: { enabled: true, ignoresPollFailure: false, names: ['web-errors', 'web'] },
    functions: {},
    service: undefined,
    isServiceGone: false,
    endedFor: undefined,
    isAskedToGoBack: false,
    events: [],
    ...changes,
  };
}

describe('a look at a deployment of CodeDeploy', () => {
  it('reads weights, counts and the next shift from the target', () => {
    const snapshot = toSnapshot(found());

    expect(snapshot).toMatchObject({
      status: 'in-progress',
      phase: 'baking',
      target: { requested: 2, running: 2, pending: 0 },
      sources: [{ requested: 2, running: 2 }],
      shift: { strategy: 'TimeBasedLinear', stage: 'AllowTraffic', production: 30, test: 0 },
      alarms: { status: 'watching', names: ['web-errors', 'web'] },
    });
    // The third of ten shifts was two minutes after the first.
    expect(snapshot.shift?.bake).toEqual({ kind: 'step', endsAt: began + 200_000 + minutes(3) });
    expect(snapshot.moves.map(({ kind }) => kind)).toEqual(['stop-and-roll-back']);
  });

  it('has moved nothing before there is a target', () => {
    const snapshot = toSnapshot(found({ state: state({ status: 'Created' }), target: undefined }));

    expect(snapshot).toMatchObject({
      status: 'pending',
      phase: 'requested',
      shift: { production: 0, test: 0 },
      target: { requested: 0 },
    });
    expect(snapshot.shift).not.toHaveProperty('stage');
  });

  it('waits before the old tasks end once all events are over', () => {
    const events = target.events.map((one) => ({ ...one, status: 'Succeeded', endedAt: began + 400_000 }));
    const snapshot = toSnapshot(
      found({ target: { ...target, events }, state: state({ isTerminationWaitStarted: true }) }),
    );

    expect(snapshot).toMatchObject({ phase: 'baking', shift: { stage: 'TERMINATION_WAIT' } });
    expect(snapshot.shift?.bake).toEqual({ kind: 'final', endsAt: began + 400_000 + minutes(5) });
    expect(snapshot.moves.map(({ kind }) => kind)).toEqual(['stop-and-roll-back', 'end-termination-wait']);
  });

  it('shows a function only where the AppSpec has one, or is not shown itself', () => {
    const events = [{ name: 'AfterInstall', status: 'InProgress', startedAt: began }];
    const look = (functions: Found['functions']) =>
      toSnapshot(found({ functions, target: { ...target, events } }));

    expect(look({ AfterInstall: 'check' })).toMatchObject({
      phase: 'waiting-for-hooks',
      hooks: [
        {
          hookId: 'AfterInstall',
          target: 'lambda',
          targetArn: 'check',
          status: 'in-progress',
          expiresAt: began + minutes(60),
          timeoutAction: 'ROLLBACK',
        },
      ],
    });
    expect(look({ BeforeInstall: 'check' }).hooks).toBeUndefined();
    expect(look(undefined).hooks).toHaveLength(1);
  });

  it('names the alarms that stopped it, and no other whose name is a part of theirs', () => {
    const error = { code: 'ALARM_ACTIVE', message: 'have been stopped. Activated alarms: web-errors' };
    const snapshot = toSnapshot(found({ state: state({ status: 'Stopped', error }), endedFor: minutes(5) }));

    expect(snapshot.alarms).toMatchObject({ status: 'triggered', triggered: ['web-errors'] });
    // It was not told to go back on alarms.
    expect(snapshot.status).toBe('failed');
    expect(snapshot.statusReason).toBe(error.message);
  });

  it('asks for a way back until CodeDeploy shows one, and not for ever', () => {
    const failed = state({ status: 'Failed', error: { code: 'TIMEOUT', message: 'timed out' } });
    const look = (endedFor: number) => toSnapshot(found({ state: failed, endedFor })).status;

    expect(look(0)).toBe('rollback-requested');
    expect(look(minutes(2) - 1)).toBe('rollback-requested');
    expect(look(minutes(2))).toBe('failed');
  });

  it('says why the rollback failed, where it did', () => {
    const failed = state({ status: 'Failed', error: { code: 'TIMEOUT', message: 'timed out' } });
    const rollback = state({
      id: 'd-B',
      status: 'Failed',
      error: { code: 'ELASTIC_LOAD_BALANCING_INVALID', message: 'The ELB could not be updated' },
      finishedAt: at,
    });

    expect(toSnapshot(found({ state: failed, rollback }))).toMatchObject({
      status: 'rollback-failed',
      statusReason: 'The ELB could not be updated',
      finishedAt: at,
    });
  });

  it('reads the weights of the deployment that goes back, once it has some', () => {
    const failed = state({ status: 'Failed' });
    const rollback = state({ id: 'd-B', status: 'InProgress' });
    const [blue, green] = target.taskSets;
    if (blue === undefined || green === undefined) throw new Error('there are two');
    const back = {
      ...target,
      taskSets: [
        { ...blue, weight: 100 },
        { ...green, weight: 0 },
      ],
    };
    const look = (rollbackTarget: Found['rollbackTarget']) =>
      toSnapshot(found({ state: failed, rollback, rollbackTarget }));

    expect(look(undefined)).toMatchObject({ status: 'rolling-back', shift: { production: 30 } });
    expect(look({ ...target, taskSets: [] }).shift?.production).toBe(30);
    expect(look(back)).toMatchObject({ status: 'rolling-back', shift: { production: 0 }, moves: [] });
  });

  it('is gone where AWS knows neither it nor its service', () => {
    expect(toSnapshot(found({ state: undefined })).status).toBe('gone');
    expect(toSnapshot(found({ isServiceGone: true })).status).toBe('gone');
  });
});

const anyStatus = fc.constantFrom(
  'Created',
  'Queued',
  'InProgress',
  'Ready',
  'Baking',
  'Succeeded',
  'Failed',
  'Stopped',
  'Sleeping',
);
const anyState = fc.record({
  status: anyStatus,
  error: fc.option(
    fc.record({
      code: fc.constantFrom('ALARM_ACTIVE', 'MANUAL_STOP', 'TIMEOUT', ''),
      message: fc.string(),
    }),
    { nil: undefined },
  ),
  rollsBackOn: fc.subarray(['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST']),
  isTerminationWaitStarted: fc.boolean(),
});

describe('any look', () => {
  it('has moves only while it goes on, and an end with its time', () => {
    fc.assert(
      fc.property(
        anyState,
        fc.option(anyState, { nil: undefined }),
        fc.nat(minutes(5)),
        fc.boolean(),
        (own, back, endedFor, isAskedToGoBack) => {
          const snapshot = toSnapshot(
            found({
              state: state({ ...own, finishedAt: at - endedFor }),
              rollback: back && state({ ...back, finishedAt: at }),
              endedFor,
              isAskedToGoBack,
            }),
          );
          const isOver = endStatuses.has(snapshot.status);
          expect(snapshot.phase === 'ended').toBe(isOver);
          if (isOver) expect(snapshot.moves).toEqual([]);
          expect(snapshot.finishedAt !== undefined).toBe(isOver);
          // Success is only ever CodeDeploy's own word for this very deployment.
          expect(snapshot.status === 'successful').toBe(own.status === 'Succeeded');
          if (snapshot.status === 'rolled-back') expect(back?.status).toBe('Succeeded');
          if (snapshot.moves.some(({ kind }) => kind === 'continue')) expect(own.status).toBe('Ready');
          if (isAskedToGoBack && endedFor < minutes(2)) expect(snapshot.status).not.toBe('failed');
        },
      ),
    );
  });

  it('comes to an end in the end', () => {
    fc.assert(
      fc.property(anyState, fc.boolean(), (own, isAskedToGoBack) => {
        fc.pre(['Succeeded', 'Failed', 'Stopped'].includes(own.status));
        const { status } = toSnapshot(found({ state: state(own), endedFor: minutes(2), isAskedToGoBack }));
        expect(endStatuses.has(status)).toBe(true);
      }),
    );
  });
});
