import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../src/model/duration.ts';
import type { KeepReason, PruneResult } from '../../src/model/revision-pruning.ts';
import { carryOutPruning } from '../../src/release/prune/carry-out-pruning.ts';
import { planPruning, type PruneRequest } from '../../src/release/prune/plan-pruning.ts';
import { clientsOf } from '../sandbox/clients.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition } from './rehearsal.ts';

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
const role = 'arn:aws:iam::123456789012:role/starter';

/** Revisions up to this number; `web:1` runs. */
async function beginWith(revisions: number): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin();
  await register(rehearsal, revisions - 1);
  return rehearsal;
}

async function register({ ecs }: Rehearsal, number: number): Promise<void> {
  for (let one = 0; one < number; one++) await ecs.registerTaskDefinition(webTaskDefinition());
}

const plan = (rehearsal: Rehearsal, request: Partial<PruneRequest> = {}) =>
  planPruning(rehearsal.context(), { service: ref, keep: 1, deletes: false, ...request });

async function prune(
  rehearsal: Rehearsal,
  request: Partial<PruneRequest> = {},
  interrupt?: AbortSignal,
): Promise<PruneResult> {
  return await carryOutPruning(rehearsal.context(interrupt), await plan(rehearsal, request));
}

async function reasonsFor(rehearsal: Rehearsal, revision: string, keep = 1): Promise<readonly KeepReason[]> {
  const { revisions } = await plan(rehearsal, { keep });
  return revisions.find((one) => one.revision === revision)?.keptFor ?? [];
}

async function active({ ecs }: Rehearsal, status: 'ACTIVE' | 'INACTIVE' = 'ACTIVE'): Promise<string[]> {
  const { taskDefinitionArns = [] } = await ecs.listTaskDefinitions({ familyPrefix: 'web', status });
  return taskDefinitionArns.map((arn) => arn.split('/').at(-1) ?? '');
}

describe('revisions that nothing needs', () => {
  it('are deregistered; what runs and the newest stay', async () => {
    const rehearsal = await beginWith(5);

    const result = await prune(rehearsal, { keep: 2 });

    expect(result).toMatchObject({
      end: 'done',
      deregistered: ['web:2', 'web:3'],
      deleted: [],
      failures: [],
      left: [],
    });
    expect(await active(rehearsal)).toEqual(['web:1', 'web:4', 'web:5']);
  });

  it('are deleted where that is asked for, also those that are INACTIVE already', async () => {
    const rehearsal = await beginWith(5);
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });

    const result = await prune(rehearsal, { deletes: true });

    expect(result).toMatchObject({
      end: 'done',
      deregistered: ['web:3', 'web:4'],
      deleted: ['web:2', 'web:3', 'web:4'],
    });
    await rehearsal.sandbox.clock.sleep(5_000);
    expect([await active(rehearsal), await active(rehearsal, 'INACTIVE')]).toEqual([['web:1', 'web:5'], []]);
  });

  it('are deleted ten at a time, which is what AWS takes', async () => {
    const rehearsal = await beginWith(26);

    const result = await prune(rehearsal, { deletes: true });

    expect(result.deleted).toHaveLength(24);
    expect(rehearsal.count('DeleteTaskDefinitions')).toBe(3);
  });

  it('go at the pace that AWS allows', async () => {
    const rehearsal = await Rehearsal.begin({ quotas: 'aws' });
    for (let one = 0; one < 60; one++) {
      await rehearsal.sandbox.clock.sleep(1_500);
      await register(rehearsal, 1);
    }
    await rehearsal.sandbox.clock.sleep(60_000);

    const result = await prune(rehearsal);

    expect(result).toMatchObject({ end: 'done', failures: [] });
    expect(result.deregistered).toHaveLength(59);
    expect(rehearsal.calls.filter(({ failure }) => failure === 'throttled')).toEqual([]);
  });
});

