import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal, checked } from './rehearsal.ts';

const v1 = 'public.ecr.aws/demo/web:1';
const v2 = 'public.ecr.aws/demo/web:2';

describe('a rolling deployment', () => {
  it('brings up the first tasks of a new service and ends SUCCESSFUL in a steady state', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1);

    expect(rehearsal.service).toMatchObject({ runningCount: 0, pendingCount: 0, desiredCount: 4 });
    expect(rehearsal.serviceDeployment.status).toBe('PENDING');
    rehearsal.untilFinished();

    expect(rehearsal.service).toMatchObject({ runningCount: 4, pendingCount: 0 });
    expect(rehearsal.primary).toMatchObject({ status: 'PRIMARY', rolloutState: 'COMPLETED' });
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      sourceServiceRevisions: [],
      deploymentCircuitBreaker: { status: 'MONITORING_COMPLETE', failureCount: 0, threshold: 3 },
      alarms: { status: 'DISABLED' },
    });
    expect(rehearsal.events).toEqual([
      '(service web) has started 4 tasks: (task T) (task T) (task T) (task T).',
      '(service web) (deployment ecs-svc/N) deployment completed.',
      '(service web) has reached a steady state.',
    ]);
    // No check: 40 s after RUNNING.
    expect(rehearsal.now).toBeGreaterThan(50);
    expect(rehearsal.now).toBeLessThan(90);
  });

  it('shows the new PRIMARY in the very response of UpdateService', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const old = rehearsal.primary;

    const service = rehearsal.update({ taskDefinition: rehearsal.register(v2) });

    expect(service.deployments).toHaveLength(2);
    expect(service.deployments![0]).toMatchObject({
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      runningCount: 0,
      pendingCount: 0,
      desiredCount: 4,
    });
    expect(service.deployments![1]).toMatchObject({
      id: old.id,
      status: 'ACTIVE',
      rolloutState: 'COMPLETED',
    });
  });

  it('replaces the old tasks without ever having fewer than four healthy ones', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.release(v2);
    const seen = new Set<number>();

    rehearsal.until(() => {
      seen.add(rehearsal.service.runningCount!);
      return rehearsal.serviceDeployment.finishedAt !== undefined;
    });

    expect(Math.min(...seen)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...seen)).toBe(8);
    expect(rehearsal.service.deployments).toHaveLength(1);
    expect(rehearsal.tasks().map((task) => task.containers![0]!.image)).toEqual([v2, v2, v2, v2]);
    expect(rehearsal.tasks('STOPPED')[0]).toMatchObject({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Scaling activity initiated by (deployment ${rehearsal.primary.id})`,
    });
  });

  it('reaches its terminal status in the instant in which rolloutState becomes COMPLETED', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.release(v2);

    rehearsal.until(() => {
      const isComplete = rehearsal.primary.rolloutState === 'COMPLETED';
      expect(rehearsal.serviceDeployment.status === 'SUCCESSFUL').toBe(isComplete);
      return isComplete;
    });

    expect(rehearsal.serviceDeployment.finishedAt).toEqual(rehearsal.primary.updatedAt);
  });

  it('gives revision and deployment the same digits, and one digest to all tasks of a revision', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const digits = rehearsal.primary.id!.replace('ecs-svc/', '');
    const arn = rehearsal.serviceDeployment.targetServiceRevision!.arn!;

    const { serviceRevisions } = rehearsal.call(ecsOperations.DescribeServiceRevisions, {
      serviceRevisionArns: [arn],
    });

    expect(arn.endsWith(`/${digits}`)).toBe(true);
    const digest = serviceRevisions![0]!.containerImages![0]!.imageDigest;
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const digests = rehearsal.tasks().map((task) => task.containers![0]!.imageDigest);
    expect(new Set(digests)).toEqual(new Set([digest]));
  });

  it('keeps the digest of an image that was given with one', () => {
    const rehearsal = new Rehearsal();
    const digest = `sha256:${'ab'.repeat(32)}`;

    rehearsal.runningService(`public.ecr.aws/demo/web@${digest}`);

    expect(rehearsal.tasks()[0]!.containers![0]!.imageDigest).toBe(digest);
  });

  it('starts no deployment when the same task definition is sent again, and one when it is forced', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const before = rehearsal.primary;

    rehearsal.update({ taskDefinition: before.taskDefinition });
    expect(rehearsal.primary.id).toBe(before.id);

    rehearsal.update({ forceNewDeployment: true });
    expect(rehearsal.primary.id).not.toBe(before.id);
    expect(rehearsal.primary.taskDefinition).toBe(before.taskDefinition);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
  });

  it('takes about 90 seconds with a desired count of 0, as it does at AWS', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, { desiredCount: 0 });
    const before = rehearsal.now;

    rehearsal.release(v2);
    rehearsal.untilFinished();

    expect(rehearsal.now - before).toBeGreaterThanOrEqual(85);
    expect(rehearsal.now - before).toBeLessThanOrEqual(95);
    expect(rehearsal.service.deployments).toHaveLength(1);
  });

  it('follows a desired count that changes while it runs', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.release(v2);
    rehearsal.pass(10);

    rehearsal.update({ desiredCount: 2 });
    expect(rehearsal.primary.desiredCount).toBe(2);
    rehearsal.untilFinished();

    expect(rehearsal.service).toMatchObject({ runningCount: 2, desiredCount: 2 });
    expect(rehearsal.tasks().every((task) => task.containers![0]!.image === v2)).toBe(true);
  });

  it('scales a finished service out and in without a deployment', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const { id } = rehearsal.primary;

    rehearsal.update({ desiredCount: 6 });
    rehearsal.until(() => rehearsal.service.runningCount === 6);
    rehearsal.update({ desiredCount: 1 });
    rehearsal.until(() => rehearsal.service.runningCount === 1);

    expect(rehearsal.primary).toMatchObject({ id, rolloutState: 'COMPLETED' });
  });

  it('stops half of the old tasks first where nothing may be added', () => {
    const rehearsal = new Rehearsal();
    const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 100 };
    rehearsal.runningService(v1, { deploymentConfiguration });
    rehearsal.release(v2);
    let most = 0;
    let least = 4;

    rehearsal.until(() => {
      const { runningCount = 0, pendingCount = 0 } = rehearsal.service;
      most = Math.max(most, runningCount + pendingCount);
      least = Math.min(least, runningCount);
      return rehearsal.serviceDeployment.finishedAt !== undefined;
    });

    expect({ most, least }).toEqual({ most: 4, least: 2 });
  });

  it('says so once when the bounds leave no room to move', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, {
      desiredCount: 1,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 150 },
    });

    rehearsal.release(v2);
    rehearsal.pass(3600);

    const stuck = rehearsal.events.filter((event) => event.includes('was unable to stop or start tasks'));
    expect(stuck).toEqual([
      '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. ' +
        'Update the minimumHealthyPercent or maximumPercent value and try again.',
    ]);
    expect(rehearsal.primary.rolloutState).toBe('IN_PROGRESS');

    // Its advice helps.
    rehearsal.update({ deploymentConfiguration: { maximumPercent: 200 } });
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment).toMatchObject({
      status: 'SUCCESSFUL',
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
    });
  });

  it('waits for a container health check where there is one', () => {
    const rehearsal = new Rehearsal();
    rehearsal.behave(v1, { health: 'none' });
    rehearsal.createService(v1, { taskDefinition: rehearsal.register(v1, checked(v1)) });

    rehearsal.pass(600);

    expect(rehearsal.tasks()[0]).toMatchObject({ lastStatus: 'RUNNING', healthStatus: 'UNKNOWN' });
    expect(rehearsal.primary.rolloutState).toBe('IN_PROGRESS');
  });

  it('ends once the container health check says HEALTHY', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, { taskDefinition: rehearsal.register(v1, checked(v1)) });

    expect(rehearsal.tasks()[0]!.healthStatus).toBe('HEALTHY');
    expect(rehearsal.now).toBeLessThan(45);
  });

  it('gives each task the life cycle of the specification', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1, { desiredCount: 1, ...rehearsal.behind(rehearsal.targetGroup()) });
    const statuses: string[] = [];
    const note = (): void => {
      const task = [...rehearsal.tasks(), ...rehearsal.tasks('STOPPED')][0];
      if (task !== undefined && statuses.at(-1) !== task.lastStatus) statuses.push(task.lastStatus!);
    };

    rehearsal.until(() => {
      note();
      return rehearsal.serviceDeployment.finishedAt !== undefined;
    });
    rehearsal.update({ desiredCount: 0 });
    rehearsal.until(() => {
      note();
      return statuses.at(-1) === 'STOPPED';
    });

    expect(statuses).toEqual([
      'PROVISIONING',
      'PENDING',
      'ACTIVATING',
      'RUNNING',
      'DEACTIVATING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
  });

  it('replaces a task that somebody stops, and does not count it as a failure', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const { taskArn } = rehearsal.tasks()[0]!;

    const { task } = rehearsal.call(ecsOperations.StopTask, {
      cluster: 'demo',
      task: taskArn,
      reason: 'testing',
    });

    expect(task).toMatchObject({
      desiredStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'testing',
    });
    expect(rehearsal.service.runningCount).toBe(3);
    rehearsal.until(() => rehearsal.service.runningCount === 4);
    expect(rehearsal.primary.failedTasks).toBe(0);
  });

  it('replaces a lost task of the old revision by one of the old revision', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const old = rehearsal.primary.id;
    rehearsal.behave(v2, { startDelay: 600_000 });
    rehearsal.release(v2);
    rehearsal.pass(10);

    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: rehearsal.tasks()[0]!.taskArn });
    rehearsal.pass(20);

    const running = rehearsal.tasks().filter((task) => task.startedBy === old);
    expect(running.map((task) => task.lastStatus)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
  });

  it('writes the same history for the same seed, and another for another', () => {
    const history = (seed: number): unknown => {
      const rehearsal = new Rehearsal({ seed });
      rehearsal.runningService(v1, rehearsal.behind(rehearsal.targetGroup()));
      rehearsal.behave(v2, { http: { status: 503, errorRate: 0, latency: 5 } });
      rehearsal.release(v2);
      rehearsal.untilFinished();
      return [
        rehearsal.service,
        rehearsal.serviceDeployment,
        rehearsal.tasks(),
        rehearsal.tasks('STOPPED'),
        rehearsal.now,
      ];
    };

    expect(history(3)).toEqual(history(3));
    expect(history(3)).not.toEqual(history(4));
  });

  it('runs tasks on an instance with a port of its own where the network is bridged', () => {
    const rehearsal = new Rehearsal();
    const group = rehearsal.targetGroup({ targetType: 'instance' });
    rehearsal.call(ecsOperations.CreateService, {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: rehearsal.register(v1, { networkMode: 'bridge', requiresCompatibilities: ['EC2'] }),
      desiredCount: 2,
      ...rehearsal.behind(group),
    });
    rehearsal.untilFinished();

    const ports = rehearsal.tasks().map((task) => task.containers![0]!.networkBindings![0]!.hostPort);
    expect(new Set(ports).size).toBe(2);
    expect(
      [...rehearsal.world.elbv2.targetGroup(group)!.targets.values()].map((target) => target.port).sort(),
    ).toEqual(ports.sort());
  });
});
