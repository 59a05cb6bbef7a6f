import path from 'node:path';
import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';
import type { ImageSettings } from '../model/image-settings.ts';

class InvalidBuildArgument extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_build_arg',
      message: `"${text}" is no build argument`,
      suggestions: ['Write --build-arg NAME=value.'],
    });
  }
}

class InvalidRepository extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_repository',
      message: `"${text}" is no repository`,
      suggestions: [
        'Write the name of an ECR repository (shop/web) or its whole URI, without a tag: --tag names that.',
      ],
    });
  }
}

class InvalidPlatform extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_platform',
      message: `"${text}" is no platform`,
      suggestions: ['Write linux/amd64 or linux/arm64.'],
    });
  }
}

/** Neither a flag nor a configuration file says where the image goes. */
export class RepositoryMissing extends EcsdeployError {
  constructor(cause?: unknown) {
    super({
      code: 'usage.repository_missing',
      message: 'no repository is named that the image could go to',
      suggestions: ['Name it with --repository, or as `image.repository` in ecsdeploy.yml.'],
      cause,
    });
  }
}

const buildArgument = Flags.custom<readonly [string, string]>({
  helpValue: '<name>=<value>',
  parse: async (text) => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new InvalidBuildArgument(text);
    return Promise.resolve([name, value] as const);
  },
});

const repository = Flags.custom({
  helpValue: '<name|uri>',
  parse: async (text) => {
    const { tag, digest, repository: name } = parseImageReference(text) ?? {};
    if (name === undefined || tag !== undefined || digest !== undefined) throw new InvalidRepository(text);
    return Promise.resolve(text);
  },
});

const platform = Flags.custom({
  helpValue: '<os/architecture>',
  parse: async (text) => {
    if (!/^[a-z]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(text)) throw new InvalidPlatform(text);
    return Promise.resolve(text);
  },
});

/** How an image is built, before what stands in the configuration file. */
export const buildFlags = {
  repository: repository({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_REPOSITORY',
    description: 'Repository that the image goes to: a name in ECR, or a whole URI.',
  }),
  context: Flags.string({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_CONTEXT',
    helpValue: '<directory>',
    description: 'Build context; the current directory without it.',
  }),
  dockerfile: Flags.string({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_DOCKERFILE',
    helpValue: '<file>',
    description: 'Dockerfile; the one in the build context without it.',
  }),
  target: Flags.string({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_TARGET',
    helpValue: '<stage>',
    description: 'Stage of the Dockerfile to build.',
  }),
  platform: platform({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_PLATFORM',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Platform to build for, such as linux/amd64. Repeatable.',
  }),
  'build-arg': buildArgument({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_BUILD_ARG',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Build argument. Repeatable. Not for secrets: it stays in the history of the image.',
  }),
};

/** Where an image comes from and what it may do to the registry. */
export const sourceFlags = {
  tag: Flags.string({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_TAG',
    helpValue: '<tag>',
    description: "Tag of the image; the commit's SHA without it.",
  }),
  'allow-dirty': Flags.boolean({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_ALLOW_DIRTY',
    description: 'Build what is there although it differs from the commit; the tag then says so.',
  }),
  'create-repository': Flags.boolean({
    helpGroup: 'IMAGE',
    env: 'ECSDEPLOY_CREATE_REPOSITORY',
    description: 'Make the ECR repository if it is missing: tags cannot be moved, images are scanned.',
  }),
};

export interface BuildFlags {
  readonly repository?: string | undefined;
  readonly context?: string | undefined;
  readonly dockerfile?: string | undefined;
  readonly target?: string | undefined;
  readonly platform?: readonly string[] | undefined;
  readonly 'build-arg'?: readonly (readonly [string, string])[] | undefined;
}

/** Whether any of them was given. */
export function areBuildFlagsGiven(flags: BuildFlags): boolean {
  const { repository, context, dockerfile, target, platform, 'build-arg': buildArgs } = flags;
  return [repository, context, dockerfile, target, platform, buildArgs].some((flag) => flag !== undefined);
}

/**
 * What the flags say over what the file says. Paths of flags are relative to the current directory.
 * @throws RepositoryMissing
 */
export function imageSettings(configured: ImageSettings | undefined, flags: BuildFlags): ImageSettings {
  const repository = flags.repository ?? configured?.repository;
  if (repository === undefined) throw new RepositoryMissing();
  const context = flags.context === undefined ? undefined : path.resolve(flags.context);
  const home = context ?? configured?.context ?? process.cwd();
  const dockerfile = flags.dockerfile === undefined ? undefined : path.resolve(flags.dockerfile);
  // A context that is given brings its own Dockerfile, unless the file is given as well.
  const usual = context === undefined ? configured?.dockerfile : undefined;
  return {
    repository,
    context: home,
    dockerfile: dockerfile ?? usual ?? path.join(home, 'Dockerfile'),
    target: flags.target ?? configured?.target,
    platforms: flags.platform ?? configured?.platforms ?? [],
    buildArgs: { ...configured?.buildArgs, ...Object.fromEntries(flags['build-arg'] ?? []) },
    secrets: configured?.secrets ?? [],
    ssh: configured?.ssh ?? [],
    cacheFrom: configured?.cacheFrom ?? [],
    cacheTo: configured?.cacheTo ?? [],
  };
}
