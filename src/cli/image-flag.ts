import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';

/** `--image uri` for the one container that takes images, or `--image container=uri`. */
export interface ImageChoice {
  readonly container?: string | undefined;
  readonly image: string;
}

class InvalidImage extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_image',
      message: `"${text}" is not an image reference`,
      suggestions: ['Write registry/repository:tag or container=registry/repository:tag.'],
    });
  }
}

/** A flag that takes `[container=]uri`. */
export const imageFlag = Flags.custom<ImageChoice>({
  helpValue: '[<container>=]<uri>',
  parse: async (text) => Promise.resolve(parseImageChoice(text)),
});

function parseImageChoice(text: string): ImageChoice {
  const [, container, image] = /^(?:([\w-]+)=)?(.+)$/.exec(text.trim()) ?? [];
  if (image === undefined || parseImageReference(image) === undefined) throw new InvalidImage(text);
  return container === undefined ? { image } : { container, image };
}
