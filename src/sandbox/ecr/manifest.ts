import { createHash } from 'node:crypto';
import { dockerImage } from './media-types.ts';

/** What a manifest says, with the digests of all that it names. */
export interface Manifest {
  readonly text: string;
  /** SHA-256 of the text. */
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactMediaType: string | undefined;
  /** What config and layers take, as the manifest says. */
  readonly sizeInBytes: number;
  /** Config and layers, except those that are fetched from elsewhere. */
  readonly blobs: readonly string[];
  /** The images of an index, or manifest list. */
  readonly children: readonly string[];
  /** The image that an artifact is about (OCI distribution specification, "referrers"). */
  readonly subject: string | undefined;
  /**
   * It names a part without its digest. No client pushes such a manifest, but it can be put by the API: a stand-in for an image that is
   * to be deployed in simulation and never pulled.
   */
  readonly isStandIn: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * What a manifest says of itself (OCI image specification, manifest.md and image-index.md); undefined where it is not one. `mediaType` is
 * what came with it, and counts where the text does not say.
 */
export function readManifest(text: string, mediaType: string | undefined): Manifest | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const config = isObject(parsed['config']) ? parsed['config'] : undefined;
  const parts = [...(config === undefined ? [] : [config]), ...objects(parsed['layers'])];
  const children = objects(parsed['manifests']);
  const sizes = parts.map((part) => part['size']).filter((size) => typeof size === 'number');
  return {
    text,
    digest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    mediaType: textOf(parsed['mediaType']) ?? mediaType ?? dockerImage,
    artifactMediaType: textOf(parsed['artifactType']) ?? textOf(config?.['mediaType']),
    sizeInBytes: sizes.reduce((sum, size) => sum + size, 0),
    blobs: digestsOf(parts.filter((part) => !isElsewhere(part))),
    children: digestsOf(children),
    subject: isObject(parsed['subject']) ? textOf(parsed['subject']['digest']) : undefined,
    isStandIn: [...parts, ...children].some((part) => textOf(part['digest']) === undefined),
  };
}

/** Layers that may not be distributed are named by address and stay where they are. */
function isElsewhere(part: Json): boolean {
  return /foreign|nondistributable/.test(textOf(part['mediaType']) ?? '');
}

function digestsOf(parts: readonly Json[]): string[] {
  return [...new Set(parts.map((part) => textOf(part['digest'])).filter((digest) => digest !== undefined))];
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
