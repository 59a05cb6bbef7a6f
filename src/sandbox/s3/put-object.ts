import { createHash } from 'node:crypto';
import { ServiceError } from '../service-error.ts';
import type { WireRequest, WireResponse } from '../wire.ts';
import type { S3Place } from './place.ts';
import { findBucket } from './find-object.ts';
import type { S3Address } from './operation-of.ts';

const metadataPrefix = 'x-amz-meta-';

/** Puts an object, in place of one of the same key. @throws NoSuchBucket, BadDigest, NotImplemented */
export function putObject({ state, now }: S3Place, request: WireRequest, address: S3Address): WireResponse {
  const objects = findBucket(state, address.bucket);
  const { headers } = request;
  if (headers['content-encoding']?.includes('aws-chunked') === true) {
    throw new ServiceError(
      'NotImplemented',
      'The ecsdeploy sandbox does not read the content encoding aws-chunked. A body of known length is sent without it.',
      501,
    );
  }
  const body = Uint8Array.from(Buffer.from(request.body));
  const md5 = createHash('md5').update(body).digest();
  const expected = headers['content-md5'];
  if (expected !== undefined && expected !== md5.toString('base64')) {
    throw new ServiceError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const eTag = md5.toString('hex');
  objects.set(address.key, {
    body,
    eTag,
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    metadata: metadataOf(headers),
    lastModified: now,
  });
  return { status: 200, headers: { etag: `"${eTag}"` }, body: '' };
}

function metadataOf(headers: WireRequest['headers']): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(metadataPrefix) && value !== undefined) {
      found[name.slice(metadataPrefix.length)] = value;
    }
  }
  return found;
}
