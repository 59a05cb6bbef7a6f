import { authorizeRegistry, repositoryPlace } from '../aws/repositories.ts';
import { RegistryClient } from '../images/registry/registry-client.ts';
import { EcsdeployError } from '../model/error.ts';
import { parseImageReference } from '../model/image-reference.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ReleasedImage } from './resolve-images.ts';

/** The image has no variant for the processor that the tasks run on: they would all fail to start. */
class PlatformMismatch extends EcsdeployError {
  constructor(container: string, image: string, has: readonly string[], wanted: string) {
    super({
      code: 'refused.platform_mismatch',
      message: `the image of container "${container}" is for ${has.join(', ')}, and its tasks run on ${wanted} (runtimePlatform of the task definition)`,
      suggestions: [
        `Build it for that platform: image.platforms in ecsdeploy.yml, or --platform ${wanted}.`,
        'Or set runtimePlatform.cpuArchitecture in the task definition to what the image is for.',
      ],
      details: { container, image, platforms: has, wanted },
    });
  }
}

/**
 * Compares the platforms of the images that a release brings in with what its tasks run on, before anything is registered.
 * An image whose registry cannot be read is let pass with a warning; one that says nothing about platforms, without.
 * @throws PlatformMismatch
 */
export async function checkPlatforms(
  context: ReleaseContext,
  definition: TaskDefinition,
  images: readonly ReleasedImage[],
): Promise<void> {
  const wanted = platformOf(definition);
  if (wanted === undefined) return;
  for (const { container, image, platforms: known, isHeldByEcr } of images) {
    const platforms = known ?? (isHeldByEcr ? await readPlatforms(context, image) : []);
    if (platforms.length === 0 || platforms.some((platform) => isFor(platform, wanted))) continue;
    throw new PlatformMismatch(container, image, platforms, wanted);
  }
}

/**
 * What a task runs on: Fargate takes X86_64 where nothing is said; on instances nothing said means whatever they are.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html
 */
export function platformOf(definition: TaskDefinition): string | undefined {
  const platform = asObject(definition['runtimePlatform']);
  const compatibilities = definition['requiresCompatibilities'];
  const isFargate = Array.isArray(compatibilities) && compatibilities.includes('FARGATE');
  const architecture = platform['cpuArchitecture'];
  if (architecture === undefined && !isFargate) return undefined;
  const family = platform['operatingSystemFamily'];
  const system = typeof family === 'string' && family.startsWith('WINDOWS') ? 'windows' : 'linux';
  return `${system}/${architecture === 'ARM64' ? 'arm64' : 'amd64'}`;
}

/** `linux/arm64/v8` runs on `linux/arm64`. */
export function isFor(platform: string, wanted: string): boolean {
  return platform === wanted || platform.startsWith(`${wanted}/`);
}

async function readPlatforms(context: ReleaseContext, image: string): Promise<readonly string[]> {
  try {
    return await imagePlatforms(context, image);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    if (error.code === 'refused.not_an_image') throw error;
    context.report({ type: 'warning', warning: { kind: 'platform-unchecked', image, error: error.message } });
    return [];
  }
}

/**
 * The platforms that an image of ECR is for; empty where it says nothing of them.
 * @throws EcsdeployError when its registry cannot be read
 */
export async function imagePlatforms(
  { aws, clock, registries }: Pick<ReleaseContext, 'aws' | 'clock' | 'registries'>,
  image: string,
): Promise<readonly string[]> {
  const reference = parseImageReference(image);
  if (reference?.registry === undefined) return [];
  const client = new RegistryClient({
    transport: registries,
    clock,
    random: aws.random,
    registry: reference.registry,
    isEcr: true,
    credentials: await authorizeRegistry(aws, repositoryPlace(image).region),
  });
  const found = await client.image(reference.repository, reference.digest ?? reference.tag ?? 'latest');
  return found?.platforms ?? [];
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
