import { describe, expect, it } from '@jest/globals';
import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import {
  drainTaskSet,
  makePrimary,
  scaleTaskSet,
} from '../../../src/sandbox/ecs/engine/task-sets/change-task-set.ts';
import { createTaskSet } from '../../../src/sandbox/ecs/engine/task-sets/create-task-set.ts';
import { findActiveTaskDefinition } from '../../../src/sandbox/ecs/lookup/task-definition.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { TaskSetRecord } from '../../../src/sandbox/ecs/records/task-set.ts';
import { CodeDeployRehearsal, v1, v2 } from './rehearsal.ts';

function steady(): CodeDeployRehearsal {
  const rehearsal = new CodeDeployRehearsal();
  rehearsal.runningCodeDeployService(v1);
  return rehearsal;
}

/** A second task set in the other target group. */
function secondSet(rehearsal: CodeDeployRehearsal, image = v2): TaskSetRecord {
  const { web, world, blue, green } = rehearsal;
  const [serving] = web.workload.loadBalancers;
  return createTaskSet(
    world,
    web,
    {
      ...web.workload,
      taskDefinition: findActiveTaskDefinition(world, rehearsal.register(image)),
      loadBalancers: [
        {
          ...web.workload.loadBalancers[0],
          targetGroupArn: serving?.targetGroupArn === blue ? green : blue,
        },
      ],
    },
    { externalId: 'd-ABCDEFGHI' },
  );
}

