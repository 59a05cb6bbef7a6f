import { ServiceError } from '../service-error.ts';
import type { WireResponse } from '../wire.ts';
import type { S3Address } from './operation-of.ts';
import type { S3Object, S3State } from './state.ts';

/** @throws NoSuchBucket */
export function findBucket(state: S3State, bucket: string): Map<string, S3Object> {
  const found = state.buckets.get(bucket);
  if (found === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
  return found;
}

/** @throws NoSuchBucket, NoSuchKey */
export function findObject(state: S3State, { bucket, key }: S3Address): S3Object {
  const object = findBucket(state, bucket).get(key);
  if (object === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  return object;
}

/** What GetObject answers, always the whole object: `Range` and conditions have no effect. */
export function describeObject({ body, eTag, contentType, metadata, lastModified }: S3Object): WireResponse {
  const own = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    status: 200,
    headers: {
      ...(Object.fromEntries(own) as Record<string, string>),
      etag: `"${eTag}"`,
      'content-type': contentType,
      'last-modified': new Date(lastModified).toUTCString(),
    },
    body,
  };
}