describe('a revision is kept', () => {
  it('that a service of another cluster runs', async () => {
    const rehearsal = await beginWith(3);
    await rehearsal.ecs.createCluster({ clusterName: 'staging' });
    await rehearsal.ecs.createService({
      cluster: 'staging',
      serviceName: 'web',
      taskDefinition: 'web:2',
      desiredCount: 0,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });

    expect(await reasonsFor(rehearsal, 'web:2')).toContainEqual({ kind: 'service', service: 'staging/web' });
  });

  it('that a release brings in, and the one that it replaces', async () => {
    const rehearsal = await beginWith(4);
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: 'web:2' });

    expect(await reasonsFor(rehearsal, 'web:2')).toContainEqual(
      expect.objectContaining({ kind: 'release-in-progress', service: 'prod/web' }),
    );
    expect(await reasonsFor(rehearsal, 'web:1')).toContainEqual({
      kind: 'deployment',
      service: 'prod/web',
      status: 'ACTIVE',
    });
  });

  it('that one of the last successful releases brought in, and not one that failed', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ images: [{ image: imageOf(2) }] });
    await rehearsal.deploy({ images: [{ image: imageOf(3) }] });
    for (const bad of [4, 5]) {
      rehearsal.sandbox.control.behave(imageOf(bad), { exit: { code: 1, after: seconds(2) } });
      const { outcome } = await rehearsal.deploy({ images: [{ image: imageOf(bad) }] });
      expect(outcome.kind).toBe('failed-rolled-back');
    }
    await register(rehearsal, 1);

    const { revisions } = await plan(rehearsal, { keep: 2 });

    expect(
      revisions.map(({ revision, keptFor, steps }) => [
        revision,
        keptFor.flatMap((reason) => (reason.kind === 'release' ? [reason.position] : [])),
        steps,
      ]),
    ).toEqual([
      ['web:6', [], []],
      ['web:5', [], []],
      ['web:4', [], ['deregister']],
      ['web:3', [1], []],
      ['web:2', [2], []],
      ['web:1', [], ['deregister']],
    ]);
  });

  it('whose success only its stamp remembers', async () => {
    const rehearsal = await beginWith(3);
    const resourceArn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2';
    const tags = [{ key: 'ecsdeploy:succeeded', value: '2025-03-01T10:00:00.000Z' }];
    await rehearsal.ecs.tagResource({ resourceArn, tags });

    expect(await reasonsFor(rehearsal, 'web:2')).toEqual([
      { kind: 'stamp', at: Date.parse('2025-03-01T10:00:00.000Z') },
    ]);
  });

  it('of which a task runs that no service has started', async () => {
    const rehearsal = await beginWith(3);
    await rehearsal.ecs.runTask({
      cluster: 'prod',
      taskDefinition: 'web:2',
      count: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });

    expect(await reasonsFor(rehearsal, 'web:2')).toEqual([{ kind: 'task', cluster: 'prod', tasks: 2 }]);
  });

  it('that a rule starts, on whichever event bus, also while it is disabled', async () => {
    const rehearsal = await beginWith(4);
    const { eventBridge } = clientsOf(rehearsal.sandbox);
    const target = (id: string, TaskDefinitionArn: string) => ({
      Id: id,
      Arn: cluster,
      RoleArn: role,
      EcsParameters: { TaskDefinitionArn },
    });
    await eventBridge.createEventBus({ Name: 'orders' });
    await eventBridge.putRule({ Name: 'paid', EventBusName: 'orders', EventPattern: '{"source":["shop"]}' });
    const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2';
    await eventBridge.putTargets({ Rule: 'paid', EventBusName: 'orders', Targets: [target('a', arn)] });
    await eventBridge.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)', State: 'DISABLED' });
    await eventBridge.putTargets({ Rule: 'nightly', Targets: [target('a', 'web:3'), target('b', 'web')] });

    expect(await reasonsFor(rehearsal, 'web:2')).toEqual([{ kind: 'rule', rule: 'paid', bus: 'orders' }]);
    expect(await reasonsFor(rehearsal, 'web:3')).toEqual([{ kind: 'rule', rule: 'nightly', bus: 'default' }]);
    expect(await reasonsFor(rehearsal, 'web:4')).toContainEqual({
      kind: 'rule',
      rule: 'nightly',
      bus: 'default',
    });
  });

  it('that a schedule starts, also through a call of ECS’s API', async () => {
    const rehearsal = await beginWith(4);
    const { scheduler } = clientsOf(rehearsal.sandbox);
    const nightly = { ScheduleExpression: 'rate(1 day)', FlexibleTimeWindow: { Mode: 'OFF' } } as const;
    await scheduler.createScheduleGroup({ Name: 'shop' });
    await scheduler.createSchedule({
      ...nightly,
      Name: 'stock',
      GroupName: 'shop',
      Target: { Arn: cluster, RoleArn: role, EcsParameters: { TaskDefinitionArn: 'web:2' } },
    });
    const input = JSON.stringify({ Cluster: 'prod', TaskDefinition: 'web:3' });
    const arn = 'arn:aws:scheduler:::aws-sdk:ecs:runTask';
    await scheduler.createSchedule({
      ...nightly,
      Name: 'mail',
      Target: { Arn: arn, RoleArn: role, Input: input },
    });

    expect(await reasonsFor(rehearsal, 'web:2')).toEqual([
      { kind: 'schedule', schedule: 'stock', group: 'shop' },
    ]);
    expect(await reasonsFor(rehearsal, 'web:3')).toEqual([
      { kind: 'schedule', schedule: 'mail', group: 'default' },
    ]);
  });

  it('that CodeDeploy is bringing in, and the one that it brought in last', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy({ images: [{ image: imageOf(2) }] });
    await register(rehearsal, 2);
    await rehearsal.codeDeploy.createDeployment({
      applicationName: 'AppECS-prod-web',
      deploymentGroupName: 'DgpECS-prod-web',
      revision: {
        revisionType: 'AppSpecContent',
        appSpecContent: {
          content: JSON.stringify({
            version: 0,
            Resources: [
              {
                TargetService: {
                  Type: 'AWS::ECS::Service',
                  Properties: {
                    TaskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:3',
                    LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
                  },
                },
              },
            ],
          }),
        },
      },
    });

    expect(await reasonsFor(rehearsal, 'web:3')).toContainEqual(
      expect.objectContaining({ kind: 'release-in-progress' }),
    );
    expect(await reasonsFor(rehearsal, 'web:2')).toContainEqual(
      expect.objectContaining({ kind: 'release', position: 1 }),
    );
    const { revisions } = await plan(rehearsal);
    expect(revisions.find(({ revision }) => revision === 'web:1')?.steps).toEqual([]);
  });
});

