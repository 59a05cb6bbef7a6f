import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { pages, tokenOf } from './pages.ts';
import { repositoryPlace } from './repositories.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** One image of a repository, as `DescribeImages` tells it. Times are milliseconds since the epoch. */
export interface StoredImage {
  /** `sha256:…` */
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  /** ECR notes it at most once a day. Absent: nobody has pulled it. */
  readonly pulledAt?: number | undefined;
  /** In the archive nobody can pull it. */
  readonly isArchived: boolean;
  readonly archivedAt?: number | undefined;
  /** When it last came back from the archive. */
  readonly activatedAt?: number | undefined;
  /** A list of images, one for each platform: as long as it is there, they are. */
  readonly isIndex: boolean;
  /** Digests of the images in it, where its manifest was read. */
  readonly children?: readonly string[] | undefined;
}

// The most that ECR gives in one call, and as many calls as a look may take.
const pageSize = 1000;
const pagesAtMost = 5;

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/**
 * Every image of a repository; undefined where there are more than five thousand.
 * @param uri `host/name`
 * @throws what `call` throws
 */
export async function listRepositoryImages(aws: Aws, uri: string): Promise<StoredImage[] | undefined> {
  const { name, account, region } = repositoryPlace(uri);
  const found: StoredImage[] = [];
  let count = 0;
  const reading = pages(async (token) => {
    const output = await call(
      aws,
      { operation: 'ecr:DescribeImages', repeat: 'freely', attempts: 2 },
      () => aws.clients.ecr(region),
      (ecr, send) =>
        ecr.describeImages(
          {
            repositoryName: name,
            maxResults: pageSize,
            ...(account === undefined ? {} : { registryId: account }),
            ...tokenOf(token),
          },
          send,
        ),
    );
    return { items: (output.imageDetails ?? []).flatMap(toStored), nextToken: output.nextToken };
  });
  for await (const page of reading) {
    count += 1;
    if (count > pagesAtMost) return undefined;
    found.push(...page);
  }
  return found;
}

/**
 * The lifecycle policy of a repository as JSON text; undefined where it has none, or the repository is gone.
 * @param uri `host/name`
 * @throws what `call` throws
 */
export async function findLifecyclePolicy(aws: Aws, uri: string): Promise<string | undefined> {
  const { name, account, region } = repositoryPlace(uri);
  const none = ['LifecyclePolicyNotFoundException', 'RepositoryNotFoundException'];
  return await unlessUnknown(none, async () => {
    const { lifecyclePolicyText } = await call(
      aws,
      { operation: 'ecr:GetLifecyclePolicy', repeat: 'freely', attempts: 2 },
      () => aws.clients.ecr(region),
      (ecr, send) =>
        ecr.getLifecyclePolicy(
          { repositoryName: name, ...(account === undefined ? {} : { registryId: account }) },
          send,
        ),
    );
    return lifecyclePolicyText;
  });
}

interface DescribedImage {
  readonly imageDigest?: string | undefined;
  readonly imageTags?: readonly string[] | undefined;
  readonly imagePushedAt?: Date | undefined;
  readonly lastRecordedPullTime?: Date | undefined;
  readonly imageStatus?: string | undefined;
  readonly lastArchivedAt?: Date | undefined;
  readonly lastActivatedAt?: Date | undefined;
  readonly imageManifestMediaType?: string | undefined;
}

function toStored(image: DescribedImage): StoredImage[] {
  const { imageDigest: digest, imagePushedAt } = image;
  if (digest === undefined || imagePushedAt === undefined) return [];
  return [
    {
      digest,
      tags: image.imageTags ?? [],
      pushedAt: imagePushedAt.getTime(),
      pulledAt: image.lastRecordedPullTime?.getTime(),
      isArchived: image.imageStatus === 'ARCHIVED',
      archivedAt: image.lastArchivedAt?.getTime(),
      activatedAt: image.lastActivatedAt?.getTime(),
      isIndex: indexTypes.includes(image.imageManifestMediaType ?? ''),
    },
  ];
}
