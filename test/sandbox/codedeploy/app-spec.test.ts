import { describe, expect, it } from '@jest/globals';
import { parseAppSpec } from '../../../src/sandbox/codedeploy/app-spec/parse-app-spec.ts';
import { appSpec } from './a-group.ts';

const taskDefinition = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:7';
const beginning =
  'The deployment failed because the AppSpec file that specifies the deployment configuration is missing or has an invalid configuration.';

describe('an AppSpec', () => {
  it('is read from YAML with all that it may say', () => {
    const spec = parseAppSpec(`
version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: ${taskDefinition}
        LoadBalancerInfo: { ContainerName: app, ContainerPort: 80 }
        PlatformVersion: 1.4.0
        NetworkConfiguration:
          AwsvpcConfiguration: { Subnets: [subnet-1], SecurityGroups: [sg-1], AssignPublicIp: ENABLED }
        CapacityProviderStrategy: [{ Base: 1, CapacityProvider: FARGATE_SPOT, Weight: 2 }]
Hooks:
  - BeforeInstall: check
  - AfterAllowTraffic: arn:aws:lambda:us-east-1:123456789012:function:smoke
`);
    expect(spec).toEqual({
      taskDefinition,
      container: { name: 'app', port: 80 },
      platformVersion: '1.4.0',
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' },
      },
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', base: 1, weight: 2 }],
      hooks: new Map([
        ['BeforeInstall', ['check']],
        ['AfterAllowTraffic', ['arn:aws:lambda:us-east-1:123456789012:function:smoke']],
      ]),
    });
  });

  it('is read from JSON, whatever the case of its keys', () => {
    const content = JSON.stringify({
      resources: [
        {
          service: {
            type: 'AWS::ECS::Service',
            properties: {
              taskDefinition,
              loadBalancerInfo: { containerName: 'app', containerPort: '8080' },
            },
          },
        },
      ],
      hooks: [{ afterinstall: 'check' }],
    });
    expect(parseAppSpec(content)).toMatchObject({
      taskDefinition,
      container: { name: 'app', port: 8080 },
      platformVersion: undefined,
      hooks: new Map([['AfterInstall', ['check']]]),
    });
  });

  it.each([
    [
      'neither YAML nor JSON',
      '{',
      'The input AppSpec file is a not well-formed yaml. The template cannot be parsed.',
    ],
    [
      'only a word',
      'hello',
      'The input AppSpec file is a not well-formed yaml. The template cannot be parsed.',
    ],
    ['without a resource', 'version: 0.0', 'The AppSpec file has no resource (Resources).'],
    [
      'with a short name of a task definition',
      appSpec('web:7'),
      'TaskDefinition must be the full ARN of a task definition revision: web:7',
    ],
    [
      'with an ARN without revision',
      appSpec(taskDefinition.slice(0, -2)),
      `TaskDefinition must be the full ARN of a task definition revision: ${taskDefinition.slice(0, -2)}`,
    ],
    [
      'with a hook where CodeDeploy has none',
      appSpec(taskDefinition, { Hooks: [{ Install: 'check' }] }),
      'Install is not a lifecycle event that can have a hook.',
    ],
    [
      'for Lambda',
      appSpec(taskDefinition).replace('AWS::ECS::Service', 'AWS::Lambda::Function'),
      'The type of the resource must be AWS::ECS::Service, not AWS::Lambda::Function.',
    ],
    [
      'with half a network configuration',
      appSpec(taskDefinition).replace(
        '"LoadBalancerInfo"',
        '"NetworkConfiguration":{"AwsvpcConfiguration":{"Subnets":["subnet-1"]}},"LoadBalancerInfo"',
      ),
      'NetworkConfiguration must have Subnets, SecurityGroups and AssignPublicIp in its AwsvpcConfiguration.',
    ],
    [
      'with a list of load balancers',
      appSpec(taskDefinition).replace(/"LoadBalancerInfo":(\{[^}]*\})/, '"LoadBalancerInfo":[$1]'),
      'LoadBalancerInfo must have a ContainerName and a ContainerPort.',
    ],
  ])('%s is refused', (_, content, detail) => {
    expect(() => parseAppSpec(content)).toThrow(`${beginning} ${detail}`);
  });
});
