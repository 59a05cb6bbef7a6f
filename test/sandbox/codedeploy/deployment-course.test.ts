import { describe, expect, it } from '@jest/globals';
import { CodeDeployRehearsal, terminateAfter, v1, v2 } from './rehearsal.ts';

/** A running service with its group; images of release 2 need as long to be healthy as in the run that was measured. */
function measured(): CodeDeployRehearsal {
  const rehearsal = new CodeDeployRehearsal();
  rehearsal.runningCodeDeployService(v1);
  rehearsal.createGroup();
  rehearsal.behave(v2, { startDelay: 118_000 });
  return rehearsal;
}

describe('a linear deployment, as it was measured at AWS', () => {
  it('moves a tenth a minute, waits, and is Succeeded after 16 minutes', () => {
    const rehearsal = measured();
    const [before] = rehearsal.taskSets;
    const id = rehearsal.deploy(v2, 'ECSLinear10PercentEvery1Minutes');
    const begin = rehearsal.now;
    expect(rehearsal.deployment(id).status).toBe('Created');

    const shifts: [number, number][] = [];
    let weight = 0;
    rehearsal.until(() => {
      const { green = 0 } = rehearsal.weights();
      if (green !== weight) shifts.push([Math.round((rehearsal.now - begin) / 10) * 10, green]);
      weight = green;
      return green === 100;
    });
    expect(shifts).toEqual([
      [140, 10],
      [200, 20],
      [260, 30],
      [320, 40],
      [380, 50],
      [440, 60],
      [500, 70],
      [560, 80],
      [620, 90],
      [680, 100],
    ]);
    expect(rehearsal.weights()).toEqual({ blue: 0, green: 100 });
    expect(rehearsal.taskSets).toMatchObject([
      { status: 'PRIMARY', externalId: id, startedBy: 'CODE_DEPLOY', stabilityStatus: 'STEADY_STATE' },
      { status: 'ACTIVE', id: before!.id, scale: { value: 100 }, stabilityStatus: 'STEADY_STATE' },
    ]);

    rehearsal.pass(60);
    expect(rehearsal.deployment(id)).toMatchObject({
      status: 'InProgress',
      instanceTerminationWaitTimeStarted: true,
    });
    expect(rehearsal.lifecycle(id)).toBe(
      'BeforeInstall Succeeded, Install Succeeded, AfterInstall Succeeded, ' +
        'BeforeAllowTraffic Succeeded, AllowTraffic Succeeded, AfterAllowTraffic Succeeded',
    );
    rehearsal.untilStatus(id, 'Succeeded');
    expect(rehearsal.now - begin).toBeGreaterThan(970);
    expect(rehearsal.now - begin).toBeLessThan(990);
    expect(rehearsal.taskSets[1]).toMatchObject({ status: 'DRAINING', scale: { value: 0 } });
    expect(rehearsal.weights()).toEqual({ blue: 0, green: 100 });
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ externalId: id, status: 'PRIMARY' }]);
    expect(rehearsal.service).toMatchObject({
      runningCount: 2,
      loadBalancers: [{ targetGroupArn: rehearsal.green }],
    });
    expect(rehearsal.tasks().map(({ containers }) => containers![0]!.image)).toEqual([v2, v2]);
  });

  it('tells its target as GetDeploymentTarget does, in the middle of the shift', () => {
    const rehearsal = measured();
    const id = rehearsal.deploy(v2, 'ECSLinear10PercentEvery1Minutes');
    rehearsal.pass(330);
    const [blue, green] = rehearsal.taskSets;
    expect(rehearsal.target(id)).toMatchObject({
      status: 'InProgress',
      lifecycleEvents: [
        { lifecycleEventName: 'BeforeInstall', status: 'Succeeded' },
        { lifecycleEventName: 'Install', status: 'Succeeded' },
        { lifecycleEventName: 'AfterInstall', status: 'Succeeded' },
        { lifecycleEventName: 'BeforeAllowTraffic', status: 'Succeeded' },
        { lifecycleEventName: 'AllowTraffic', status: 'InProgress' },
        { lifecycleEventName: 'AfterAllowTraffic', status: 'Pending' },
      ],
      taskSetsInfo: [
        {
          identifer: blue!.id,
          desiredCount: 2,
          runningCount: 2,
          pendingCount: 0,
          status: 'PRIMARY',
          trafficWeight: 60,
          targetGroup: { name: 'blue' },
          taskSetLabel: 'Blue',
        },
        {
          identifer: green!.id,
          status: 'ACTIVE',
          trafficWeight: 40,
          targetGroup: { name: 'green' },
          taskSetLabel: 'Green',
        },
      ],
    });
  });
});

