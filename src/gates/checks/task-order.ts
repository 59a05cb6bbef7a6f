import { createHash } from 'node:crypto';
import type { TaskOrder } from '../../aws/run-task.ts';
import type { TaskCheck } from '../../model/gate.ts';
import type { ContainerDefinition, TaskDefinition } from '../../model/task-definition.ts';
import type { GateSubject } from '../subject.ts';

/** The container that a gate is about, or why there is none. */
export type ChosenContainer =
  { readonly kind: 'chosen'; readonly name: string } | { readonly kind: 'unclear'; readonly error: string };

/** The container that the gate names, or the only essential one. */
export function containerToRun(
  { container: wanted }: Pick<TaskCheck, 'container'>,
  { family, containerDefinitions }: TaskDefinition,
): ChosenContainer {
  const names = containerDefinitions.map(({ name }) => name);
  if (wanted !== undefined) {
    return names.includes(wanted)
      ? { kind: 'chosen', name: wanted }
      : { kind: 'unclear', error: `${family} has no container ${wanted}, only ${names.join(', ')}` };
  }
  // A container is essential unless its definition says otherwise.
  const essential = containerDefinitions.filter(isEssential).map(({ name }) => name);
  const [only, ...others] = essential;
  return only !== undefined && others.length === 0
    ? { kind: 'chosen', name: only }
    : {
        kind: 'unclear',
        error: `${family} has ${essential.length} essential containers (${essential.join(', ')}): the gate has to name its container`,
      };
}

/** Names of the other containers that end the task when they end. */
export function essentialBeside(name: string, { containerDefinitions }: TaskDefinition): string[] {
  return containerDefinitions
    .filter(isEssential)
    .map((container) => container.name)
    .filter((other) => other !== name);
}

function isEssential(container: ContainerDefinition): boolean {
  return container['essential'] !== false;
}

/** What a gate runs: everything but where, and which attempt. */
export interface GateTask {
  readonly gate: string;
  readonly check: Pick<TaskCheck, 'command' | 'environment'>;
  readonly container: string;
  readonly subject: Pick<GateSubject, 'service' | 'taskDefinition' | 'commit'>;
}

/**
 * What the task of a gate has in `startedBy`: the same whenever the same gate runs the same thing with the same revision, also in
 * another process, so that a task that still runs is found again. Letters, digits, `-` and `/`, as AWS allows.
 */
export function startedByOf({ gate, check, container, subject }: GateTask): string {
  const { cluster, service } = subject.service;
  const what = [cluster, service, subject.taskDefinition, gate, container, check.command, check.environment];
  return `ecsdeploy/gate/${digest(what)}`;
}

/** @param at when it is measured: each measurement runs a task of its own, however often its request is repeated */
export function orderOf(task: GateTask, where: TaskOrder['where'], at: number): TaskOrder {
  const { gate, check, container, subject } = task;
  const startedBy = startedByOf(task);
  return {
    cluster: subject.service.cluster,
    taskDefinition: subject.taskDefinition,
    where,
    override: { container, command: check.command, environment: check.environment },
    startedBy,
    clientToken: digest([startedBy, at]),
    group: `gate:${gate.replaceAll(/[^\w-]/g, '-')}`,
    tags: [
      { key: 'ecsdeploy:gate', value: gate },
      ...(subject.commit === undefined ? [] : [{ key: 'ecsdeploy:commit', value: subject.commit }]),
    ],
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
