import type { TaskRecord } from '../../ecs/records/task.ts';

/** The platform that a task needs, `linux/arm64`. Undefined on EC2 where nothing is said: that of the instance, whatever it is. */
export function platformOf(task: TaskRecord): string | undefined {
  const { cpuArchitecture, operatingSystemFamily } = task.taskDefinition.definition.runtimePlatform ?? {};
  if (cpuArchitecture === undefined && !task.onFargate) return undefined;
  const system = operatingSystemFamily?.startsWith('WINDOWS') === true ? 'windows' : 'linux';
  return `${system}/${cpuArchitecture === 'ARM64' ? 'arm64' : 'amd64'}`;
}
