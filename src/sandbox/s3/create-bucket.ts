import { ServiceError } from '../service-error.ts';
import type { WireResponse } from '../wire.ts';
import type { S3Place } from './place.ts';

/** AWS's rule for names, but for a few special prefixes and addresses. */
const nameForm = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** A bucket that is there already is no error in us-east-1, as at AWS. @throws InvalidBucketName, BucketAlreadyOwnedByYou */
export function createBucket({ state, region }: S3Place, bucket: string): WireResponse {
  if (!nameForm.test(bucket)) {
    throw new ServiceError('InvalidBucketName', 'The specified bucket is not valid.');
  }
  if (!state.buckets.has(bucket)) state.buckets.set(bucket, new Map());
  else if (region !== 'us-east-1') {
    throw new ServiceError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  }
  return { status: 200, headers: { location: `/${bucket}` }, body: '' };
}
