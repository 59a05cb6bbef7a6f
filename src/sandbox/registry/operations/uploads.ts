import { OpenUpload } from '../open-uploads.ts';
import {
  isDigest,
  requireRepository,
  type RegistryContext,
  type RegistryOperation,
} from '../registry-context.ts';
import { RegistryError } from '../registry-error.ts';
import type { RegistryResponse } from '../registry-request.ts';

/** Begins an upload; with `mount` takes a blob over from another repository, and with `digest` the body is all of it. */
export const startUpload: RegistryOperation<'uploads'> = async (context) => {
  const { world, request, endpoint, uploads, random } = context;
  const repository = requireRepository(world, endpoint.name);
  const { blobs } = world.ecr.site;
  const mount = request.query.get('mount');
  const from = world.ecr.repositories.get(request.query.get('from') ?? '');
  if (mount !== null && from !== undefined && blobs.mount(mount, from, repository)) {
    return kept(endpoint.name, mount);
  }
  const upload = new OpenUpload(random.uuid(), repository, blobs.begin(), world.timeline.now());
  uploads.add(upload);
  if (!request.query.has('digest')) return progress(202, endpoint.name, upload);
  return await upload.inTurn(() => finish(context, upload));
};

export const uploadStatus: RegistryOperation<'upload'> = (context) =>
  progress(204, context.endpoint.name, requireUpload(context));

/** Takes the next bytes, of which `Content-Range` may say that they are the next. */
export const uploadChunk: RegistryOperation<'upload'> = async (context) => {
  const upload = requireUpload(context);
  return await upload.inTurn(async () => {
    await append(context, upload);
    return progress(202, context.endpoint.name, upload);
  });
};

/** Takes the last bytes, if any are left, and keeps the blob if it has the digest that was promised. */
export const finishUpload: RegistryOperation<'upload'> = async (context) => {
  const upload = requireUpload(context);
  return await upload.inTurn(() => finish(context, upload));
};

export const cancelUpload: RegistryOperation<'upload'> = (context) => {
  context.uploads.giveUp(requireUpload(context));
  return { status: 204, headers: {}, body: '' };
};

type UploadContext = RegistryContext<'uploads'> | RegistryContext<'upload'>;

async function finish(context: UploadContext, upload: OpenUpload): Promise<RegistryResponse> {
  const { request, uploads, world, endpoint } = context;
  const digest = request.query.get('digest') ?? '';
  if (!isDigest(digest)) {
    throw new RegistryError(
      'DIGEST_INVALID',
      `'${digest}' is not a digest of the form sha256:<64 hex digits>`,
    );
  }
  await append(context, upload);
  const actual = upload.writer.digest();
  if (actual !== digest) {
    uploads.giveUp(upload);
    const what = `The provided digest '${digest}' does not match the uploaded content, whose digest is '${actual}'`;
    throw new RegistryError('DIGEST_INVALID', what);
  }
  await world.ecr.site.blobs.keep(upload.writer, upload.repository);
  uploads.end(upload);
  return kept(endpoint.name, digest);
}

async function append({ request, uploads }: UploadContext, upload: OpenUpload): Promise<void> {
  // It may have ended while this request waited for its turn, or the sandbox was reset.
  if (!uploads.isOpen(upload)) throw unknownUpload(upload.id);
  requireNext(request.headers, upload.writer.size);
  try {
    await upload.writer.append(request.body);
  } catch (error) {
    if (!uploads.isOpen(upload)) throw unknownUpload(upload.id);
    const reason = error instanceof Error ? error.message : String(error);
    throw new RegistryError('BLOB_UPLOAD_INVALID', `The upload broke off: ${reason}`);
  }
  if (!uploads.isOpen(upload)) throw unknownUpload(upload.id);
}

/** `Content-Range: <first>-<last>` must go on where the upload stands, and agree with the length of the body. */
function requireNext(headers: Readonly<Record<string, string | undefined>>, size: number): void {
  const header = headers['content-range'];
  if (header === undefined) return;
  const [, first, last] = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/(?:\d+|\*))?$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(first) !== size) {
    throw new RegistryError('RANGE_INVALID', `The range '${header}' does not go on at byte ${size}`, {
      headers: { range: rangeOf(size) },
    });
  }
  const length = headers['content-length'];
  if (length !== undefined && Number(length) !== Number(last) - Number(first) + 1) {
    throw new RegistryError(
      'SIZE_INVALID',
      `The range '${header}' is not the size of the body, ${length} bytes`,
    );
  }
}

function requireUpload({ world, endpoint, uploads }: RegistryContext<'upload'>): OpenUpload {
  const upload = uploads.find(requireRepository(world, endpoint.name), endpoint.id);
  if (upload === undefined) throw unknownUpload(endpoint.id);
  upload.lastUsedAt = world.timeline.now();
  return upload;
}

function unknownUpload(id: string): RegistryError {
  return new RegistryError('BLOB_UPLOAD_UNKNOWN', `The upload with id '${id}' does not exist`);
}

function progress(status: 202 | 204, name: string, { id, writer }: OpenUpload): RegistryResponse {
  return {
    status,
    headers: {
      location: `/v2/${name}/blobs/uploads/${id}`,
      range: rangeOf(writer.size),
      'docker-upload-uuid': id,
    },
    body: '',
  };
}

/** Both ends count, so that there is no way to say that nothing is there yet: registries say `0-0`. */
function rangeOf(size: number): string {
  return `0-${Math.max(0, size - 1)}`;
}

function kept(name: string, digest: string): RegistryResponse {
  const location = `/v2/${name}/blobs/${digest}`;
  return { status: 201, headers: { location, 'docker-content-digest': digest }, body: '' };
}
