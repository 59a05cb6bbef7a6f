import type { ServiceState } from '../../aws/service-state.ts';
import { parseImageReference } from '../../model/image-reference.ts';
import type { ContainerDefinition, TaskDefinition } from '../../model/task-definition.ts';

/**
 * Which containers take the image of a release, where there are several: the one behind the load balancer, with those that run the same
 * image; without one the only essential container; undefined where nothing tells.
 */
export function imageContainers(
  { containerDefinitions }: TaskDefinition,
  { loadBalancers }: Pick<ServiceState, 'loadBalancers'>,
): readonly string[] | undefined {
  if (containerDefinitions.length < 2) return undefined;
  const behind = new Set(loadBalancers.flatMap(({ containerName }) => containerName ?? []));
  const essential = containerDefinitions.filter(({ essential: isEssential }) => isEssential !== false);
  const candidates =
    behind.size > 0 ? containerDefinitions.filter(({ name }) => behind.has(name)) : essential;
  const [one] = candidates;
  if (one === undefined || candidates.length > 1) return undefined;
  return containerDefinitions.filter(({ image }) => image === one.image).map(({ name }) => name);
}

/** The repository that a release would push to, as `image.repository` takes it; undefined where it is none of ECR. */
export function repositoryOf(
  { containerDefinitions }: TaskDefinition,
  taking: readonly string[] | undefined,
): string | undefined {
  const container: ContainerDefinition | undefined =
    taking === undefined && containerDefinitions.length === 1
      ? containerDefinitions[0]
      : containerDefinitions.find(({ name }) => taking?.[0] === name);
  const image = container?.image === undefined ? undefined : parseImageReference(container.image);
  return image?.registry?.includes('.dkr.ecr.') === true ? image.repository : undefined;
}
