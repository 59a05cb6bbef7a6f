import type { TaskDefinition } from '../model/task-definition.ts';
import type { CheckFinding } from './check-finding.ts';

interface Mapping {
  readonly containerPort?: unknown;
  readonly hostPort?: unknown;
  readonly containerPortRange?: unknown;
}

/** Where a task has the network of its host, or its own, a port cannot be another one outside. */
export function checkPorts(definition: TaskDefinition): CheckFinding[] {
  const mode = definition['networkMode'];
  return definition.containerDefinitions.flatMap(({ name, portMappings }) => {
    const path = `containerDefinitions[${name}].portMappings`;
    if (!Array.isArray(portMappings)) return [];
    return (portMappings as readonly Mapping[]).flatMap((mapping, index) => {
      const { containerPort, hostPort, containerPortRange } = mapping;
      if (containerPort !== undefined && containerPortRange !== undefined) {
        return [
          {
            path: `${path}[${index}]`,
            message: `a port mapping of ${name} has a containerPort and a containerPortRange`,
            fix: 'Keep one of them.',
          },
        ];
      }
      const isShared = mode === 'awsvpc' || mode === 'host';
      const differs = typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort;
      if (!isShared || !differs || containerPort === undefined) return [];
      return [
        {
          path: `${path}[${index}].hostPort`,
          message: `the host port ${hostPort} of ${name} is not its container port ${JSON.stringify(containerPort)}, as ${mode} demands`,
          fix: 'Leave hostPort out.',
        },
      ];
    });
  });
}
