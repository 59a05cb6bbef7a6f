import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { areBuildFlagsGiven, type BuildFlags } from './build-flags.ts';

/** Releasing what runs healthy in another environment. */
export const promotionFlags = {
  from: Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_FROM',
    helpValue: '<environment>',
    description:
      'Release the digest that runs healthy in this environment of the configuration file, without building; refused where it does not.',
  }),
  'from-profile': Flags.string({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_FROM_PROFILE',
    helpValue: '<name>',
    dependsOn: ['from'],
    description:
      "Profile of the AWS credentials that may read the environment of --from; --profile's without it.",
  }),
};

/** Flags that say what is released in another way. */
interface OtherWays extends BuildFlags {
  readonly image?: readonly unknown[] | undefined;
  readonly tag?: string | undefined;
  readonly 'allow-dirty': boolean;
  readonly 'create-repository': boolean;
  readonly 'image-ref': 'digest' | 'tag';
}

class FromAndAnother extends EcsdeployError {
  constructor(other: string, why: string) {
    super({
      code: 'usage.from_and_another_image',
      message: `--from releases the digest that runs in another environment, and ${other} ${why}`,
      suggestions: ['Leave one of them out.'],
    });
  }
}

/** @throws FromAndAnother */
export function refuseOtherWays(flags: OtherWays): void {
  if ((flags.image ?? []).length > 0) throw new FromAndAnother('--image', 'names an image');
  const builds =
    areBuildFlagsGiven(flags) ||
    flags.tag !== undefined ||
    flags['allow-dirty'] ||
    flags['create-repository'];
  if (builds) throw new FromAndAnother('other flags', 'say how to build one');
  if (flags['image-ref'] === 'tag')
    throw new FromAndAnother('--image-ref tag', 'would name an image that can change');
}