describe('a service under CODE_DEPLOY', () => {
  it('has a PRIMARY task set at 100 % and no deployments', () => {
    const rehearsal = new CodeDeployRehearsal();
    rehearsal.createCodeDeployService(v1);
    const { service } = rehearsal;

    expect(service).toMatchObject({
      deploymentController: { type: 'CODE_DEPLOY' },
      deployments: [],
      taskSets: [
        {
          status: 'PRIMARY',
          scale: { value: 100, unit: 'PERCENT' },
          computedDesiredCount: 2,
          pendingCount: 0,
          runningCount: 0,
          stabilityStatus: 'STABILIZING',
          launchType: 'FARGATE',
          platformVersion: '1.4.0',
          serviceArn: service.serviceArn,
          clusterArn: service.clusterArn,
          taskDefinition: service.taskDefinition,
          loadBalancers: [{ targetGroupArn: rehearsal.blue, containerName: 'app', containerPort: 8080 }],
        },
      ],
    });
    const [taskSet] = service.taskSets!;
    expect(taskSet).not.toHaveProperty('externalId');
    expect(taskSet!.id).toMatch(/^ecs-svc\/\d{19}$/);
    expect(taskSet!.taskSetArn).toBe(`arn:aws:ecs:eu-west-1:123456789012:task-set/demo/web/${taskSet!.id}`);
    expect(service).not.toHaveProperty('currentServiceDeployment');
    expect(service.events).toEqual([]);
  });

  it('becomes steady, and its events and tasks name the task set', () => {
    const rehearsal = steady();
    const [taskSet] = rehearsal.taskSets;

    expect(taskSet).toMatchObject({ runningCount: 2, pendingCount: 0 });
    expect(rehearsal.tasks().map(({ startedBy, group }) => ({ startedBy, group }))).toEqual([
      { startedBy: taskSet!.id, group: 'service:web' },
      { startedBy: taskSet!.id, group: 'service:web' },
    ]);
    rehearsal.pass(1);
    expect(rehearsal.events).toEqual([
      '(service web, taskSet ecs-svc/N) has started 2 tasks: (task T) (task T).',
      `(service web, taskSet ecs-svc/N) registered 1 targets in (target-group ${rehearsal.blue})`,
      `(service web, taskSet ecs-svc/N) registered 1 targets in (target-group ${rehearsal.blue})`,
      '(service web, taskSet ecs-svc/N) updated state to STEADY_STATE.',
      '(service web) has reached a steady state.',
    ]);
  });

  it('scales its PRIMARY task set with the desired count', () => {
    const rehearsal = steady();
    rehearsal.update({ desiredCount: 3 });
    expect(rehearsal.taskSets).toMatchObject([{ computedDesiredCount: 3 }]);
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ runningCount: 3, stabilityStatus: 'STEADY_STATE' }]);
    expect(rehearsal.events.join('\n')).toMatch(
      /updated computedDesiredCount for taskSet ecs-svc\/N to 3\.\n.*has started 1 tasks/,
    );

    rehearsal.update({ desiredCount: 1 });
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ runningCount: 1, stabilityStatus: 'STEADY_STATE' }]);
    expect(rehearsal.tasks()).toHaveLength(1);
  });

  it('replaces tasks that fail with ones of the same set, and is STABILIZING meanwhile', () => {
    const rehearsal = steady();
    const [lost] = rehearsal.tasks();
    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: lost!.taskArn! });
    rehearsal.pass(20);
    expect(rehearsal.taskSets).toMatchObject([{ stabilityStatus: 'STABILIZING' }]);
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ stabilityStatus: 'STEADY_STATE', runningCount: 2 }]);
  });

  it('backs off where tasks of a set never start, without holding up another set', () => {
    const rehearsal = steady();
    rehearsal.behave(v2, { stoppedReason: 'CannotPullContainerError: manifest unknown' });
    secondSet(rehearsal);
    rehearsal.pass(600);
    expect(rehearsal.events.join('\n')).toContain(
      '(service web) was unable to place a task. Reason: CannotPullContainerError: manifest unknown.',
    );
    expect(rehearsal.events.join('\n')).toContain('is unable to consistently start tasks successfully.');
    expect(rehearsal.taskSets).toMatchObject([
      { status: 'PRIMARY', stabilityStatus: 'STEADY_STATE' },
      { status: 'ACTIVE', stabilityStatus: 'STABILIZING', runningCount: 0 },
    ]);
    rehearsal.call(ecsOperations.StopTask, { cluster: 'demo', task: rehearsal.tasks()[0]!.taskArn! });
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ stabilityStatus: 'STEADY_STATE', runningCount: 2 }, {}]);
  });

  it('gets its second task set beside the first, can make it PRIMARY, and lets the first one drain', () => {
    const rehearsal = steady();
    const { world, web } = rehearsal;
    const [first] = web.taskSets;
    const second = secondSet(rehearsal);
    expect(rehearsal.taskSets).toMatchObject([
      { status: 'PRIMARY' },
      { id: second.id, status: 'ACTIVE', startedBy: 'CODE_DEPLOY', externalId: 'd-ABCDEFGHI' },
    ]);
    rehearsal.pass(60);
    expect(rehearsal.service).toMatchObject({ runningCount: 4, desiredCount: 2 });

    makePrimary(world, web, second);
    expect(rehearsal.service).toMatchObject({
      taskDefinition: second.revision.workload.taskDefinition.arn,
      loadBalancers: [{ targetGroupArn: rehearsal.green }],
      taskSets: [
        { id: second.id, status: 'PRIMARY' },
        { id: first!.id, status: 'ACTIVE' },
      ],
    });
    scaleTaskSet(world, web, first!, 50);
    expect(rehearsal.taskSets[1]).toMatchObject({ computedDesiredCount: 1 });
    drainTaskSet(world, web, first!);
    rehearsal.pass(2);
    expect(rehearsal.taskSets[1]).toMatchObject({ status: 'DRAINING', computedDesiredCount: 0 });
    rehearsal.pass(60);
    expect(rehearsal.taskSets).toMatchObject([{ id: second.id, stabilityStatus: 'STEADY_STATE' }]);
  });

  it('has at most five task sets', () => {
    const rehearsal = steady();
    for (let n = 2; n <= 5; n++) secondSet(rehearsal);
    expect(() => secondSet(rehearsal)).toThrow(
      '5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.',
    );
  });

  it('has no service deployments to list', () => {
    const rehearsal = steady();
    expect(
      rehearsal.call(ecsOperations.ListServiceDeployments, { cluster: 'demo', service: 'web' })
        .serviceDeployments,
    ).toEqual([]);
  });

  it('is deleted with its task sets', () => {
    const rehearsal = steady();
    secondSet(rehearsal);
    rehearsal.pass(40);
    expect(() => rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web' })).toThrow(
      'The service cannot be stopped while it is scaled above 0.',
    );
    rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web', force: true });
    rehearsal.pass(60);
    expect(rehearsal.service).toMatchObject({ status: 'INACTIVE', taskSets: [] });
    expect(rehearsal.tasks()).toEqual([]);
  });
});

