import { chooseManifest } from '../../ecr/choose-manifest.ts';
import { readManifest, type Manifest } from '../../ecr/manifest.ts';
import { kindOf } from '../../ecr/media-types.ts';
import { pushImage, refuseTag } from '../../ecr/push-image.ts';
import { findDigest, type Repository } from '../../ecr/repository.ts';
import { refuseTagName } from '../../ecr/tag-name.ts';
import {
  isDigest,
  requireRepository,
  type RegistryContext,
  type RegistryOperation,
} from '../registry-context.ts';
import { readBody } from '../read-body.ts';
import { RegistryError } from '../registry-error.ts';

/** API_PutImage: the longest `imageManifest`. Bytes. */
const longestManifest = 4_194_304;

/** ECR's text and status (405) for whatever it cannot read, by which clients know that they may try another format. */
const unreadable = "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'";

/** Also answers HEAD. By tag in a format that the client understands, by digest as it is. */
export const getManifest: RegistryOperation<'manifest'> = ({ world, request, endpoint }) => {
  const repository = requireRepository(world, endpoint.name);
  const wanted = readReference(endpoint.reference);
  const image = repository.images.get(findDigest(repository, wanted) ?? '');
  if (image === undefined) throw new RegistryError('MANIFEST_UNKNOWN', 'Requested image not found');
  const accepted = wanted.digest === undefined ? acceptedTypes(request.headers['accept']) : undefined;
  const manifest = chooseManifest(repository, image, accepted);
  if (request.method !== 'HEAD') image.pulledAt = world.timeline.now();
  return {
    status: 200,
    headers: {
      'content-type': manifest.mediaType,
      'docker-content-digest': manifest.digest,
      'content-length': String(Buffer.byteLength(manifest.text)),
    },
    body: manifest.text,
  };
};

/** Where nothing changes the answer is the same as where something did: 201. */
export const putManifest: RegistryOperation<'manifest'> = async (context) => {
  const { world, endpoint } = context;
  const repository = requireRepository(world, endpoint.name);
  const { tag, digest } = readReference(endpoint.reference);
  const manifest = await receive(context);
  if (digest !== undefined && digest !== manifest.digest) {
    throw new RegistryError(
      'MANIFEST_INVALID',
      `The image with digest '${digest}' in repository '${endpoint.name}' and registry ID '${world.account}' does not match the image digest that Amazon ECR has calculated.`,
    );
  }
  check(repository, manifest, tag);
  const pushed = pushImage(world, repository, manifest, tag);
  if (pushed.kind === 'refused') throw new RegistryError(codes[pushed.because], pushed.message);
  const headers: Record<string, string> = {
    location: `/v2/${endpoint.name}/manifests/${manifest.digest}`,
    'docker-content-digest': manifest.digest,
  };
  if (manifest.subject !== undefined) headers['oci-subject'] = manifest.subject;
  return { status: 201, headers, body: '' };
};

const codes = {
  'tag-taken': 'TAG_INVALID',
  'layers-missing': 'BLOB_UNKNOWN',
  'images-missing': 'MANIFEST_BLOB_UNKNOWN',
} as const;

export const deleteManifest: RegistryOperation<'manifest'> = () => {
  throw new RegistryError('UNSUPPORTED', 'The operation is unsupported.');
};

function readReference(reference: string): { readonly tag?: string; readonly digest?: string } {
  if (isDigest(reference)) return { digest: reference };
  const illegal = refuseTagName(reference);
  if (illegal !== undefined) throw new RegistryError('TAG_INVALID', illegal);
  return { tag: reference };
}

/** All of a request's `Accept` headers, without their weights; undefined where there are none. */
function acceptedTypes(header: string | undefined): string[] | undefined {
  return header?.split(',').map((type) => (type.split(';')[0] ?? '').trim());
}

async function receive({ request }: RegistryContext<'manifest'>): Promise<Manifest> {
  const bytes = await readBody(request.body, longestManifest);
  if (bytes === undefined) {
    throw new RegistryError('MANIFEST_INVALID', `The manifest is longer than ${longestManifest} bytes`);
  }
  const text = bytes.toString();
  // The digest is that of the bytes, which a text that is not UTF-8 would not have kept.
  const isUtf8 = Buffer.from(text).equals(bytes);
  const manifest = isUtf8 ? readManifest(text, contentType(request.headers)) : undefined;
  if (manifest === undefined) throw new RegistryError('UNSUPPORTED', unreadable);
  return manifest;
}

function contentType(headers: Readonly<Record<string, string | undefined>>): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim();
}

/**
 * A tag that is taken is the first thing to say: docker, refused for any reason, tries once more in a format of old and shows what was said
 * to that.
 */
function check(repository: Repository, manifest: Manifest, tag: string | undefined): void {
  const taken = tag === undefined ? undefined : refuseTag(repository, tag, manifest.digest);
  if (taken !== undefined) throw new RegistryError('TAG_INVALID', taken);
  if (kindOf(manifest.mediaType) === undefined || manifest.isStandIn) {
    throw new RegistryError('UNSUPPORTED', unreadable);
  }
}
