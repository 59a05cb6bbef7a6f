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

/** The variables of a container, with the values of its secrets. What cannot be a variable of a process is left out. */
export function variablesOf(
  { environment = [] }: ContainerDefinition,
  secrets: ReadonlyMap<string, string>,
): Map<string, string> {
  const variables = [...environment.map(({ name = '', value = '' }) => [name, value] as const), ...secrets];
  return new Map(variables.filter(([name, value]) => /^[^=\0]+$/.test(name) && !value.includes('\0')));
}
