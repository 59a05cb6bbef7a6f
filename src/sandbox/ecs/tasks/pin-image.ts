import { createHash } from 'node:crypto';
import type { World } from '../../world.ts';
import type { ContainerRecord, TaskRecord } from '../records/task.ts';

export type PulledImage =
  { readonly kind: 'pulled'; readonly digest: string } | { readonly kind: 'failed'; readonly reason: string };

/** The digest a container runs with: the first task of a service revision pins it for all later ones (2.10). */
export function pullImage(world: World, task: TaskRecord, container: ContainerRecord): PulledImage {
  const pinned = task.owner?.pinnedDigests.get(container.name);
  if (pinned !== undefined) return { kind: 'pulled', digest: pinned };
  const resolution = world.ecr.resolve(container.image);
  if (resolution.kind === 'missing') return { kind: 'failed', reason: resolution.reason };
  const digest = resolution.kind === 'found' ? resolution.digest : digestOf(container.image);
  if (resolution.kind === 'found') world.ecr.notePull(container.image, world.timeline.now());
  pinDigest(task, container, digest);
  return { kind: 'pulled', digest };
}

/** Makes a digest that of all later tasks of the same service revision, unless one is pinned already. */
export function pinDigest(task: TaskRecord, container: ContainerRecord, digest: string): void {
  const pinned = task.owner?.pinnedDigests;
  if (isConsistent(task, container) && pinned?.has(container.name) === false) {
    pinned.set(container.name, digest);
  }
}

/** An image of a registry that the sandbox does not host has a digest of its own, or one made from its name. */
function digestOf(image: string): string {
  const at = image.lastIndexOf('@sha256:');
  return at >= 0 ? image.slice(at + 1) : `sha256:${createHash('sha256').update(image).digest('hex')}`;
}

function isConsistent(task: TaskRecord, container: ContainerRecord): boolean {
  const definition = task.taskDefinition.definition.containerDefinitions?.find(
    ({ name }) => name === container.name,
  );
  return definition?.versionConsistency !== 'disabled';
}
