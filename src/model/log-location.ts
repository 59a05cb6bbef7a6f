import type { TaskDefinition } from './task-definition.ts';

/** Where a container's log is. */
export interface LogLocation {
  readonly group: string;
  readonly stream: string;
  /** `awslogs-region`: a container may log into another region than its own. */
  readonly region?: string | undefined;
}

/**
 * `<awslogs-stream-prefix>/<container>/<task id>` in `awslogs-group`; undefined where the container logs elsewhere.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export function logLocation(
  definition: TaskDefinition,
  container: string,
  taskId: string,
): LogLocation | undefined {
  const configuration = definition.containerDefinitions.find(({ name }) => name === container)?.[
    'logConfiguration'
  ];
  if (!isRecord(configuration) || configuration['logDriver'] !== 'awslogs') return undefined;
  const options = configuration['options'];
  if (!isRecord(options)) return undefined;
  const group = options['awslogs-group'];
  const prefix = options['awslogs-stream-prefix'];
  if (typeof group !== 'string' || typeof prefix !== 'string') return undefined;
  const region = options['awslogs-region'];
  return {
    group,
    stream: `${prefix}/${container}/${taskId}`,
    ...(typeof region === 'string' && region !== '' ? { region } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
