/** The formats of manifests that the registry knows: Docker's of version 2 and OCI's, of one image and of several. */
const kinds: Readonly<Record<string, 'image' | 'index'>> = {
  'application/vnd.docker.distribution.manifest.v2+json': 'image',
  'application/vnd.oci.image.manifest.v1+json': 'image',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'index',
  'application/vnd.oci.image.index.v1+json': 'index',
};

/** What a manifest of this media type describes; undefined for a type that the registry does not take. */
export function kindOf(mediaType: string): 'image' | 'index' | undefined {
  return kinds[mediaType];
}

/** Docker's format, the older of the two: that of a manifest whose text does not say. */
export const dockerImage = 'application/vnd.docker.distribution.manifest.v2+json';
export const ociImage = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';
