import { describe, expect, it } from '@jest/globals';
import { renderAppSpec, type AppSpecRequest } from '../../src/release/render-app-spec.ts';
import { imageOf, ref, Rehearsal, webTaskDefinition, type Stage } from './rehearsal.ts';

const underCodeDeploy: Stage = {
  loadBalancer: true,
  breaker: 'off',
  service: {
    deploymentController: { type: 'CODE_DEPLOY' },
    deploymentConfiguration: {},
    platformVersion: '1.4.0',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'DISABLED' },
    },
    // Nobody waits until it is steady: an AppSpec can be made before.
    taskDefinition: 'web:1',
  },
};

const request: AppSpecRequest = { service: ref, base: { kind: 'live' }, images: [], codeDeploy: {} };
const revision = (name: string) => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;

function appSpecWith(taskDefinition: string): object {
  return {
    version: '0.0',
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
            PlatformVersion: '1.4.0',
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: ['subnet-1'],
                SecurityGroups: ['sg-1'],
                AssignPublicIp: 'DISABLED',
              },
            },
          },
        },
      },
    ],
  };
}

describe('the AppSpec that is printed', () => {
  it('restates the service with the revision that runs, when nothing is to change', async () => {
    const rehearsal = await Rehearsal.begin(underCodeDeploy);

    expect(await renderAppSpec(rehearsal.context(), request)).toEqual(appSpecWith(revision('web:1')));
  });

  it('has a placeholder where the revision is still to be registered, and registers none', async () => {
    const rehearsal = await Rehearsal.begin(underCodeDeploy);
    const images = [{ image: imageOf(2) }];

    const appSpec = await renderAppSpec(rehearsal.context(), { ...request, images });

    expect(appSpec).toEqual(appSpecWith('<TASK_DEFINITION>'));
    expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });

  it('has the revision that a killed run has registered', async () => {
    const rehearsal = await Rehearsal.begin(underCodeDeploy);
    const { containerDefinitions = [] } = webTaskDefinition();
    await rehearsal.ecs.registerTaskDefinition(
      webTaskDefinition({
        containerDefinitions: containerDefinitions.map((one) => ({ ...one, image: imageOf(2) })),
      }),
    );

    const appSpec = await renderAppSpec(rehearsal.context(), { ...request, images: [{ image: imageOf(2) }] });

    expect(appSpec).toEqual(appSpecWith(revision('web:2')));
  });

  it('is the given one with the revision put in', async () => {
    const rehearsal = await Rehearsal.begin(underCodeDeploy);
    const appSpec = {
      version: 0,
      resources: [
        {
          Web: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: '<TASK>',
              LoadBalancerInfo: { ContainerName: 'app' },
              Later: ['x'],
            },
          },
        },
      ],
    };

    expect(await renderAppSpec(rehearsal.context(), { ...request, codeDeploy: { appSpec } })).toEqual({
      version: '0.0',
      resources: [
        {
          Web: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: revision('web:1'),
              LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
              Later: ['x'],
            },
          },
        },
      ],
    });
  });

  it('is refused for a service that takes none', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(renderAppSpec(rehearsal.context(), request)).rejects.toMatchObject({
      code: 'appspec.other_controller',
      message: 'Service "prod/web" has the deployment controller ECS, and only CODE_DEPLOY takes an AppSpec',
    });
  });
});
