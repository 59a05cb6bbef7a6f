import { EcsdeployError } from '../model/error.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { AwsRejected } from './errors.ts';
import { repositoryPlace } from './repositories.ts';

/** ECR said no to one image, in its own code and words. */
class ImageRefused extends EcsdeployError {
  constructor(what: string, reason: string) {
    super({ code: 'aws.rejected', message: `ECR rejected ${what}: ${reason}`, suggestions: [] });
  }
}

/**
 * Gives an image of ECR one more tag: its manifest is put again as it is, so that nothing of it changes. An image that has the tag
 * already is as good. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html
 * @param uri `host/name` of the repository
 * @throws ImageRefused where the image is gone, and what `call` throws
 */
export async function tagImage(aws: Aws, uri: string, digest: string, tag: string): Promise<void> {
  const { name, account, region } = repositoryPlace(uri);
  const ecr = () => aws.clients.ecr(region);
  const where = { repositoryName: name, ...(account === undefined ? {} : { registryId: account }) };
  const { images, failures } = await call(
    aws,
    { operation: 'ecr:BatchGetImage', repeat: 'freely' },
    ecr,
    (client, send) => client.batchGetImage({ ...where, imageIds: [{ imageDigest: digest }] }, send),
  );
  const { imageManifest, imageManifestMediaType } = images?.[0] ?? {};
  if (imageManifest === undefined) {
    throw new ImageRefused(`${uri}@${digest}`, failures?.[0]?.failureReason ?? 'it has no manifest');
  }
  try {
    await call(aws, { operation: 'ecr:PutImage', repeat: 'freely' }, ecr, (client, send) =>
      client.putImage(
        {
          ...where,
          imageManifest,
          imageTag: tag,
          imageDigest: digest,
          ...(imageManifestMediaType === undefined ? {} : { imageManifestMediaType }),
        },
        send,
      ),
    );
  } catch (error) {
    const isThere = error instanceof AwsRejected && error.awsCode === 'ImageAlreadyExistsException';
    if (!isThere) throw error;
  }
}

/**
 * Takes a tag from an image of ECR. With its last tag the image itself would go: whoever calls has looked. A tag that is gone is as good.
 * @param uri `host/name` of the repository
 * @throws ImageRefused, and what `call` throws
 */
export async function untagImage(aws: Aws, uri: string, tag: string): Promise<void> {
  const { name, account, region } = repositoryPlace(uri);
  const { failures } = await call(
    aws,
    { operation: 'ecr:BatchDeleteImage', repeat: 'freely' },
    () => aws.clients.ecr(region),
    (client, send) =>
      client.batchDeleteImage(
        {
          repositoryName: name,
          imageIds: [{ imageTag: tag }],
          ...(account === undefined ? {} : { registryId: account }),
        },
        send,
      ),
  );
  const failure = failures?.[0];
  if (failure !== undefined && failure.failureCode !== 'ImageNotFound') {
    throw new ImageRefused(`${uri}:${tag}`, failure.failureReason ?? failure.failureCode ?? '');
  }
}
