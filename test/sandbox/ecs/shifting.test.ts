import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';
import { ShiftingRehearsal, v1, v2, v3 } from './shifting-stage.ts';

const beforeProduction = [
  '0s - 0/0',
  '2s PRE_SCALE_UP 0/0',
  '7s SCALE_UP 0/0',
  '26s POST_SCALE_UP 0/0',
  '31s TEST_TRAFFIC_SHIFT 0/0',
  '36s TEST_TRAFFIC_SHIFT 100/0',
  '41s POST_TEST_TRAFFIC_SHIFT 100/0',
  '46s PRE_PRODUCTION_TRAFFIC_SHIFT 100/0',
  '51s PRODUCTION_TRAFFIC_SHIFT 100/0',
];

describe('a deployment that shifts traffic', () => {
  it('BLUE_GREEN goes through every stage and moves all requests at once', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    rehearsal.release(v2);

    expect(rehearsal.course()).toEqual([
      ...beforeProduction,
      '56s PRODUCTION_TRAFFIC_SHIFT 100/100',
      '61s POST_PRODUCTION_TRAFFIC_SHIFT 100/100',
      '66s BAKE_TIME 100/100',
      '371s CLEAN_UP 100/100',
    ]);
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.productionWeights).toEqual([0, 100]);
    expect(rehearsal.testWeights).toEqual([0, 100]);
    expect(rehearsal.images).toEqual([v2, v2]);
    expect(rehearsal.service.deployments).toMatchObject([
      { status: 'PRIMARY', rolloutState: 'COMPLETED', desiredCount: 2, runningCount: 2 },
    ]);
  });

  it('CANARY gives a share first, waits, and then gives the rest', () => {
    const rehearsal = new ShiftingRehearsal({
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
      bakeTimeInMinutes: 1,
    });
    rehearsal.release(v2);

    expect(rehearsal.course(() => rehearsal.sight.production === 10)).toEqual([
      ...beforeProduction,
      '56s PRODUCTION_TRAFFIC_SHIFT 100/10',
    ]);
    expect(rehearsal.productionWeights).toEqual([90, 10]);
    expect(rehearsal.serviceDeployment.sourceServiceRevisions).toMatchObject([
      { requestedTestTrafficWeight: 0, requestedProductionTrafficWeight: 90, runningTaskCount: 2 },
    ]);
    expect(rehearsal.course()).toEqual([
      '0s PRODUCTION_TRAFFIC_SHIFT 100/10',
      '185s PRE_PRODUCTION_TRAFFIC_SHIFT 100/10',
      '190s PRODUCTION_TRAFFIC_SHIFT 100/10',
      '195s PRODUCTION_TRAFFIC_SHIFT 100/100',
      '200s POST_PRODUCTION_TRAFFIC_SHIFT 100/100',
      '205s BAKE_TIME 100/100',
      '270s CLEAN_UP 100/100',
    ]);
    expect(rehearsal.images).toEqual([v2, v2]);
  });

  it('LINEAR goes in equal steps, the last of which is what remains, and does not wait after it', () => {
    const rehearsal = new ShiftingRehearsal({
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 },
    });
    rehearsal.release(v2);
    const course = rehearsal.course();

    expect(course.slice(0, beforeProduction.length)).toEqual(beforeProduction);
    expect(course.slice(beforeProduction.length)).toEqual([
      '56s PRODUCTION_TRAFFIC_SHIFT 100/40',
      '121s PRE_PRODUCTION_TRAFFIC_SHIFT 100/40',
      '126s PRODUCTION_TRAFFIC_SHIFT 100/40',
      '131s PRODUCTION_TRAFFIC_SHIFT 100/80',
      '196s PRE_PRODUCTION_TRAFFIC_SHIFT 100/80',
      '201s PRODUCTION_TRAFFIC_SHIFT 100/80',
      '206s PRODUCTION_TRAFFIC_SHIFT 100/100',
      '211s POST_PRODUCTION_TRAFFIC_SHIFT 100/100',
      '216s BAKE_TIME 100/100',
      '221s CLEAN_UP 100/100',
    ]);
  });

  it('keeps both revisions at the desired count until it cleans up', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');

    expect(rehearsal.images).toEqual([v1, v1, v2, v2]);
    expect(rehearsal.service).toMatchObject({
      runningCount: 4,
      deployments: [
        { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', desiredCount: 2, runningCount: 2 },
        { status: 'ACTIVE', rolloutState: 'COMPLETED', desiredCount: 2, runningCount: 2 },
      ],
    });
  });

  it('takes ten minutes more for each shift behind a network load balancer', () => {
    const rehearsal = new ShiftingRehearsal(
      { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
      { traffic: 'network' },
    );
    rehearsal.release(v2);
    const course = rehearsal.course();
    const secondsOf = (line: string): number =>
      Number.parseInt(course.find((entry) => entry.endsWith(line)) ?? 'NaN', 10);

    expect(secondsOf('POST_TEST_TRAFFIC_SHIFT 100/0') - secondsOf(' TEST_TRAFFIC_SHIFT 100/0')).toBe(600);
    expect(
      secondsOf('POST_PRODUCTION_TRAFFIC_SHIFT 100/100') - secondsOf(' PRODUCTION_TRAFFIC_SHIFT 100/100'),
    ).toBe(600);
  });

  it('BLUE_GREEN works without a load balancer, LINEAR and CANARY do not', () => {
    const rehearsal = new ShiftingRehearsal(
      { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
      { traffic: 'none' },
    );
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.images).toEqual([v2, v2]);
    for (const strategy of ['LINEAR', 'CANARY'] as const) {
      expect(() => rehearsal.update({ deploymentConfiguration: { strategy } })).toThrow(
        `The deployment strategy ${strategy} requires an Application Load Balancer`,
      );
    }
  });

  it('is what the first deployment of a service does too, without a source', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1, {
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 },
    });
    const stages = new Set<string>();
    rehearsal.until(() => {
      stages.add(rehearsal.serviceDeployment.lifecycleStage ?? '-');
      return rehearsal.serviceDeployment.finishedAt !== undefined;
    });

    expect([...stages]).toEqual([
      '-',
      'PRE_SCALE_UP',
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRE_PRODUCTION_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
      'CLEAN_UP',
    ]);
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      sourceServiceRevisions: [],
      targetServiceRevision: { requestedTestTrafficWeight: 100, requestedProductionTrafficWeight: 100 },
    });
  });

  it('comes back to the first target group with the release after the next', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 });
    rehearsal.release(v2);
    rehearsal.untilFinished();
    rehearsal.release(v3);
    rehearsal.untilFinished();

    expect(rehearsal.productionWeights).toEqual([100, 0]);
    expect(rehearsal.testWeights).toEqual([100, 0]);
    expect(rehearsal.world.elbv2.targetGroup(rehearsal.groups!.blue)!.targets.size).toBe(2);
    expect(rehearsal.images).toEqual([v3, v3]);
  });

  it('has nothing to wait for with a desired count of 0', () => {
    const rehearsal = new ShiftingRehearsal(
      { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
      { changes: { desiredCount: 0 } },
    );
    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.productionWeights).toEqual([0, 100]);
  });

  it('is told without stages and weights where it is ROLLING', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);

    expect(rehearsal.serviceDeployment).not.toHaveProperty('lifecycleStage');
    expect(rehearsal.serviceDeployment).not.toHaveProperty('lifecycleHookDetails');
    expect(rehearsal.serviceDeployment.targetServiceRevision).not.toHaveProperty(
      'requestedProductionTrafficWeight',
    );
  });

  it('keeps the plan that it began with when the configuration changes meanwhile', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    rehearsal.release(v2);
    rehearsal.untilStage('SCALE_UP');
    rehearsal.update({ deploymentConfiguration: { strategy: 'ROLLING', bakeTimeInMinutes: 0 } });
    const begin = rehearsal.now;
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.deploymentConfiguration?.strategy).toBe('BLUE_GREEN');
    expect(rehearsal.now - begin).toBeGreaterThan(300);
    expect(rehearsal.service.deploymentConfiguration?.strategy).toBe('ROLLING');
  });

  it('leaves a rolling deployment to the target group that has got the requests', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 });
    rehearsal.release(v2);
    rehearsal.untilFinished();
    rehearsal.release(v3, { deploymentConfiguration: { strategy: 'ROLLING' } });
    rehearsal.untilFinished();

    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.productionWeights).toEqual([0, 100]);
    expect(rehearsal.world.elbv2.targetGroup(rehearsal.groups!.green)!.targets.size).toBe(2);
  });

  it('ends with its service', () => {
    const rehearsal = new ShiftingRehearsal({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 });
    rehearsal.release(v2);
    rehearsal.untilStage('BAKE_TIME');
    const arn = rehearsal.serviceDeployment.serviceDeploymentArn!;
    rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web', force: true });

    expect(rehearsal.describe(arn).status).toBe('STOPPED');
    rehearsal.pass(900);
    expect(rehearsal.service.status).toBe('INACTIVE');
    expect(rehearsal.tasks()).toEqual([]);
  });
});
