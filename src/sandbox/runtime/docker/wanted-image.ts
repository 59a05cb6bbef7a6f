import { issueToken } from '../../ecr/authorization.ts';
import { parseImage } from '../../ecr/image-reference.ts';
import type { ContainerRecord, TaskRecord } from '../../ecs/records/task.ts';
import { pullImage } from '../../ecs/tasks/pin-image.ts';
import type { World } from '../../world.ts';
import type { WantedImage } from './engine-images.ts';
import type { EngineRoom } from './engine-room.ts';
import { platformOf } from './platform.ts';

export type Wish =
  | { readonly kind: 'image'; readonly image: WantedImage }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * How the engine finds the image of a container: in the sandbox's registry by its digest, as ECS resolves a tag once; elsewhere by its
 * name, or by the digest that the first task of its revision got.
 */
export function wantedImage(
  world: World,
  task: TaskRecord,
  container: ContainerRecord,
  { registry, images }: Pick<EngineRoom, 'registry' | 'images'>,
): Wish {
  const name = container.image;
  const platform = platformOf(task);
  const { repository, host } = parseImage(name);
  if (world.ecr.resolve(name).kind !== 'not-hosted') {
    const pulled = pullImage(world, task, container);
    if (pulled.kind === 'failed') return pulled;
    const reference = `${registry}/${repository}@${pulled.digest}`;
    return { kind: 'image', image: { name, reference, platform, login: () => issueToken(world) } };
  }
  const pinned = task.owner?.pinnedDigests.get(container.name);
  const full = host === undefined ? repository : `${host}/${repository}`;
  const reference = pinned === undefined ? name : (images.idOf(pinned) ?? `${full}@${pinned}`);
  return { kind: 'image', image: { name, reference, platform } };
}