describe('a deployment', () => {
  it('goes back and forth between the two target groups, release by release', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup({ blueGreenDeploymentConfiguration: terminateAfter(0) });
    for (const [image, group] of [
      [v2, rehearsal.green],
      [v1, rehearsal.blue],
    ] as const) {
      const id = rehearsal.deploy(image, 'ECSCanary10Percent5Minutes');
      rehearsal.untilRunning(id, 'AllowTraffic');
      rehearsal.pass(2);
      expect(Object.values(rehearsal.weights()).sort()).toEqual([10, 90]);
      rehearsal.untilStatus(id, 'Succeeded');
      rehearsal.pass(60);
      expect(rehearsal.service).toMatchObject({
        loadBalancers: [{ targetGroupArn: group }],
        taskSets: [{ externalId: id }],
      });
    }
    expect(rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('all at once needs no weights, and its tasks are checked only when they get the requests', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup({ blueGreenDeploymentConfiguration: terminateAfter(1) });
    rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.untilRunning(id, 'AllowTraffic');
    expect(rehearsal.weights()).toEqual({ green: 1 });
    rehearsal.untilStatus(id, 'Succeeded');
    expect(rehearsal.events.join('\n')).toMatch(/is unhealthy in \(target-group .*green.*\[503\]/);
  });

  it('in parts, tasks that fail the health check of the load balancer get no requests', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup();
    rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
    const id = rehearsal.deploy(v2, 'ECSCanary10Percent5Minutes');
    rehearsal.pass(3_000);
    expect(rehearsal.deployment(id).status).toBe('InProgress');
    rehearsal.untilStatus(id, 'Failed');
    expect(rehearsal.weights()).toEqual({ blue: 100, green: 0 });
    expect(rehearsal.deployment(id).errorInformation).toEqual({
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    });
    expect(rehearsal.lifecycle(id)).toBe(
      'BeforeInstall Succeeded, Install Failed, AfterInstall Skipped, ' +
        'BeforeAllowTraffic Skipped, AllowTraffic Skipped, AfterAllowTraffic Skipped',
    );
  });

  it('moves the test listener first, where there is one', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup({ testListener: true });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.untilRunning(id, 'AfterAllowTestTraffic');
    expect(rehearsal.weights(rehearsal.testListener)).toEqual({ green: 1 });
    expect(rehearsal.weights()).toEqual({ blue: 1 });
    rehearsal.untilStatus(id, 'Succeeded');
    expect(rehearsal.weights()).toEqual({ green: 1 });
    expect(rehearsal.lifecycle(id)).toContain('AllowTestTraffic Succeeded, AfterAllowTestTraffic Succeeded');
  });

  it('KEEP_ALIVE leaves the blue task set running, until the next deployment needs its place', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup({
      blueGreenDeploymentConfiguration: {
        ...terminateAfter(0),
        terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
      },
    });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.untilStatus(id, 'Succeeded');
    rehearsal.pass(600);
    expect(rehearsal.deployment(id).instanceTerminationWaitTimeStarted).toBe(false);
    expect(rehearsal.taskSets).toMatchObject([
      { externalId: id, status: 'PRIMARY' },
      { status: 'ACTIVE', runningCount: 2 },
    ]);
    const next = rehearsal.deploy(v1, 'ECSAllAtOnce');
    rehearsal.untilStatus(next, 'Succeeded');
    rehearsal.pass(60);
    expect(rehearsal.taskSets.map(({ externalId }) => externalId)).toEqual([next, id]);
  });

  it('network load balancers move all of their traffic at once', () => {
    const rehearsal = new CodeDeployRehearsal({ type: 'network' });
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup({ blueGreenDeploymentConfiguration: terminateAfter(0) });
    const id = rehearsal.deploy(v2, 'ECSAllAtOnce');
    rehearsal.untilStatus(id, 'Succeeded');
    expect(rehearsal.weights()).toEqual({ green: 1 });
  });

  it('follows the desired count of the service, with both of its task sets', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.runningCodeDeployService(v1);
    rehearsal.createGroup();
    const id = rehearsal.deploy(v2, 'ECSCanary10Percent5Minutes');
    rehearsal.untilRunning(id, 'AllowTraffic');
    rehearsal.update({ desiredCount: 3 });
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([
      { computedDesiredCount: 3, runningCount: 3 },
      { computedDesiredCount: 3, runningCount: 3 },
    ]);
    rehearsal.untilStatus(id, 'Succeeded');
  });

  it('the same seed gives the same history', () => {
    const history = (): string => {
      const rehearsal = measured();
      const id = rehearsal.deploy(v2, 'ECSCanary10Percent5Minutes');
      rehearsal.untilStatus(id, 'Succeeded');
      return JSON.stringify([rehearsal.service, rehearsal.deployment(id), rehearsal.target(id)]);
    };
    expect(history()).toBe(history());
  });
});
