import { closestNames } from '../model/closest-name.ts';
import { EcsdeployError } from '../model/error.ts';
import type { TaskDefinition } from '../model/task-definition.ts';

/** An image for one container, or for the containers that take the image of the release. */
export interface ImageChoice {
  readonly container?: string | undefined;
  readonly image: string;
}

class UnknownContainer extends EcsdeployError {
  constructor(wanted: string, names: readonly string[], family: string) {
    const close = closestNames(wanted, names);
    super({
      code: 'task_definition.unknown_container',
      message: `the task definition ${family} has no container ${JSON.stringify(wanted)}, it has ${names.join(', ')}`,
      suggestions: close.length > 0 ? [`Did you mean ${close.join(' or ')}?`] : [],
      details: { container: wanted, containers: names },
    });
  }
}

/** One image and several containers: the first one would be a guess. */
class AmbiguousContainer extends EcsdeployError {
  constructor(image: string, names: readonly string[], family: string) {
    super({
      code: 'task_definition.container_ambiguous',
      message: `the task definition ${family} has the containers ${names.join(', ')}, and none was named for ${image}`,
      suggestions: [
        `Name it: --image ${names[0] ?? '<container>'}=${image}, or "containers" in ecsdeploy.yml.`,
      ],
      details: { image, containers: names },
    });
  }
}

class ImageGivenTwice extends EcsdeployError {
  constructor(container: string, first: string, second: string) {
    super({
      code: 'usage.image_given_twice',
      message: `the container ${container} was given two images, ${first} and ${second}`,
      details: { container, images: [first, second] },
    });
  }
}

/**
 * Which container takes which image.
 * @param taking containers that take an image without a name (`containers` of the configuration)
 */
export function assignImages(
  { family, containerDefinitions }: TaskDefinition,
  choices: readonly ImageChoice[],
  taking?: readonly string[],
): ReadonlyMap<string, string> {
  const names = containerDefinitions.map(({ name }) => name);
  const images = new Map<string, string>();
  for (const { container, image } of choices) {
    const targets = container === undefined ? (taking ?? names) : [container];
    if (container === undefined && taking === undefined && names.length > 1) {
      throw new AmbiguousContainer(image, names, family);
    }
    for (const target of targets) {
      if (!names.includes(target)) throw new UnknownContainer(target, names, family);
      const given = images.get(target);
      if (given !== undefined && given !== image) throw new ImageGivenTwice(target, given, image);
      images.set(target, image);
    }
  }
  return images;
}
