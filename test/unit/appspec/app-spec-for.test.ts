import { describe, expect, it } from '@jest/globals';
import { taskDefinitionPlaceholder } from '../../../src/appspec/app-spec.ts';
import { appSpecFor } from '../../../src/appspec/app-spec-for.ts';

const loadBalancers = [{ containerName: 'web', containerPort: 8080 }];
const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:43';

describe('the AppSpec of a release', () => {
  it('says no more than the service does', () => {
    expect(appSpecFor({ loadBalancers }, {}, taskDefinitionPlaceholder)).toEqual({
      version: '0.0',
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: '<TASK_DEFINITION>',
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 },
            },
          },
        },
      ],
    });
  });

  it('restates platform version, network and capacity, and has the hooks in the order of their events', () => {
    const appSpec = appSpecFor(
      {
        loadBalancers,
        platformVersion: '1.4.0',
        capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 3 }],
        network: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
      },
      { hooks: { AfterAllowTraffic: 'tell', BeforeAllowTraffic: 'check' } },
      arn,
    );

    expect(appSpec).toMatchObject({
      Resources: [
        {
          TargetService: {
            Properties: {
              TaskDefinition: arn,
              PlatformVersion: '1.4.0',
              NetworkConfiguration: {
                AwsvpcConfiguration: {
                  Subnets: ['subnet-1'],
                  SecurityGroups: ['sg-1'],
                  AssignPublicIp: 'DISABLED',
                },
              },
              CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Weight: 3 }],
            },
          },
        },
      ],
      Hooks: [{ BeforeAllowTraffic: 'check' }, { AfterAllowTraffic: 'tell' }],
    });
  });

  it.each([
    [{ subnets: ['subnet-1'], securityGroups: [], assignPublicIp: 'DISABLED' }],
    [{ subnets: [], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' }],
    [{ subnets: ['subnet-1'], securityGroups: ['sg-1'] }],
  ])('leaves out a network of which CodeDeploy would miss something: %j', (network) => {
    const appSpec = appSpecFor({ loadBalancers, network }, {}, arn);

    expect(JSON.stringify(appSpec)).not.toContain('NetworkConfiguration');
  });

  it('is the given one where there is one, and takes nothing else from the service', () => {
    const given = {
      Resources: [
        { Web: { Type: 'AWS::ECS::Service', Properties: { LoadBalancerInfo: { ContainerName: 'web' } } } },
      ],
    };

    expect(appSpecFor({ loadBalancers, platformVersion: '1.4.0' }, { appSpec: given }, arn)).toEqual({
      version: '0.0',
      Resources: [
        {
          Web: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: arn,
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 },
            },
          },
        },
      ],
    });
  });

  it('cannot be made for a service that serves nobody', () => {
    expect(() => appSpecFor({ loadBalancers: [] }, {}, arn)).toThrow(
      'ContainerName cannot be filled in: the service has no load balancer that says so',
    );
  });
});
