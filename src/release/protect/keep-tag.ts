import { createHash } from 'node:crypto';

/** What all tags begin with that keep an image: a lifecycle rule can be about them. */
export const keepPrefix = 'ecsdeploy-keep-';

// ECR: at most 128 characters.
const longestTag = 128;

/**
 * The beginning of the tags of one service: `ecsdeploy-keep-web.3f2a91bc.`. Services of several clusters, regions and accounts can share a
 * repository and a name, so that a piece of the hash of the ARN tells them apart. Pure.
 */
export function keepTagsOf({ arn, service }: { readonly arn: string; readonly service: string }): string {
  const hash = createHash('sha256').update(arn).digest('hex').slice(0, 8);
  const room = longestTag - keepPrefix.length - shortDigest.length - hash.length - 2;
  return `${keepPrefix}${service.slice(0, room)}.${hash}.`;
}

/** `ecsdeploy-keep-web.3f2a91bc.0123456789ab` */
export function keepTag(tags: string, digest: string): string {
  return `${tags}${digest.slice('sha256:'.length, 'sha256:'.length + shortDigest.length)}`;
}

const shortDigest = '0123456789ab';
