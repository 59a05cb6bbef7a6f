import { EcsdeployError } from '../model/error.ts';
import type { ContainerDefinition, TaskDefinition } from '../model/task-definition.ts';
import type { AppSpec } from './app-spec.ts';
import { isMap, memberNamed } from './find-member.ts';
import type { TrafficTarget } from './generate.ts';

/** ECS would refuse the task set, minutes into the deployment. */
class StrangeTrafficTarget extends EcsdeployError {
  constructor(target: TrafficTarget, what: string, suggestion: string) {
    super({
      code: 'appspec.strange_traffic_target',
      message: `The AppSpec sends traffic to ${target.containerName}:${target.containerPort}, and ${what}`,
      suggestions: [suggestion],
      details: { ...target },
    });
  }
}

/**
 * That the container and port of a whole AppSpec are in the task definition.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 * @throws StrangeTrafficTarget
 */
export function requireTrafficTarget(appSpec: AppSpec, definition: TaskDefinition): void {
  const target = trafficTargetOf(appSpec);
  const { family, containerDefinitions } = definition;
  const container = containerDefinitions.find(({ name }) => name === target.containerName);
  if (container === undefined) {
    const names = containerDefinitions.map(({ name }) => name).join(', ');
    throw new StrangeTrafficTarget(
      target,
      `the task definition ${family} has no container of that name`,
      `Its containers: ${names}.`,
    );
  }
  if (hasPort(container, target.containerPort)) return;
  throw new StrangeTrafficTarget(
    target,
    `that container has no such port in the task definition ${family}`,
    'Add it to its portMappings, or change ContainerPort.',
  );
}

/** The container and port of a whole AppSpec. */
export function trafficTargetOf(appSpec: AppSpec): TrafficTarget {
  const resources = memberNamed(appSpec, 'Resources')?.value;
  const [resource] = Array.isArray(resources) ? (resources as readonly unknown[]) : [];
  const [body] = isMap(resource) ? Object.values(resource) : [];
  const info = inside(inside(body, 'Properties'), 'LoadBalancerInfo');
  return {
    containerName: String(inside(info, 'ContainerName')),
    containerPort: Number(inside(info, 'ContainerPort')),
  };
}

function inside(map: unknown, name: string): unknown {
  return isMap(map) ? memberNamed(map, name)?.value : undefined;
}

interface PortMapping {
  readonly containerPort?: unknown;
  /** `8000-8010` */
  readonly containerPortRange?: unknown;
}

function hasPort({ portMappings }: ContainerDefinition, port: number): boolean {
  if (!Array.isArray(portMappings)) return false;
  return (portMappings as readonly PortMapping[]).some(({ containerPort, containerPortRange }) => {
    if (typeof containerPortRange !== 'string') return containerPort === port;
    const [from = NaN, to = NaN] = containerPortRange.split('-').map(Number);
    return from <= port && port <= to;
  });
}
