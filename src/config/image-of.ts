import type { ImageSettings } from '../model/image-settings.ts';
import { InvalidConfig, type ConfigProblem } from './invalid-config.ts';
import type { ResolvedService } from './resolved-service.ts';

/**
 * How the image of a service is built; undefined where the file does not say. Only whoever builds it needs to know all of it:
 * a rollback works without git, and without the variables of the pipeline that builds.
 * @throws InvalidConfig
 */
export function imageOf({ image, unknownInImage = [] }: ResolvedService): ImageSettings | undefined {
  if (unknownInImage.length > 0) throw new InvalidConfig(unknownInImage.map(withOtherWay));
  return image;
}

/**
 * The repository that the images of a service are in; undefined where the file does not say. What else of the image is unknown does not
 * matter to whoever builds none.
 * @throws InvalidConfig
 */
export function repositoryOf({ image, unknownInImage = [] }: ResolvedService): string | undefined {
  const unknown = unknownInImage.filter(({ member }) => member === 'repository');
  if (unknown.length > 0) throw new InvalidConfig(unknown);
  return image?.repository;
}

function withOtherWay(problem: ConfigProblem): ConfigProblem {
  const { suggestion = '' } = problem;
  return {
    ...problem,
    suggestion: `${suggestion} Or release an image that is there already with --image <image>.`,
  };
}
