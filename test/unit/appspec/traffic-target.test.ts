import { describe, expect, it } from '@jest/globals';
import { generateAppSpec } from '../../../src/appspec/generate.ts';
import { requireTrafficTarget } from '../../../src/appspec/traffic-target.ts';
import { arn } from './some-app-specs.ts';

const definition = {
  family: 'shop',
  containerDefinitions: [
    { name: 'web', portMappings: [{ containerPort: 8080 }, { containerPortRange: '9000-9010' }] },
    { name: 'sidecar' },
  ],
};

const require = (containerName: string, containerPort: number): void =>
  requireTrafficTarget(
    generateAppSpec({ taskDefinition: arn, target: { containerName, containerPort } }),
    definition,
  );

describe('what gets the traffic', () => {
  it('is a port of a container of the task definition', () => {
    expect(() => require('web', 8080)).not.toThrow();
    expect(() => require('web', 9010)).not.toThrow();
  });

  it.each([
    [
      'app',
      80,
      'The AppSpec sends traffic to app:80, and the task definition shop has no container of that name',
    ],
    [
      'web',
      80,
      'The AppSpec sends traffic to web:80, and that container has no such port in the task definition shop',
    ],
    [
      'sidecar',
      80,
      'The AppSpec sends traffic to sidecar:80, and that container has no such port in the task definition shop',
    ],
  ])('is nothing else: %s:%d', (name, port, message) => {
    expect(() => require(name, port)).toThrow(message);
  });
});
