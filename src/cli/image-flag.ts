import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';

/**
 * `--image uri` for the one container that takes images, or `--image container=uri`; in a run of several services
 * `--image service/container=uri`, or `--image service/=uri`.
 */
export interface ImageChoice {
  /** As `ecsdeploy.yml` names it; without it, for every service of the run. */
  readonly service?: string | undefined;
  readonly container?: string | undefined;
  readonly image: string;
}

class InvalidImage extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_image',
      message: `"${text}" is not an image reference`,
      suggestions: [
        'Write registry/repository:tag or container=registry/repository:tag; for one of several services, service/container=registry/repository:tag or service/=registry/repository:tag.',
      ],
    });
  }
}

class ImageOfNoService extends EcsdeployError {
  constructor(service: string, names: readonly string[]) {
    super({
      code: 'usage.image_of_no_service',
      message: `--image names the service "${service}", and ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} to be released`,
      suggestions: ['Release that service as well, or leave its image out.'],
      details: { service, services: names },
    });
  }
}

/** A flag that takes `[[service/]container=]uri`. */
export const imageFlag = Flags.custom<ImageChoice>({
  helpValue: '[[<service>/]<container>=]<uri>',
  parse: async (text) => Promise.resolve(parseImageChoice(text)),
});

function parseImageChoice(text: string): ImageChoice {
  const [, service, container, image] = /^(?:(?:([^/=]+)\/)?([\w-]*)=)?(.+)$/.exec(text.trim()) ?? [];
  if (image === undefined || parseImageReference(image) === undefined) throw new InvalidImage(text);
  if (container === '' && service === undefined) throw new InvalidImage(text);
  return {
    ...(service === undefined ? {} : { service }),
    ...(container === undefined || container === '' ? {} : { container }),
    image,
  };
}

/** Refuses images for services that are not meant. @throws ImageOfNoService */
export function refuseStrangers(choices: readonly ImageChoice[], services: readonly string[]): void {
  const stranger = choices.find(({ service }) => service !== undefined && !services.includes(service));
  if (stranger?.service !== undefined) throw new ImageOfNoService(stranger.service, services);
}

/** The images for a service: those that name none are for all, but for whoever has one of its own for that container. */
export function imagesFor(name: string, choices: readonly ImageChoice[]): Omit<ImageChoice, 'service'>[] {
  const own = choices.filter(({ service }) => service === name);
  const others = choices.filter(
    ({ service, container }) => service === undefined && !own.some((one) => one.container === container),
  );
  return [...others, ...own].map(({ container, image }) => ({
    ...(container === undefined ? {} : { container }),
    image,
  }));
}