const refusedOfNew: [string, Partial<CreateServiceCommandInput>, string][] = [
  [
    'without a load balancer',
    { loadBalancers: [] },
    'the service requires an Application Load Balancer or Network Load Balancer',
  ],
  [
    'with a circuit breaker',
    { deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } } },
    'DeploymentCircuitBreaker feature can be configured only with ECS deployment controller.',
  ],
  [
    'with deployment alarms',
    { deploymentConfiguration: { alarms: { alarmNames: ['a'], enable: true, rollback: true } } },
    'DeploymentAlarms feature can be configured only with ECS deployment controller.',
  ],
  [
    'with a strategy of ECS',
    { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } },
    'The deployment strategy BLUE_GREEN can be configured only with ECS deployment controller.',
  ],
];

it.each(refusedOfNew)('a service under CODE_DEPLOY is not created %s', (_, changes, text) => {
  const rehearsal = new CodeDeployRehearsal();
  expect(() => rehearsal.createCodeDeployService(v1, changes)).toThrow(text);
});

const refusedOfUpdate: [string, Partial<UpdateServiceCommandInput>, string][] = [
  ['the task definition', { taskDefinition: 'web:1' }, 'Unable to update task definition on'],
  [
    'the network, even the same',
    { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } } },
    'Unable to update network parameters on',
  ],
  ['load balancers', { loadBalancers: [] }, 'Unable to update load balancers on'],
  ['the platform version', { platformVersion: 'LATEST' }, 'Unable to update platform version on'],
  [
    'the capacity provider strategy',
    { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
    'Unable to update capacity provider strategy on',
  ],
  ['nothing, by force', { forceNewDeployment: true }, 'Cannot force a new deployment on'],
];

it.each(refusedOfUpdate)('UpdateService under CODE_DEPLOY does not change %s', (_, changes, text) => {
  const rehearsal = steady();
  const before = rehearsal.service;
  expect(() => rehearsal.update(changes)).toThrow(
    `${text} services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.`,
  );
  expect(rehearsal.service).toEqual(before);
});

it('UpdateService under CODE_DEPLOY changes what needs no deployment', () => {
  const rehearsal = steady();
  const service = rehearsal.update({
    healthCheckGracePeriodSeconds: 30,
    propagateTags: 'SERVICE',
    enableECSManagedTags: true,
    deploymentConfiguration: { maximumPercent: 150, minimumHealthyPercent: 50 },
    deploymentController: { type: 'CODE_DEPLOY' },
    forceNewDeployment: false,
  });
  expect(service).toMatchObject({
    healthCheckGracePeriodSeconds: 30,
    propagateTags: 'SERVICE',
    deploymentConfiguration: { maximumPercent: 150 },
    deployments: [],
  });
  expect(() => rehearsal.update({ deploymentConfiguration: { strategy: 'CANARY' } })).toThrow(
    'can be configured only with ECS deployment controller.',
  );
});

describe('a service that goes from CODE_DEPLOY to ECS', () => {
  it('keeps its tasks, and rolls from then on', () => {
    const rehearsal = steady();
    const [taskSet] = rehearsal.taskSets;
    const tasks = rehearsal.tasks().map(({ taskArn }) => taskArn);
    const moved = rehearsal.update({ deploymentController: { type: 'ECS' } });

    expect(moved).toMatchObject({
      deploymentController: { type: 'ECS' },
      deployments: [{ id: taskSet!.id, status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: 2 }],
    });
    expect(moved).not.toHaveProperty('taskSets');
    rehearsal.pass(60);
    expect(rehearsal.tasks().map(({ taskArn }) => taskArn)).toEqual(tasks);

    rehearsal.release(v2);
    rehearsal.untilFinished();
    expect(rehearsal.serviceDeployment.status).toBe('SUCCESSFUL');
    expect(rehearsal.tasks().map(({ containers }) => containers![0]!.image)).toEqual([v2, v2]);
  });

  it('does not go while a second task set is there', () => {
    const rehearsal = steady();
    secondSet(rehearsal);
    expect(() => rehearsal.update({ deploymentController: { type: 'ECS' } })).toThrow(
      'The deployment controller of a service cannot be updated while a deployment is in progress.',
    );
  });

  it('cannot go back', () => {
    const rehearsal = steady();
    rehearsal.update({ deploymentController: { type: 'ECS' } });
    expect(() => rehearsal.update({ deploymentController: { type: 'CODE_DEPLOY' } })).toThrow(
      'Updating the deployment controller from ECS to CODE_DEPLOY is not supported.',
    );
  });
});
