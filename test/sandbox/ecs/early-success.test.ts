import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { isEnough } from '../../../src/sandbox/ecs/engine/early-success.ts';
import { checked, Rehearsal } from './rehearsal.ts';

const v1 = 'public.ecr.aws/demo/web:1';
const v2 = 'public.ecr.aws/demo/web:2';

type Configuration = NonNullable<CreateServiceCommandInput['deploymentConfiguration']>;

/** Four tasks of version 1; version 2 counts as healthy with half of them. */
function steady(
  cleanup: 'BLOCKING' | 'DEFERRED',
  more: Configuration = {},
  behind: Partial<CreateServiceCommandInput> = {},
): Rehearsal {
  const rehearsal = new Rehearsal();
  rehearsal.runningService(v1, {
    ...behind,
    deploymentConfiguration: {
      minimumHealthyPercent: 50,
      maximumPercent: 150,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: cleanup },
      ...more,
    },
  });
  return rehearsal;
}

const waiterIsContent = ({ service }: Rehearsal): boolean =>
  service.deployments!.length === 1 && service.runningCount === service.desiredCount;

describe('a rolling deployment with early success', () => {
  it('ends while old tasks still run where their removal is deferred, with the counts of that moment', () => {
    const rehearsal = steady('DEFERRED');
    rehearsal.release(v2);
    rehearsal.untilFinished();

    const ended = rehearsal.serviceDeployment;
    expect(ended.status).toBe('SUCCESSFUL');
    expect(rehearsal.primary.rolloutState).toBe('COMPLETED');

    rehearsal.until(() => waiterIsContent(rehearsal), 'a stable service');
    rehearsal.pass(60);
    expect(rehearsal.serviceDeployment.targetServiceRevision).toEqual(ended.targetServiceRevision);
    expect(rehearsal.serviceDeployment.sourceServiceRevisions).toEqual(ended.sourceServiceRevisions);
    expect(ended.sourceServiceRevisions).toMatchObject([{ runningTaskCount: expect.any(Number) }]);
    expect(rehearsal.tasks()).toHaveLength(4);
    expect(rehearsal.events.at(-1)).toBe('(service web) has reached a steady state.');
  });

  it('leaves the waiter for a stable service waiting until everything is replaced', () => {
    const rehearsal = steady('DEFERRED', { maximumPercent: 150 });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(waiterIsContent(rehearsal)).toBe(false);
    rehearsal.until(() => waiterIsContent(rehearsal), 'a stable service');
  });

  it('waits for the old tasks to be gone where their removal is blocking', () => {
    const rehearsal = steady('BLOCKING');
    const old = rehearsal.service.taskDefinition;
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.tasks().filter((task) => task.taskDefinitionArn === old)).toEqual([]);
  });

  it('bakes before it ends', () => {
    const rehearsal = steady('DEFERRED', { bakeTimeInMinutes: 10 });
    const before = rehearsal.now;
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.now - before).toBeGreaterThan(600);
    expect(rehearsal.now - before).toBeLessThan(700);
  });

  it('is not rolled back any more, however its further tasks fare', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, {
      taskDefinition: rehearsal.register(v1, checked(v1)),
      deploymentConfiguration: {
        minimumHealthyPercent: 50,
        maximumPercent: 100,
        deploymentCircuitBreaker: {
          enable: true,
          rollback: true,
          thresholdConfiguration: { type: 'COUNT', value: 1 },
        },
        earlySuccessCriteria: {
          enable: true,
          healthyPercent: 50,
          sourceServiceRevisionCleanup: 'DEFERRED',
        },
      },
    });
    rehearsal.update({ taskDefinition: rehearsal.register(v2, checked(v2)) });
    rehearsal.untilFinished();
    rehearsal.behave(v2, { stoppedReason: 'CannotPullContainerError: manifest unknown' });
    rehearsal.pass(600);

    expect(rehearsal.service).toMatchObject({ desiredCount: 4, runningCount: 2 });
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.primary).toMatchObject({ rolloutState: 'COMPLETED', status: 'PRIMARY' });
    expect(rehearsal.service.taskDefinition).toMatch(/web:2$/);
  });

  it('rolls back as ever before it has succeeded', () => {
    const rehearsal = steady('DEFERRED');
    rehearsal.behave(v2, { stoppedReason: 'CannotPullContainerError: manifest unknown' });
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('cannot be stopped once it has succeeded', () => {
    const rehearsal = steady('DEFERRED');
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(() =>
      rehearsal.call(ecsOperations.StopServiceDeployment, {
        serviceDeploymentArn: rehearsal.serviceDeployment.serviceDeploymentArn,
      }),
    ).toThrow('is in the terminal state SUCCESSFUL');
  });
});

describe('enough healthy tasks', () => {
  it('are at least one, never more than all, and none without criteria', () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(percent, fc.integer({ min: 1, max: 500 }), (healthyPercent, desired) => {
        const criteria = { enable: true, healthyPercent };
        expect(isEnough(criteria, 0, desired)).toBe(false);
        expect(isEnough(criteria, desired, desired)).toBe(true);
        expect(isEnough({ ...criteria, enable: false }, desired, desired)).toBe(false);
        expect(isEnough(undefined, desired, desired)).toBe(false);
      }),
    );
  });
});
