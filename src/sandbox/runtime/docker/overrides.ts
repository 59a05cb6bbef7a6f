import type { ContainerDefinition, TaskOverride } from '@aws-sdk/client-ecs';

/** A container definition as RunTask's overrides change it. */
export function withOverrides(
  definition: ContainerDefinition,
  overrides: TaskOverride | undefined,
): ContainerDefinition {
  const own = overrides?.containerOverrides?.find(({ name }) => name === definition.name);
  if (own === undefined) return definition;
  const { command, environment = [], cpu, memory, memoryReservation } = own;
  return {
    ...definition,
    ...(command !== undefined && { command }),
    // A later variable of the same name wins.
    environment: [...(definition.environment ?? []), ...environment],
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory }),
    ...(memoryReservation !== undefined && { memoryReservation }),
  };
}

/**
 * The variables of a container. The sandbox has no Secrets Manager and no parameter store: a secret gets a value that says where it would
 * come from. What cannot be a variable of a process is left out.
 */
export function variablesOf({ environment = [], secrets = [] }: ContainerDefinition): Map<string, string> {
  const variables = [
    ...environment.map(({ name = '', value = '' }) => [name, value] as const),
    ...secrets.map(({ name = '', valueFrom = '' }) => [name, `sandbox:${valueFrom}`] as const),
  ];
  return new Map(variables.filter(([name, value]) => /^[^=\0]+$/.test(name) && !value.includes('\0')));
}
