import { secretValues, type KnownSecrets } from './mask-text.ts';
import type { TaskDefinition } from './task-definition.ts';

/**
 * What a task definition itself says of its secrets: the values of environment variables whose names say so, and the names under
 * which containers get the others. A program may print either.
 * @param environment variables that a run of the task has besides
 */
export function knownSecrets(
  { containerDefinitions }: TaskDefinition,
  environment: Readonly<Record<string, string>> = {},
): KnownSecrets {
  const variables = containerDefinitions.flatMap((container) => membersOf(container['environment']));
  const secrets = containerDefinitions.flatMap((container) => membersOf(container['secrets']));
  return {
    values: secretValues([
      ...variables.flatMap(({ name, value }): (readonly [string, string])[] =>
        typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [],
      ),
      ...Object.entries(environment),
    ]),
    names: secrets.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
  };
}

/** The pairs of a list; what a person wrote otherwise is none. */
function membersOf(list: unknown): Readonly<Record<string, unknown>>[] {
  const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
  return items.flatMap((item) =>
    typeof item === 'object' && item !== null ? [item as Readonly<Record<string, unknown>>] : [],
  );
}
