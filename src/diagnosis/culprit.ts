import type { StoppedContainer, StoppedTask } from '../model/deployment.ts';
import type { ContainerDefinition, TaskDefinition } from '../model/task-definition.ts';

/**
 * The container that ended its task. Where one ends that the task cannot do without, ECS stops the others, whose exit codes then say
 * nothing; which one that was, it does not say. So: one with a reason, then one that the task needs, then one whose exit code is its own
 * and not that of a signal. Pure.
 * @param definition of the task; without it nobody knows which containers it needs
 */
export function culpritOf(
  { containers }: StoppedTask,
  definition: TaskDefinition | undefined,
): StoppedContainer | undefined {
  const needs = needsOf(definition);
  return containers
    .filter(({ reason, exitCode }) => reason !== undefined || exitCode !== undefined)
    .map((container) => ({ container, rank: rankOf(container, needs(container.name)) }))
    .sort((a, b) => a.rank - b.rank)
    .at(0)?.container;
}

/**
 * - `essential`: the task ends with it
 * - `awaited`: another container starts only when it has done well
 * - `optional`: the task goes on without it
 */
type Need = 'essential' | 'awaited' | 'optional' | 'unknown';

/** ECS takes a container for essential unless it says otherwise. */
function needsOf(definition: TaskDefinition | undefined): (name: string) => Need {
  const containers = definition?.containerDefinitions ?? [];
  const awaited = new Set(containers.flatMap(awaitedBy));
  return (name) => {
    const container = containers.find((one) => one.name === name);
    if (container === undefined) return 'unknown';
    if (container['essential'] !== false) return 'essential';
    return awaited.has(name) ? 'awaited' : 'optional';
  };
}

/** Those whose failure keeps this one from starting. */
function awaitedBy({ dependsOn }: ContainerDefinition): string[] {
  if (!Array.isArray(dependsOn)) return [];
  return (dependsOn as readonly { readonly containerName?: unknown; readonly condition?: unknown }[]).flatMap(
    ({ containerName, condition }) =>
      typeof containerName === 'string' && (condition === 'SUCCESS' || condition === 'HEALTHY')
        ? [containerName]
        : [],
  );
}

/** The lower, the likelier. */
function rankOf({ reason, exitCode }: StoppedContainer, need: Need): number {
  const isNeeded = need === 'essential' || need === 'unknown' || (need === 'awaited' && exitCode !== 0);
  return (reason === undefined ? 20 : 0) + (isNeeded ? 0 : 10) + rankOfExit(exitCode, need);
}

function rankOfExit(exitCode: number | undefined, need: Need): number {
  switch (exitCode) {
    // To end well is to end too: but only where the task needed it to stay.
    case 0:
      return need === 'essential' ? 1 : 4;
    // SIGKILL and SIGTERM, which ECS sends to those that are left.
    case 137:
      return 2;
    case 143:
      return 3;
    // One that never ran, and says why.
    case undefined:
    default:
      return 0;
  }
}
