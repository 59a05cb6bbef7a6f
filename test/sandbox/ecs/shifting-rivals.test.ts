import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { ShiftingRehearsal, pauseAt, v1, v2, v3 } from './shifting-stage.ts';

const blueGreen = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 } as const;
const canary = {
  strategy: 'CANARY',
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 30 },
  bakeTimeInMinutes: 5,
} as const;

function kill(rehearsal: ShiftingRehearsal, image: string): string {
  const victim = rehearsal.tasks().find((task) => task.containers![0]!.image === image)!;
  rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: victim.taskArn });
  return victim.taskArn!;
}

describe('a shift that meets a newer deployment', () => {
  it('is stopped, and the newer one waits, reconciles, and leaves the requests where most of them go', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    const superseded = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.release(v3);

    expect(rehearsal.describe(superseded)).toMatchObject({ status: 'STOP_REQUESTED' });
    expect(rehearsal.serviceDeployment.status).toBe('PENDING');
    rehearsal.until(() => rehearsal.describe(superseded).status === 'STOPPED');
    expect(rehearsal.describe(superseded).statusReason).toBe(
      'Service deployment stopped because a newer service deployment was started.',
    );
    expect(rehearsal.serviceDeployment.status).toBe('PENDING');

    rehearsal.untilStage('RECONCILE_SERVICE');
    expect(rehearsal.serviceDeployment.sourceServiceRevisions).toMatchObject([
      { requestedProductionTrafficWeight: 10 },
      { requestedProductionTrafficWeight: 90 },
    ]);
    rehearsal.untilStage('PRE_SCALE_UP');
    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.images).toEqual([v1, v1]);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v3, v3]);
    expect(rehearsal.productionWeights).toEqual([0, 100]);
    // What it was is what it stays.
    expect(rehearsal.describe(superseded).targetServiceRevision).toMatchObject({
      requestedProductionTrafficWeight: 10,
    });
  });

  it('stays with the newer revision where that has got all requests already', () => {
    const rehearsal = new ShiftingRehearsal(blueGreen);
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    rehearsal.release(v3);
    rehearsal.untilStage('PRE_SCALE_UP');
    expect(rehearsal.images).toEqual([v2, v2]);
    expect(rehearsal.productionWeights).toEqual([0, 100]);

    rehearsal.untilStage('BAKE_TIME');
    rehearsal.stop();
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
    expect(rehearsal.images).toEqual([v2, v2]);
    expect(rehearsal.productionWeights).toEqual([0, 100]);
  });

  it('before any request has moved leaves the old revision to serve', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilStage('SCALE_UP');
    rehearsal.release(v3);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v3, v3]);
  });

  it('that is rolling does not leave requests behind', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    rehearsal.release(v3, { deploymentConfiguration: { strategy: 'ROLLING' } });
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.images).toEqual([v3, v3]);
    expect(rehearsal.world.elbv2.targetGroup(rehearsal.groups!.blue)!.targets.size).toBe(2);
  });

  it('while it goes back ends with a rollback that failed, and the newer one goes on', () => {
    const rehearsal = new ShiftingRehearsal(canary);
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    const superseded = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.stop();
    rehearsal.until(() => rehearsal.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS');
    rehearsal.release(v3);
    rehearsal.untilFinished();

    expect(rehearsal.describe(superseded).status).toBe('ROLLBACK_FAILED');
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v3, v3]);
  });

  it('cannot be continued any more, also not at a hook that waited', () => {
    const rehearsal = new ShiftingRehearsal({
      ...blueGreen,
      lifecycleHooks: [pauseAt('POST_SCALE_UP', { timeoutInMinutes: 600 })],
    });
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.hook !== undefined);
    const { hookId } = rehearsal.hook!;
    const serviceDeploymentArn = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.release(v3, { deploymentConfiguration: { lifecycleHooks: [] } });
    const proceed = () =>
      rehearsal.call(ecsOperations.ContinueServiceDeployment, { serviceDeploymentArn, hookId });

    expect(proceed).toThrow('Provided hookId is either completed, unavailable');
    rehearsal.untilFinished();
    expect(proceed).toThrow('not allowed for service deployment in terminal states');
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it('after it only stopped reconciles as well', () => {
    const rehearsal = new ShiftingRehearsal({
      ...canary,
      deploymentCircuitBreaker: { enable: true, rollback: false },
    });
    rehearsal.behave(v2, { stoppedReason: 'CannotPullContainerError: no' });
    rehearsal.release(v2);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('STOPPED');
    rehearsal.release(v3);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v3, v3]);
    expect(rehearsal.service.deployments).toHaveLength(1);
  });
});

