/** The media types that a registry is asked for (OCI image specification; Docker image manifest, version 2, schema 2). */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What a manifest leads to. */
export type Manifest =
  /** One image; its configuration is a blob. */
  | { readonly kind: 'image'; readonly config: string }
  /** One that names no configuration: nothing is known of what it runs on. */
  | { readonly kind: 'bare' }
  /** An image for each of several platforms. */
  | { readonly kind: 'index'; readonly children: readonly IndexEntry[] };

interface IndexEntry {
  readonly digest: string;
  /** `linux/amd64`; absent where the index does not say it. */
  readonly platform?: string | undefined;
}

/** What the configuration of an image says of it. */
export interface ImageConfig {
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Undefined where the bytes are no manifest that leads to a container. */
export function readManifest(body: Uint8Array): Manifest | undefined {
  const manifest = objectFrom(body);
  const children = manifest?.['manifests'];
  if (Array.isArray(children)) return { kind: 'index', children: children.flatMap(entryFrom) };
  if (manifest?.['schemaVersion'] !== 2) return undefined;
  const digest = asObject(manifest['config'])?.['digest'];
  return typeof digest === 'string' ? { kind: 'image', config: digest } : { kind: 'bare' };
}

/** Undefined where the bytes are no configuration of an image. */
export function readImageConfig(body: Uint8Array): ImageConfig | undefined {
  const config = objectFrom(body);
  const platform = platformFrom(config);
  if (config === undefined || platform === undefined) return undefined;
  const labels = asObject(asObject(config['config'])?.['Labels']) ?? {};
  const texts = Object.entries(labels).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return { platform, labels: Object.fromEntries(texts) };
}

/** Attestations stand beside the images of an index, with the platform unknown/unknown; no container runs from them. */
function entryFrom(value: unknown): IndexEntry[] {
  const entry = asObject(value);
  const digest = entry?.['digest'];
  if (typeof digest !== 'string') return [];
  const platform = platformFrom(asObject(entry?.['platform']));
  return platform === 'unknown/unknown' ? [] : [{ digest, platform }];
}

function platformFrom(value: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { os, architecture, variant } = value ?? {};
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  const suffix = typeof variant === 'string' && variant !== '' ? `/${variant}` : '';
  return `${os}/${architecture}${suffix}`;
}

function objectFrom(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(Buffer.from(body).toString()));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
