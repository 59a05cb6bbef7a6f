import type { Attribute, Compatibility, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';

/** Where such tasks could run: only `awsvpc` fits Fargate (2.14.2). */
export function compatibilitiesOf(input: RegisterTaskDefinitionCommandInput): Compatibility[] {
  if (input.networkMode !== 'awsvpc') return ['EXTERNAL', 'EC2'];
  const fits = input.cpu !== undefined && input.memory !== undefined;
  return fits ? ['EC2', 'MANAGED_INSTANCES', 'FARGATE'] : ['EC2'];
}

/** The attributes of ECS that follow from the commonest members; not AWS's whole list. */
export function requiredAttributes(
  input: RegisterTaskDefinitionCommandInput,
  isFromEcr: (image: string) => boolean,
): Attribute[] {
  const containers = input.containerDefinitions ?? [];
  const names = new Set<string>(['com.amazonaws.ecs.capability.docker-remote-api.1.18']);
  const hasRole = input.executionRoleArn !== undefined;
  for (const { logConfiguration, image, secrets, healthCheck } of containers) {
    const driver = logConfiguration?.logDriver;
    if (driver !== undefined) {
      names.add(`com.amazonaws.ecs.capability.logging-driver.${driver}`);
      if (driver === 'awslogs' && hasRole) names.add('ecs.capability.execution-role-awslogs');
    }
    if (isFromEcr(image ?? '')) {
      names.add('com.amazonaws.ecs.capability.ecr-auth');
      if (hasRole) names.add('ecs.capability.execution-role-ecr-pull');
    }
    if (healthCheck !== undefined) names.add('ecs.capability.container-health-check');
    for (const { valueFrom } of secrets ?? []) {
      const isSecret = valueFrom?.startsWith('arn:aws:secretsmanager:') ?? false;
      names.add(`ecs.capability.secrets.${isSecret ? 'asm' : 'ssm'}.environment-variables`);
    }
  }
  if (input.taskRoleArn !== undefined) names.add('com.amazonaws.ecs.capability.task-iam-role');
  if (input.networkMode === 'awsvpc') names.add('ecs.capability.task-eni');
  return [...names].sort().map((name) => ({ name }));
}
