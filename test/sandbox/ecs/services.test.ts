import { describe, expect, it } from '@jest/globals';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';

const v1 = 'public.ecr.aws/demo/web:1';
const arn = 'arn:aws:ecs:eu-west-1:123456789012';

describe('a service', () => {
  it('echoes its deployment configuration fully populated', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1, { deploymentConfiguration: {} });

    expect(rehearsal.service).toMatchObject({
      serviceArn: `${arn}:service/demo/web`,
      deploymentConfiguration: {
        deploymentCircuitBreaker: {
          enable: false,
          rollback: false,
          resetOnHealthyTask: true,
          thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 50 },
        },
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        strategy: 'ROLLING',
        bakeTimeInMinutes: 0,
      },
      platformVersion: 'LATEST',
      propagateTags: 'NONE',
      availabilityZoneRebalancing: 'ENABLED',
      loadBalancers: [],
      serviceRegistries: [],
      placementConstraints: [],
      placementStrategy: [],
    });
    expect(rehearsal.primary).toMatchObject({
      platformVersion: '1.4.0',
      platformFamily: 'Linux',
      launchType: 'FARGATE',
    });
    expect(rehearsal.service).not.toHaveProperty('tags');
  });

  it('keeps breaker members that an update leaves out, and stores no rollback for a breaker that is off', () => {
    const rehearsal = new Rehearsal();
    const deploymentCircuitBreaker = { enable: true, rollback: true, resetOnHealthyTask: false };
    rehearsal.createService(v1, { deploymentConfiguration: { deploymentCircuitBreaker } });

    rehearsal.update({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: false, rollback: true } },
    });

    expect(rehearsal.service.deploymentConfiguration!.deploymentCircuitBreaker).toMatchObject({
      enable: false,
      rollback: false,
      resetOnHealthyTask: false,
    });
  });

  it('stays MISSING for a while after its creation where a lag is set', () => {
    const rehearsal = new Rehearsal({ visibilityLag: 5_000 });
    rehearsal.createService(v1);
    const look = (): unknown =>
      rehearsal.call(ecsOperations.DescribeServices, { cluster: 'demo', services: ['web'] });

    expect(look()).toEqual({
      services: [],
      failures: [{ arn: `${arn}:service/demo/web`, reason: 'MISSING' }],
    });
    rehearsal.pass(6);
    expect(look()).toMatchObject({ services: [{ serviceName: 'web' }], failures: [] });
  });

  it('is described once however often it is named, and unknown ones are failures', () => {
    const rehearsal = new Rehearsal();
    rehearsal.createService(v1);

    const reply = rehearsal.call(ecsOperations.DescribeServices, {
      cluster: 'demo',
      services: ['web', `${arn}:service/demo/web`, 'nope'],
    });

    expect(reply.services).toHaveLength(1);
    expect(reply.failures).toEqual([{ arn: `${arn}:service/demo/nope`, reason: 'MISSING' }]);
  });

  it('drains after its deletion, becomes INACTIVE, and can be made again', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const remove = (force: boolean): unknown =>
      rehearsal.call(ecsOperations.DeleteService, { cluster: 'demo', service: 'web', force });

    expect(() => remove(false)).toThrow('The service cannot be stopped while it is scaled above 0.');
    remove(true);
    expect(rehearsal.service).toMatchObject({ status: 'DRAINING', desiredCount: 0 });
    expect(() => rehearsal.createService(v1)).toThrow('Unable to Start a service that is still Draining.');
    rehearsal.pass(60);

    expect(rehearsal.service).toMatchObject({ status: 'INACTIVE', runningCount: 0 });
    expect(rehearsal.call(ecsOperations.ListServices, { cluster: 'demo' }).serviceArns).toEqual([]);
    expect(() => rehearsal.update({ desiredCount: 1 })).toThrow('Service was not ACTIVE.');
    rehearsal.createService(v1);
    rehearsal.untilFinished();
    expect(rehearsal.service.runningCount).toBe(4);
  });

  it('is listed ten at a time, with a token for the next page', () => {
    const rehearsal = new Rehearsal();
    const taskDefinition = rehearsal.register(v1);
    for (let nth = 0; nth < 12; nth++)
      rehearsal.createService(v1, { serviceName: `web-${nth}`, taskDefinition });

    const first = rehearsal.call(ecsOperations.ListServices, { cluster: 'demo' });
    const second = rehearsal.call(ecsOperations.ListServices, {
      cluster: 'demo',
      nextToken: first.nextToken,
    });

    expect(first.serviceArns).toHaveLength(10);
    expect(second.serviceArns).toHaveLength(2);
    expect(second).not.toHaveProperty('nextToken');
    expect(() => rehearsal.call(ecsOperations.ListServices, { cluster: 'demo', nextToken: 'x' })).toThrow(
      'Invalid token',
    );
  });

  it('hands out copies: what a caller does to a reply changes nothing', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const { service } = rehearsal;

    service.events!.length = 0;
    service.deployments!.length = 0;
    service.serviceName = 'changed';

    expect(rehearsal.service).toMatchObject({ serviceName: 'web', deployments: [{ status: 'PRIMARY' }] });
    expect(rehearsal.events).toHaveLength(3);
  });

  it('is the same service when its creation is repeated with the same token', () => {
    const rehearsal = new Rehearsal();
    const taskDefinition = rehearsal.register(v1);
    rehearsal.createService(v1, { taskDefinition, clientToken: 'once' });
    rehearsal.createService(v1, { taskDefinition, clientToken: 'once' });

    expect(rehearsal.service.deployments).toHaveLength(1);
    expect(() => rehearsal.createService(v1, { taskDefinition })).toThrow(
      'Creation of service was not idempotent.',
    );
  });

  it('tags its tasks as it was told to', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1, {
      tags: [{ key: 'team', value: 'a' }],
      propagateTags: 'SERVICE',
      enableECSManagedTags: true,
    });

    expect(rehearsal.tasks()[0]!.tags).toEqual([
      { key: 'team', value: 'a' },
      { key: 'aws:ecs:clusterName', value: 'demo' },
      { key: 'aws:ecs:serviceName', value: 'web' },
    ]);
  });

  it('lists its service deployments newest first, filtered by status', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    rehearsal.update({ forceNewDeployment: true });
    const list = (status: 'SUCCESSFUL' | 'PENDING'): unknown[] =>
      rehearsal.call(ecsOperations.ListServiceDeployments, {
        cluster: 'demo',
        service: 'web',
        status: [status],
      }).serviceDeployments!;

    expect(list('SUCCESSFUL')).toHaveLength(1);
    expect(list('PENDING')).toHaveLength(1);
    expect(
      rehearsal.call(ecsOperations.ListServiceDeployments, { cluster: 'demo', service: 'web' })
        .serviceDeployments![0],
    ).toMatchObject({
      status: 'PENDING',
      targetServiceRevisionArn: expect.stringContaining('service-revision/demo/web/'),
    });
  });

  it.each([
    [{ desiredCount: -1 }, 'DesiredCount can not be lesser than 0'],
    [{ desiredCount: undefined }, 'DesiredCount is missing'],
    [{ taskDefinition: 'nope' }, 'TaskDefinition not found.'],
    [
      { networkConfiguration: undefined },
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [{ networkConfiguration: { awsvpcConfiguration: { subnets: [] } } }, 'subnets can not be empty.'],
    [{ deploymentConfiguration: { maximumPercent: 99 } }, 'maximumPercent must be at least 100'],
    [{ deploymentConfiguration: { maximumPercent: 201 } }, 'maximumPercent must be at most 200'],
    [
      { deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 100 } },
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments',
    ],
    [
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
      'Specifying both a launch type and capacity provider strategy is not supported',
    ],
    [
      { deploymentConfiguration: { strategy: 'BLUE_GREEN' } },
      'bakeTimeInMinutes is required when using the BLUE_GREEN deployment strategy',
    ],
    [
      { deploymentController: { type: 'EXTERNAL' } },
      'does not support the deployment controller EXTERNAL yet',
    ],
    [{ schedulingStrategy: 'DAEMON' }, 'does not support the scheduling strategy DAEMON yet'],
    [
      { loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 1 }] },
      'The container app did not have a container port 1 defined.',
    ],
    [
      { loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 8080 }] },
      'The target group with targetGroupArn arn:tg does not have an associated load balancer.',
    ],
    [{ cluster: 'nope' }, 'Cluster not found.'],
  ] as const)('with %j is refused: %s', (changes, message) => {
    const rehearsal = new Rehearsal();

    expect(() => rehearsal.createService(v1, changes as never)).toThrow(message);
    expect(rehearsal.call(ecsOperations.ListServices, { cluster: 'demo' }).serviceArns).toEqual([]);
  });

  it('changes its capacity providers only with a new deployment', () => {
    const rehearsal = new Rehearsal();
    rehearsal.runningService(v1);
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }];
    const before = rehearsal.service;

    expect(() => rehearsal.update({ capacityProviderStrategy })).toThrow('you must force a new deployment.');
    expect(rehearsal.service).toEqual(before);
    rehearsal.update({ capacityProviderStrategy, forceNewDeployment: true });
    rehearsal.untilFinished();

    expect(rehearsal.tasks()[0]!.capacityProviderName).toBe('FARGATE_SPOT');
    expect(rehearsal.service).not.toHaveProperty('launchType');
  });
});
