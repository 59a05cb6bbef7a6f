import type { ByteRange } from '../blob-store.ts';
import { requireRepository, type RegistryContext, type RegistryOperation } from '../registry-context.ts';
import { RegistryError } from '../registry-error.ts';
import type { RegistryResponse } from '../registry-request.ts';

/** Also answers HEAD. AWS sends clients to S3 for the bytes, the sandbox gives them itself. */
export const getBlob: RegistryOperation<'blob'> = (context) => {
  const size = requireSize(context);
  const { request, world, endpoint } = context;
  const { digest } = endpoint;
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  };
  // A reader is made for GET only: one that nobody reads would keep its file open.
  const bytes = (range?: ByteRange): RegistryResponse['body'] =>
    request.method === 'HEAD' ? '' : world.ecr.site.blobs.read(digest, range);
  const range = readRange(request.headers['range'], size);
  if (range === undefined) {
    return { status: 200, headers: { ...headers, 'content-length': String(size) }, body: bytes() };
  }
  const length = String(range.last - range.first + 1);
  const part = `bytes ${range.first}-${range.last}/${size}`;
  return {
    status: 206,
    headers: { ...headers, 'content-length': length, 'content-range': part },
    body: bytes(range),
  };
};

function requireSize({ world, endpoint: { name, digest } }: RegistryContext<'blob'>): number {
  const size = world.ecr.site.blobs.sizeIn(requireRepository(world, name), digest);
  if (size !== undefined) return size;
  throw new RegistryError(
    'BLOB_UNKNOWN',
    `The layer with digest '${digest}' does not exist in the repository with name '${name}' in the registry with id '${world.account}'`,
  );
}

/** One range of bytes (RFC 9110, 14.2). Several at once are not given, which means that everything is. */
function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last) return { first, last };
  throw new RegistryError('RANGE_INVALID', `The range '${header ?? ''}' is outside of the ${size} bytes`, {
    headers: { 'content-range': `bytes */${size}` },
  });
}
