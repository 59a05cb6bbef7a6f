import type { ContainerDefinition, TaskDefinition } from '../model/task-definition.ts';
import type { CheckFinding } from './check-finding.ts';

/** What ECS demands of each container, and of all together. */
export function checkContainers({
  containerDefinitions: containers,
  memory,
}: TaskDefinition): CheckFinding[] {
  const names = containers.map(({ name }) => name);
  const found = containers.flatMap((container, index) => {
    const path = `containerDefinitions[${container.name === '' ? index : container.name}]`;
    return [
      ...checkName(container, names.indexOf(container.name) < index, path),
      ...checkImage(container, path),
      ...checkVariables(container, path),
      ...checkMemory(container, memory !== undefined, path),
      ...checkDependencies(container, names, path),
    ];
  });
  const isIdle = containers.length > 0 && containers.every((container) => container['essential'] === false);
  if (!isIdle) return found;
  return [
    ...found,
    {
      path: 'containerDefinitions',
      message: 'no container is essential',
      fix: 'Leave essential out of one: it is true then.',
    },
  ];
}

function checkName({ name }: ContainerDefinition, isTaken: boolean, path: string): CheckFinding[] {
  if (name === '') return [{ path, message: 'a container has no name', fix: 'Give it a name.' }];
  if (!isTaken) return [];
  return [{ path, message: `two containers are named ${name}`, fix: 'Give each a name of its own.' }];
}

function checkImage({ name, image }: ContainerDefinition, path: string): CheckFinding[] {
  if (image !== undefined && image !== '') return [];
  return [
    {
      path: `${path}.image`,
      message: `the container ${name} has no image`,
      fix: `Give it with --image ${name}=….`,
    },
  ];
}

function checkVariables(container: ContainerDefinition, path: string): CheckFinding[] {
  const secrets = new Set(namesIn(container['secrets']));
  return [...new Set(namesIn(container['environment']))]
    .filter((name) => secrets.has(name))
    .map((name) => ({
      path: `${path}.secrets[${name}]`,
      message: `${name} is in environment and in secrets of the container ${container.name}`,
      fix: `Remove ${name} from one of them.`,
    }));
}

function checkMemory(container: ContainerDefinition, hasTaskMemory: boolean, path: string): CheckFinding[] {
  const isSet = container['memory'] !== undefined || container['memoryReservation'] !== undefined;
  if (isSet || hasTaskMemory) return [];
  return [
    {
      path,
      message: `the container ${container.name} has neither memory nor memoryReservation, and the task has no memory`,
      fix: 'Set one of the three.',
    },
  ];
}

function checkDependencies(
  container: ContainerDefinition,
  names: readonly string[],
  path: string,
): CheckFinding[] {
  const { dependsOn } = container;
  if (!Array.isArray(dependsOn)) return [];
  return (dependsOn as { readonly containerName?: unknown }[]).flatMap(({ containerName }) =>
    typeof containerName !== 'string' || names.includes(containerName)
      ? []
      : [
          {
            path: `${path}.dependsOn`,
            message: `the container ${container.name} depends on ${JSON.stringify(containerName)}, which does not exist`,
            fix: `The containers are ${names.join(', ')}.`,
          },
        ],
  );
}

function namesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return (list as { readonly name?: unknown }[]).flatMap(({ name }) =>
    typeof name === 'string' ? [name] : [],
  );
}