describe('what may not be read', () => {
  it.each([
    ['ListClusters', 'the clusters'],
    ['ListServices', 'the services'],
    ['ListTasks', 'the tasks'],
    ['ListTaskDefinitions', 'the revisions'],
    ['DescribeTaskDefinition', 'the revisions'],
    ['ListServiceDeployments', 'the releases of prod/web'],
    ['ListEventBuses', 'the rules of EventBridge'],
    ['ListRules', 'the rules of EventBridge'],
    ['ListSchedules', 'the schedules of EventBridge Scheduler'],
  ])('ends it before anything is changed: %s', async (operation, what) => {
    const rehearsal = await beginWith(3);
    rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

    const planned = plan(rehearsal);

    await expect(planned).rejects.toMatchObject({
      code: 'permission.denied',
      message: expect.stringContaining(
        `${operation}; without ${what} nobody knows what is in use`,
      ) as unknown as string,
      suggestions: [expect.stringContaining(`:${operation} in its IAM policy`) as unknown as string],
    });
    expect(rehearsal.count('DeregisterTaskDefinition')).toBe(0);
  });

  it('is not guessed either where AWS throttles for too long', async () => {
    const rehearsal = await beginWith(3);
    rehearsal.sandbox.control.fault({ operation: 'ListRules', error: 'ThrottlingException' });

    await expect(plan(rehearsal)).rejects.toMatchObject({ code: 'aws.unavailable' });
  });
});

describe('a bad day', () => {
  it('says what AWS did not take, and goes on with the others', async () => {
    const rehearsal = await beginWith(5);
    rehearsal.sandbox.control.fault({
      operation: 'DeregisterTaskDefinition',
      error: 'ClientException',
      message: 'Not this one.',
      count: 1,
    });

    const result = await prune(rehearsal, { deletes: true });

    expect(result).toMatchObject({
      end: 'failed',
      deregistered: ['web:3', 'web:4'],
      deleted: ['web:3', 'web:4'],
      failures: [
        {
          revision: 'web:2',
          step: 'deregister',
          message: 'AWS rejected ecs:DeregisterTaskDefinition: Not this one.',
        },
      ],
      left: [{ revision: 'web:2', step: 'delete' }],
    });
  });

  it('ends at a permission that is missing, and says what is left', async () => {
    const rehearsal = await beginWith(5);
    rehearsal.sandbox.control.fault({
      operation: 'DeregisterTaskDefinition',
      error: 'AccessDeniedException',
    });

    const result = await prune(rehearsal);

    expect(result).toMatchObject({
      end: 'failed',
      deregistered: [],
      failures: [{ revision: 'web:2', message: expect.stringContaining('ecs:DeregisterTaskDefinition') }],
      left: [
        { revision: 'web:3', step: 'deregister' },
        { revision: 'web:4', step: 'deregister' },
      ],
    });
    expect(rehearsal.count('DeregisterTaskDefinition')).toBe(1);
  });

  it('tells the revisions that AWS does not delete, in its words', async () => {
    const rehearsal = await beginWith(4);
    const decided = await plan(rehearsal, { deletes: true });
    await rehearsal.ecs.deregisterTaskDefinition({ taskDefinition: 'web:2' });
    await rehearsal.ecs.deleteTaskDefinitions({ taskDefinitions: ['web:2'] });
    await rehearsal.sandbox.clock.sleep(5_000);

    const result = await carryOutPruning(rehearsal.context(), decided);

    expect(result).toMatchObject({ end: 'failed', deregistered: ['web:3'], deleted: ['web:3'] });
    expect(result.failures[0]?.message).toContain('The specified task definition does not exist.');
  });

  it('loses no revision twice where the answer was lost', async () => {
    const rehearsal = await beginWith(4);
    rehearsal.sandbox.control.fault({ operation: 'DeregisterTaskDefinition', loseReply: true, count: 1 });

    expect(await prune(rehearsal)).toMatchObject({ end: 'done', deregistered: ['web:2', 'web:3'] });
  });

  it('interrupted, says what was done and what was not begun', async () => {
    const rehearsal = await beginWith(40);
    const decided = await plan(rehearsal);

    const interrupt = rehearsal.interruptAfter(3_000);
    const result = await carryOutPruning(rehearsal.context(interrupt), decided);

    expect(result).toMatchObject({ end: 'interrupted', signal: 'SIGINT', failures: [] });
    expect(result.deregistered.length).toBeGreaterThan(0);
    expect(result.left.length).toBeGreaterThan(0);
    expect(result.deregistered.length + result.left.length).toBe(38);
  });
});
