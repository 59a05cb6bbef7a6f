import type {
  ContainerDefinition,
  PortMapping,
  RegisterTaskDefinitionCommandInput,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { compatibilitiesOf, requiredAttributes } from './capabilities.ts';
import { parseSize } from './fargate-sizes.ts';

/**
 * What ECS makes of a registered task definition (section 2.14.2 of the specification): defaults filled in, sizes as plain numbers.
 * Members that neither this code nor the SDK knows are kept as they came.
 */
export function normaliseTaskDefinition(
  input: RegisterTaskDefinitionCommandInput,
  isFromEcr: (image: string) => boolean,
): TaskDefinition {
  const { containerDefinitions, ...rest } = input;
  // Tags stand beside a task definition, not in it.
  delete rest.tags;
  const networkMode = input.networkMode ?? 'bridge';
  return {
    ...rest,
    ...sizes(input),
    containerDefinitions: (containerDefinitions ?? []).map((container) =>
      normaliseContainer(container, networkMode),
    ),
    // Where nothing was asked for AWS leaves the network mode out, and means bridge.
    ...(input.networkMode !== undefined && { networkMode }),
    volumes: input.volumes ?? [],
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: compatibilitiesOf(input),
    requiresAttributes: requiredAttributes(input, isFromEcr),
  };
}

function sizes({ cpu, memory }: RegisterTaskDefinitionCommandInput): { cpu?: string; memory?: string } {
  return {
    ...(cpu !== undefined && { cpu: String(parseSize(cpu, 'vcpu') ?? cpu) }),
    ...(memory !== undefined && { memory: String(parseSize(memory, 'gb') ?? memory) }),
  };
}

function normaliseContainer(container: ContainerDefinition, networkMode: string): ContainerDefinition {
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    portMappings: (container.portMappings ?? []).map((mapping) => normalisePort(mapping, networkMode)),
    systemControls: container.systemControls ?? [],
    volumesFrom: container.volumesFrom ?? [],
    ...(container.healthCheck !== undefined && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, ...container.healthCheck },
    }),
  };
}

function normalisePort(mapping: PortMapping, networkMode: string): PortMapping {
  if (mapping.containerPortRange !== undefined) return { protocol: 'tcp', ...mapping };
  const isShared = networkMode === 'awsvpc' || networkMode === 'host';
  const { hostPort } = mapping;
  return {
    protocol: 'tcp',
    ...mapping,
    hostPort: isShared ? mapping.containerPort : (hostPort ?? 0),
  };
}
