import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { clientException } from '../refusals.ts';

export function checkDependencies(containers: readonly ContainerDefinition[]): void {
  const byName = new Map(containers.map((container) => [container.name ?? '', container]));
  for (const container of containers) {
    for (const { containerName = '', condition } of container.dependsOn ?? []) {
      const needed = byName.get(containerName);
      if (needed === undefined) {
        throw clientException(`Cannot depend on container + '${containerName}' because it does not exist`);
      }
      if ((condition === 'SUCCESS' || condition === 'COMPLETE') && needed.essential !== false) {
        throw clientException(
          'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
        );
      }
      if (condition === 'HEALTHY' && needed.healthCheck === undefined) {
        throw clientException(
          'A dependency container with HEALTHY condition must have health check configured',
        );
      }
    }
  }
  if (containers.some((container) => reaches(container, container.name ?? '', byName, new Set()))) {
    throw clientException('Container dependsOn contains a cycle');
  }
}

function reaches(
  from: ContainerDefinition,
  name: string,
  byName: ReadonlyMap<string, ContainerDefinition>,
  seen: Set<ContainerDefinition>,
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return (from.dependsOn ?? []).some(({ containerName = '' }) => {
    const needed = byName.get(containerName);
    return containerName === name || (needed !== undefined && reaches(needed, name, byName, seen));
  });
}
