import type { ContainerDefinition, TaskDefinition } from '../../../src/model/task-definition.ts';

type Members = Readonly<Record<string, unknown>>;

/** A registered definition as AWS gives it back, written from AWS's documentation and independent of normalize.ts. */
export function asAwsReturns(definition: TaskDefinition): TaskDefinition {
  const isShared = ['awsvpc', 'host'].includes(String(definition['networkMode']));
  return {
    ...definition,
    ...(definition['cpu'] === '1 vCPU' && { cpu: '1024' }),
    ...(definition['memory'] === '2 GB' && { memory: '2048' }),
    volumes: ((definition['volumes'] ?? []) as Members[]).map((volume) => ({ host: {}, ...volume })),
    placementConstraints: definition['placementConstraints'] ?? [],
    containerDefinitions: definition.containerDefinitions.map((one) => returned(one, isShared)),
  };
}

function returned(container: ContainerDefinition, isShared: boolean): ContainerDefinition {
  const list = (name: string): readonly Members[] => (container[name] ?? []) as Members[];
  const { healthCheck } = container;
  return {
    cpu: 0,
    essential: true,
    mountPoints: [],
    systemControls: [],
    volumesFrom: [],
    ...container,
    environment: [...list('environment')].reverse(),
    ...(container['secrets'] !== undefined && { secrets: [...list('secrets')].reverse() }),
    portMappings: list('portMappings').map((port) => ({
      protocol: 'tcp',
      hostPort: isShared ? port['containerPort'] : 0,
      ...port,
    })),
    ...(healthCheck !== undefined && {
      healthCheck: { interval: 30, timeout: 5, retries: 3, ...(healthCheck as Members) },
    }),
  };
}
