import type { ContainerDefinition } from '@aws-sdk/client-ecs';

/** How far a container of a task has come. */
export type Progress =
  | { readonly phase: 'waiting' | 'starting' }
  | { readonly phase: 'running'; readonly isHealthy: boolean }
  | { readonly phase: 'stopped'; readonly exitCode: number | undefined };

export type ProgressOf = (name: string) => Progress;

/** What is to become of a container that waits: ECS's rules for `dependsOn`, and whose network it shares. */
export function readiness(
  definition: ContainerDefinition,
  networkOwner: string | undefined,
  progressOf: ProgressOf,
): 'start' | 'wait' | 'never' {
  const needs = (definition.dependsOn ?? []).map(({ containerName = '', condition }) =>
    fulfilment(condition, progressOf(containerName)),
  );
  if (networkOwner !== undefined && networkOwner !== definition.name) {
    const owner = progressOf(networkOwner);
    needs.push(owner.phase === 'running' ? 'met' : owner.phase === 'stopped' ? 'never' : 'open');
  }
  if (needs.includes('never')) return 'never';
  return needs.includes('open') ? 'wait' : 'start';
}

function fulfilment(condition: string | undefined, progress: Progress): 'met' | 'open' | 'never' {
  switch (progress.phase) {
    case 'waiting':
    case 'starting':
      return 'open';
    case 'running':
      return condition === 'START' || (condition === 'HEALTHY' && progress.isHealthy) ? 'met' : 'open';
    case 'stopped':
      if (condition === 'START' || condition === 'COMPLETE') return 'met';
      return condition === 'SUCCESS' && progress.exitCode === 0 ? 'met' : 'never';
  }
}

/** Which of the containers that run are to be stopped now: those that no other running one depends on. */
export function nextToStop(
  definitions: readonly ContainerDefinition[],
  running: ReadonlySet<string>,
): string[] {
  const needed = new Set(
    definitions
      .filter(({ name }) => running.has(name ?? ''))
      .flatMap(({ dependsOn = [] }) => dependsOn.map(({ containerName }) => containerName)),
  );
  return [...running].filter((name) => !needed.has(name));
}

/**
 * Whose network the containers of an `awsvpc` task share. It has to last and to start before the others: of the containers that need no
 * other lasting one, the one with the load balancer's port, else the first essential one.
 */
export function networkOwner(
  definitions: readonly ContainerDefinition[],
  balanced: ReadonlySet<string>,
): string | undefined {
  const lasting = definitions.filter((definition) => !isAwaitedToEnd(definition, definitions));
  const names = new Set(lasting.map(({ name }) => name));
  const free = lasting.filter(
    ({ dependsOn = [] }) => !dependsOn.some(({ containerName }) => names.has(containerName)),
  );
  const owner =
    free.find(({ name }) => balanced.has(name ?? '')) ??
    free.find(({ essential }) => essential !== false) ??
    free[0];
  return owner?.name;
}

/** Whether another container waits for the end of this one. It does not last, and so has a network of its own. */
export function isAwaitedToEnd(
  { name }: ContainerDefinition,
  definitions: readonly ContainerDefinition[],
): boolean {
  return definitions.some(({ dependsOn = [] }) =>
    dependsOn.some(
      ({ containerName, condition }) =>
        containerName === name && (condition === 'COMPLETE' || condition === 'SUCCESS'),
    ),
  );
}
