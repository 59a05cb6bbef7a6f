import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { clientException } from '../refusals.ts';
import { checkDependencies } from './check-dependencies.ts';

export function checkContainers(input: RegisterTaskDefinitionCommandInput): void {
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) throw clientException('Container list cannot be empty.');
  // Documented quota; the text is the sandbox's own.
  if (containers.length > 10) throw clientException('A task definition can have at most 10 containers.');
  for (const container of containers) checkContainer(container, input);
  if (containers.every((container) => container.essential === false)) {
    throw clientException("Task definition doesn't have any essential container.");
  }
  const needsRole = containers.some((container) => (container.secrets ?? []).length > 0);
  if (needsRole && isBlank(input.executionRoleArn)) {
    throw clientException(
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'",
    );
  }
  checkDependencies(containers);
}

function checkContainer(container: ContainerDefinition, input: RegisterTaskDefinitionCommandInput): void {
  if (isBlank(container.name)) throw clientException('Container.name should not be null or empty.');
  if (isBlank(container.image)) throw clientException('Container.image should not be null or empty.');
  const hasMemory = container.memory !== undefined || container.memoryReservation !== undefined;
  if (!hasMemory && isBlank(input.memory)) {
    throw clientException(
      `Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
    );
  }
  if (container.disableNetworking === true && input.networkMode === 'awsvpc') {
    throw clientException('Disable Networking is not supported on container when networkMode=awsvpc');
  }
  if ((container.stopTimeout ?? 30) < 2) {
    throw clientException(
      `Granular stop timeout on container '${container.name}' must be at least 2 seconds.`,
    );
  }
  checkPorts(container, input.networkMode);
  checkLogs(container);
}

function checkPorts(container: ContainerDefinition, networkMode: string | undefined): void {
  for (const { containerPort, hostPort, containerPortRange } of container.portMappings ?? []) {
    if (containerPort !== undefined && containerPortRange !== undefined) {
      throw clientException('cannot specify both single port and port range');
    }
    const isShared = networkMode === 'awsvpc' || networkMode === 'host';
    if (isShared && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort) {
      throw clientException(
        `When networkMode=${networkMode}, the host ports and container ports in port mappings must match.`,
      );
    }
  }
}

function checkLogs(container: ContainerDefinition): void {
  if (container.logConfiguration?.logDriver !== 'awslogs') return;
  const options = container.logConfiguration.options ?? {};
  const missing = ['awslogs-region', 'awslogs-group'].filter((option) => isBlank(options[option]));
  if (missing.length > 0) throw clientException(`Log driver awslogs requires options: ${missing.join(', ')}`);
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}