describe('both revisions of a shift', () => {
  it.each([
    [4, [v1, v1, v1, v1, v2, v2, v2, v2]],
    [1, [v1, v2]],
    [0, []],
  ])('follow a desired count of %i', (desiredCount, images) => {
    const rehearsal = new ShiftingRehearsal({ ...blueGreen, bakeTimeInMinutes: 30 });
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    rehearsal.update({ desiredCount });
    rehearsal.pass(120);

    expect(rehearsal.images).toEqual(images);
    expect(rehearsal.serviceDeployment).toMatchObject({
      lifecycleStage: 'BAKE_TIME',
      sourceServiceRevisions: [{ requestedTaskCount: desiredCount }],
      targetServiceRevision: { requestedTaskCount: desiredCount },
    });
    rehearsal.untilFinished();
    expect(rehearsal.images).toEqual(images.filter((image) => image === v2));
  });

  it('wait for what was added during SCALE_UP', () => {
    const rehearsal = new ShiftingRehearsal(blueGreen);
    rehearsal.release(v2);
    rehearsal.untilStage('SCALE_UP');
    rehearsal.pass(5);
    rehearsal.update({ desiredCount: 6 });
    rehearsal.untilStage('POST_SCALE_UP');

    const own = rehearsal.tasks().filter((task) => task.containers![0]!.image === v2);
    expect(own).toHaveLength(6);
    expect(own.every((task) => task.lastStatus === 'RUNNING')).toBe(true);
  });

  it.each([
    ['the old one', v1],
    ['the new one', v2],
  ])('get back a task that is killed: %s', (_, image) => {
    const rehearsal = new ShiftingRehearsal({ ...blueGreen, bakeTimeInMinutes: 30 });
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    const killed = kill(rehearsal, image);
    rehearsal.pass(120);

    expect(rehearsal.images).toEqual([v1, v1, v2, v2]);
    expect(rehearsal.tasks().map((task) => task.taskArn)).not.toContain(killed);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it('the new one loses a task for good once it goes back', () => {
    const rehearsal = new ShiftingRehearsal(canary, { traffic: 'network' });
    rehearsal.release(v2);
    rehearsal.untilLong(() => rehearsal.sight.production === 10);
    rehearsal.stop();
    rehearsal.until(() => rehearsal.serviceDeployment.status === 'ROLLBACK_IN_PROGRESS');
    kill(rehearsal, v2);
    kill(rehearsal, v1);
    rehearsal.pass(120);

    expect(rehearsal.images).toEqual([v1, v1, v2]);
    rehearsal.untilFinished();
    expect(rehearsal.images).toEqual([v1, v1]);
  });

  it('replace an unhealthy task', () => {
    const rehearsal = new ShiftingRehearsal({ ...blueGreen, bakeTimeInMinutes: 30 });
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    rehearsal.behave(v1, { http: { status: 500, errorRate: 0, latency: 5 } });
    rehearsal.until(() => rehearsal.events.some((event) => event.includes('is unhealthy in')));
    rehearsal.behave(v1, { http: { status: 200, errorRate: 0, latency: 5 } });
    rehearsal.pass(120);

    expect(rehearsal.images).toEqual([v1, v1, v2, v2]);
    expect(rehearsal.events.some((event) => event.includes('due to an unhealthy status'))).toBe(true);
  });
});
