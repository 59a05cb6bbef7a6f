import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { clientException } from '../refusals.ts';
import { isFargateSize, parseSize } from './fargate-sizes.ts';

/** What Fargate asks for beyond ECS. */
export function checkFargate(
  input: RegisterTaskDefinitionCommandInput,
  isFromEcr: (image: string) => boolean,
): void {
  if (input.networkMode !== 'awsvpc') throw clientException('Fargate only supports network mode ‘awsvpc’.');
  checkSize(input);
  checkVolumes(input);
  if (input.pidMode === 'host') {
    throw clientException("Tasks using the Fargate launch type do not support pidMode 'host'.");
  }
  for (const container of input.containerDefinitions ?? []) checkContainer(container, input, isFromEcr);
}

function checkSize({ cpu, memory }: RegisterTaskDefinitionCommandInput): void {
  if (cpu === undefined) throw clientException("Fargate requires that 'cpu' be defined at the task level.");
  if (memory === undefined)
    throw clientException("Fargate requires that 'memory' be defined at the task level.");
  const units = parseSize(cpu, 'vcpu');
  const megabytes = parseSize(memory, 'gb');
  if (units === undefined) throw invalidSize('cpu');
  if (megabytes === undefined) throw invalidSize('memory');
  if (!isFargateSize(units, megabytes)) {
    throw clientException(
      `No Fargate configuration exists for given values: ${units} CPU, ${megabytes} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
}

function invalidSize(member: 'cpu' | 'memory'): Error {
  return clientException(
    `Invalid '${member}' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.`,
  );
}

function checkVolumes({ volumes }: RegisterTaskDefinitionCommandInput): void {
  for (const volume of volumes ?? []) {
    if (volume.host?.sourcePath !== undefined) {
      throw clientException('Fargate compatible task definitions do not support sourcePath');
    }
    if (volume.dockerVolumeConfiguration !== undefined) {
      throw clientException('Fargate compatible task definitions do not support dockerVolumeConfiguration');
    }
  }
}

function checkContainer(
  container: ContainerDefinition,
  { executionRoleArn }: RegisterTaskDefinitionCommandInput,
  isFromEcr: (image: string) => boolean,
): void {
  const driver = container.logConfiguration?.logDriver;
  if (driver !== undefined && !['awslogs', 'splunk', 'awsfirelens'].includes(driver)) {
    throw clientException(`${driver} is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]`);
  }
  if ((container.stopTimeout ?? 0) > 120) {
    throw clientException(
      'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.',
    );
  }
  if (executionRoleArn !== undefined && executionRoleArn !== '') return;
  const needs = 'Fargate requires task definition to have execution role ARN to support';
  if (isFromEcr(container.image ?? '')) throw clientException(`${needs} ECR images.`);
  if (driver === 'awslogs') throw clientException(`${needs} log driver awslogs.`);
}
