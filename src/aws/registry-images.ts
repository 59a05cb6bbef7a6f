import { formatImageReference, parseImageReference, type ImageReference } from '../model/image-reference.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { AwsRejected } from './errors.ts';
import { repositoryPlace } from './repositories.ts';

/** What ECR says about an image reference. */
export type RegistryImage =
  /** The reference is not in a repository of this account and region, or none at all. */
  | {
      readonly kind: 'elsewhere';
      /** ECR was asked, and has no repository of the name. */
      readonly isUnknownToEcr?: boolean | undefined;
    }
  | { readonly kind: 'missing'; readonly repository: string; readonly what: 'repository' | 'image' }
  | {
      readonly kind: 'found';
      /** `host/name` */
      readonly uri: string;
      readonly repository: string;
      readonly digest: string;
    };

/**
 * Looks an image up in ECR, in the account and region that its name says, or the caller's. A repository is recognised by the URI that DescribeRepositories gives, never by
 * a host name pattern: registries have aliases, and the sandbox's has another host altogether.
 */
export async function findRegistryImage(aws: Aws, image: string): Promise<RegistryImage> {
  const reference = parseImageReference(image);
  if (reference?.registry === undefined) return { kind: 'elsewhere' };
  const uri = formatImageReference({ registry: reference.registry, repository: reference.repository });
  const { account, region } = repositoryPlace(uri);
  const ecr = () => aws.clients.ecr(region);
  const registry = account === undefined ? {} : { registryId: account };
  try {
    const output = await call(
      aws,
      { operation: 'ecr:DescribeRepositories', repeat: 'freely' },
      ecr,
      (client, send) =>
        client.describeRepositories({ ...registry, repositoryNames: [reference.repository] }, send),
    );
    if (output.repositories?.[0]?.repositoryUri !== uri) return { kind: 'elsewhere' };
  } catch (error) {
    if (isCode(error, 'RepositoryNotFoundException')) return { kind: 'elsewhere', isUnknownToEcr: true };
    throw error;
  }
  try {
    const output = await call(
      aws,
      { operation: 'ecr:DescribeImages', repeat: 'freely' },
      ecr,
      (client, send) =>
        client.describeImages(
          { ...registry, repositoryName: reference.repository, imageIds: [imageId(reference)] },
          send,
        ),
    );
    const digest = output.imageDetails?.[0]?.imageDigest;
    if (digest === undefined) return { kind: 'missing', repository: reference.repository, what: 'image' };
    return { kind: 'found', uri, repository: reference.repository, digest };
  } catch (error) {
    if (isCode(error, 'ImageNotFoundException')) {
      return { kind: 'missing', repository: reference.repository, what: 'image' };
    }
    throw error;
  }
}

/**
 * The digests that may run when `digest` was asked for: itself, and, if it is an index, those of its children (the
 * container runtime reports the one for its own platform).
 * @param uri `host/name` of the repository
 */
export async function digestsUnder(aws: Aws, uri: string, digest: string): Promise<string[]> {
  const { name, account, region } = repositoryPlace(uri);
  const ecr = () => aws.clients.ecr(region);
  const registry = account === undefined ? {} : { registryId: account };
  const output = await call(aws, { operation: 'ecr:BatchGetImage', repeat: 'freely' }, ecr, (client, send) =>
    client.batchGetImage({ ...registry, repositoryName: name, imageIds: [{ imageDigest: digest }] }, send),
  );
  const manifest = output.images?.[0]?.imageManifest;
  return [digest, ...(manifest === undefined ? [] : childDigests(manifest))];
}

/** The `manifests[].digest` of an OCI index or Docker manifest list; empty for a single image. */
export function childDigests(manifest: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest);
  } catch {
    return [];
  }
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('manifests' in parsed) ||
    !Array.isArray(parsed.manifests)
  ) {
    return [];
  }
  return (parsed.manifests as { digest?: unknown }[]).flatMap(({ digest }) =>
    typeof digest === 'string' ? [digest] : [],
  );
}

function imageId({ tag, digest }: ImageReference): { imageDigest: string } | { imageTag: string } {
  return digest === undefined ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof AwsRejected && error.awsCode === code;
}
