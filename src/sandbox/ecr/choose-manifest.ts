import type { Repository, Image } from './repository.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { dockerImage, kindOf, ociImage } from './media-types.ts';

/** The names that Docker's format and OCI's have for the same things. */
const counterparts: readonly (readonly [docker: string, oci: string])[] = [
  [dockerImage, ociImage],
  ['application/vnd.docker.container.image.v1+json', 'application/vnd.oci.image.config.v1+json'],
  ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'application/vnd.oci.image.layer.v1.tar+gzip'],
  ['application/vnd.docker.image.rootfs.diff.tar', 'application/vnd.oci.image.layer.v1.tar'],
];

/**
 * The manifest that a client gets which understands only these formats; no formats, or `*` among them, means that it understands all.
 * Of an index, a client of single images gets the one for linux/amd64, or the first. Between Docker's format and OCI's, ECR translates ("Container
 * image manifest formats" of its user guide), which makes another manifest with another digest. What can be turned into nothing that was
 * asked for is given as it is.
 */
export function chooseManifest(
  repository: Repository,
  image: Image,
  accepted: readonly string[] | undefined,
): Manifest {
  if (accepted === undefined || accepted.some((type) => type === '*/*' || type === image.mediaType)) {
    return image;
  }
  const wanted = [dockerImage, ociImage].filter((type) => accepted.includes(type));
  if (wanted.length === 0) return image;
  const single = kindOf(image.mediaType) === 'index' ? defaultChild(repository, image) : image;
  if (single === undefined) return image;
  return wanted.includes(single.mediaType) ? single : (translate(single, wanted[0] ?? '') ?? image);
}

interface Child {
  readonly digest?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
}

function defaultChild(repository: Repository, index: Image): Image | undefined {
  const { manifests = [] } = JSON.parse(index.text) as { readonly manifests?: readonly Child[] };
  const child =
    manifests.find(({ platform }) => platform?.os === 'linux' && platform.architecture === 'amd64') ??
    manifests[0];
  return repository.images.get(child?.digest ?? '');
}

function translate(image: Manifest, mediaType: string): Manifest | undefined {
  const isToOci = mediaType === ociImage;
  const names = new Map(counterparts.map(([docker, oci]) => (isToOci ? [docker, oci] : [oci, docker])));
  if (names.get(image.mediaType) !== mediaType) return undefined;
  const parsed = JSON.parse(image.text) as Readonly<Record<string, unknown>>;
  const rename = (key: string, value: unknown): unknown =>
    key === 'mediaType' && typeof value === 'string' ? (names.get(value) ?? value) : value;
  return readManifest(JSON.stringify({ ...parsed, mediaType }, rename, 3), mediaType);
}
