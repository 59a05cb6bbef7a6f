import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs';

/** What a container finds under a path: a folder of the engine's machine, or a volume that the containers of its task share. */
export interface Mount {
  readonly kind: 'bind' | 'volume';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export function mountArgument({ kind, source, target, readOnly }: Mount): string {
  return `--mount=${[`type=${kind}`, `source=${source}`, `target=${target}`, ...(readOnly ? ['readonly'] : [])].map(csv).join(',')}`;
}

/**
 * The mount points of a container. A volume without a source is empty and lives as long as its task; volumes that AWS keeps elsewhere
 * (EFS, FSx, EBS) are such empty ones too. `volumeName` names the engine's volume for a volume of the task.
 */
export function mountsOf(
  definition: ContainerDefinition,
  { volumes = [] }: Pick<TaskDefinition, 'volumes'>,
  volumeName: (volume: string) => string,
): Mount[] {
  return (definition.mountPoints ?? []).flatMap(
    ({ sourceVolume, containerPath, readOnly = false }): Mount[] => {
      if (sourceVolume === undefined || containerPath === undefined) return [];
      const folder = volumes.find(({ name }) => name === sourceVolume)?.host?.sourcePath;
      return folder === undefined
        ? [{ kind: 'volume', source: volumeName(sourceVolume), target: containerPath, readOnly }]
        : [{ kind: 'bind', source: folder, target: containerPath, readOnly }];
    },
  );
}

/** The CLI reads a mount as a line of CSV: a field with a comma or a quote stands in quotes. */
function csv(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
