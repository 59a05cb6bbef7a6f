import { hostname } from 'node:os';
import type { TaskRecord } from '../../ecs/records/task.ts';

/** On everything that a sandbox makes in an engine. The value is the sandbox's process and port: `4711:4566`. */
export const ownerLabel = 'ecsdeploy.sandbox';
/** An engine can serve several machines, whose processes have the same numbers. */
export const machineLabel = 'ecsdeploy.sandbox.host';

export function ownerOf(pid: number, port: number): string {
  return `${pid}:${port}`;
}

export function readOwner(owner: string): { readonly pid: number; readonly port: number } | undefined {
  const match = /^(\d+):(\d+)$/.exec(owner);
  return match === null ? undefined : { pid: Number(match[1]), port: Number(match[2]) };
}

export function sandboxLabels(owner: string): Record<string, string> {
  return { [ownerLabel]: owner, [machineLabel]: hostname() };
}

/** As ECS's agent labels containers on an instance. */
export function taskLabels(task: TaskRecord, container: string): Record<string, string> {
  return {
    'com.amazonaws.ecs.cluster': task.cluster.name,
    'com.amazonaws.ecs.container-name': container,
    'com.amazonaws.ecs.task-arn': task.arn,
    'com.amazonaws.ecs.task-definition-family': task.taskDefinition.family,
    'com.amazonaws.ecs.task-definition-version': String(task.taskDefinition.revision),
  };
}
