import { ServiceError } from '../service-error.ts';
import type { WireRequest } from '../wire.ts';

/** All that the sandbox has. */
export const s3OperationNames = ['CreateBucket', 'GetObject', 'HeadObject', 'PutObject'] as const;

export type S3Operation = (typeof s3OperationNames)[number];

/** What a request to S3 is about, with the bucket in the path. The key is empty where it is about the bucket. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** Query parameters that change nothing: SDKs name the operation in `x-id`. */
const harmless = new Set(['x-id']);

/** Which of the operations that the sandbox has; undefined for all others. */
export function s3OperationOf(request: WireRequest, { bucket, key }: S3Address): S3Operation | undefined {
  if (bucket === '' || [...request.query.keys()].some((name) => !harmless.has(name))) return undefined;
  if (request.headers['x-amz-copy-source'] !== undefined) return undefined;
  if (key === '') return request.method === 'PUT' ? 'CreateBucket' : undefined;
  switch (request.method) {
    case 'PUT':
      return 'PutObject';
    case 'GET':
      return 'GetObject';
    case 'HEAD':
      return 'HeadObject';
    default:
      return undefined;
  }
}

/** Path style: `/<bucket>/<key>`. @throws InvalidURI */
export function s3AddressOf(path: string): S3Address {
  const [bucket = '', ...key] = path.slice(1).split('/');
  try {
    return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key.join('/')) };
  } catch {
    throw new ServiceError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
