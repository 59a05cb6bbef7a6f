import { createHash } from 'node:crypto';

/** The media type of a manifest whose text does not say it: Docker's, the older of the two formats. */
const defaultMediaType = 'application/vnd.docker.distribution.manifest.v2+json';

export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactMediaType: string | undefined;
  readonly sizeInBytes: number;
}

/** What a manifest says of itself (OCI image specification, manifest.md); undefined where it is not one. */
export function readManifest(text: string, mediaType: string | undefined): Manifest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const config = isObject(parsed['config']) ? parsed['config'] : {};
  const layers = Array.isArray(parsed['layers']) ? parsed['layers'].filter(isObject) : [];
  const sizes = [config, ...layers].map((part) => part['size']).filter((size) => typeof size === 'number');
  return {
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    mediaType: textOr(parsed['mediaType'], mediaType) ?? defaultMediaType,
    artifactMediaType: textOr(config['mediaType'], undefined),
    sizeInBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

function textOr(value: unknown, otherwise: string | undefined): string | undefined {
  return typeof value === 'string' ? value : otherwise;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
