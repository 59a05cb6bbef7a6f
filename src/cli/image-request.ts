import { imageOf } from '../config/image-of.ts';
import type { ResolvedService } from '../config/resolved-service.ts';
import type { ImageRequest } from '../images/plan-image.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import { imageSettings, RepositoryMissing, type BuildFlags } from './build-flags.ts';
import { resolveService, type ServiceChoice } from './context.ts';

export interface SourceFlags {
  readonly tag?: string | undefined;
  readonly 'allow-dirty': boolean;
  readonly 'create-repository': boolean;
}

/** An image that is to be built, and where AWS is asked about it. */
export interface ImageChoice {
  readonly settings: ImageSettings;
  readonly region?: string | undefined;
  /** The only one that is meant; absent where nobody says. */
  readonly account?: string | undefined;
}

/** The image that is meant: flags alone name it, or a service of the configuration file does, perhaps with other flags. */
export async function chooseImage(choice: ServiceChoice & BuildFlags): Promise<ImageChoice> {
  const isNamedByFile =
    choice.name !== undefined || choice.config !== undefined || choice.environment !== undefined;
  if (choice.repository !== undefined && !isNamedByFile) {
    return { settings: imageSettings(undefined, choice), region: choice.region };
  }
  const service = await serviceWithImage(choice, isNamedByFile);
  return {
    settings: imageSettings(imageOf(service), choice),
    region: service.region,
    account: service.account,
  };
}

async function serviceWithImage(choice: ServiceChoice, isNamedByFile: boolean): Promise<ResolvedService> {
  try {
    return await resolveService(choice);
  } catch (error) {
    const isMissing = error instanceof EcsdeployError && error.code === 'config.none';
    throw isMissing && !isNamedByFile ? new RepositoryMissing(error) : error;
  }
}

/** The source is read from git here, so that a dirty tree or a missing repository ends the command at once. */
export async function imageRequest(settings: ImageSettings, flags: SourceFlags): Promise<ImageRequest> {
  const { chooseSource } = await import('../images/choose-source.ts');
  const source = await chooseSource({
    settings,
    tag: flags.tag,
    allowDirty: flags['allow-dirty'],
    environment: process.env,
  });
  return { settings, source, createRepository: flags['create-repository'] };
}
