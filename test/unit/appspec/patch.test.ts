import { describe, expect, it } from '@jest/globals';
import type { AppSpec } from '../../../src/appspec/app-spec.ts';
import { patchAppSpec, type ServedContainer } from '../../../src/appspec/patch.ts';
import type { Json } from '../../../src/model/task-definition.ts';
import { arn } from './some-app-specs.ts';

const web = { containerName: 'web', containerPort: 8080 };
const admin = { containerName: 'admin', containerPort: 9000 };

const appSpec = (info: Json, more: AppSpec = {}): AppSpec => ({
  version: '0.0',
  Resources: [
    {
      TargetService: {
        Type: 'AWS::ECS::Service',
        Properties: { TaskDefinition: '', LoadBalancerInfo: info },
      },
    },
  ],
  ...more,
});

const patch = (info: Json, served: readonly ServedContainer[]): AppSpec =>
  patchAppSpec(appSpec(info), { taskDefinition: arn, served });

const patched = (info: Json): object => ({
  Resources: [{ TargetService: { Properties: { TaskDefinition: arn, LoadBalancerInfo: info } } }],
});

describe('an AppSpec that is patched', () => {
  it.each([
    ['nothing', {}, { ContainerName: 'web', ContainerPort: 8080 }],
    ['the name', { ContainerName: 'admin' }, { ContainerName: 'admin', ContainerPort: 9000 }],
    ['the port', { ContainerPort: 9000 }, { ContainerName: 'admin', ContainerPort: 9000 }],
    ['a port in quotes', { ContainerPort: '9000' }, { ContainerName: 'admin', ContainerPort: 9000 }],
    [
      'both, though the service serves others',
      { ContainerName: 'new', ContainerPort: 1 },
      { ContainerName: 'new', ContainerPort: 1 },
    ],
    [
      'placeholders',
      { ContainerName: '<NAME>', ContainerPort: '${PORT}' },
      { ContainerName: 'web', ContainerPort: 8080 },
    ],
  ])('takes container and port from the service, where it says %s', (_, given, expected) => {
    expect(patch(given, [web, admin])).toMatchObject(patched(expected));
  });

  it('may serve another port of the only container', () => {
    expect(patch({ ContainerPort: 1 }, [web])).toMatchObject(
      patched({ ContainerName: 'web', ContainerPort: 1 }),
    );
  });

  it('is refused where nobody says which port', () => {
    expect(() => patch({ ContainerName: 'new' }, [web])).toThrow(
      'ContainerPort cannot be filled in: the load balancer of the service sends traffic to web:8080, not to "new"',
    );
  });

  it('is refused where nobody says which of two containers', () => {
    expect(() => patch({ ContainerPort: 1 }, [web, admin])).toThrow(
      'ContainerName cannot be filled in: the load balancer of the service sends traffic to web:8080 and admin:9000',
    );
  });

  it('has the hooks of the configuration in the place of its own, and beside the rest', () => {
    const given = appSpec(web, {
      hooks: [{ beforeinstall: 'old', AfterInstall: 'kept' }],
    });

    const result = patchAppSpec(given, {
      taskDefinition: arn,
      served: [web],
      hooks: { BeforeInstall: 'new', AfterAllowTraffic: 'more' },
    });

    expect(result['hooks']).toEqual([
      { beforeinstall: 'new', AfterInstall: 'kept' },
      { AfterAllowTraffic: 'more' },
    ]);
    expect(result).not.toHaveProperty('Hooks');
  });
});
