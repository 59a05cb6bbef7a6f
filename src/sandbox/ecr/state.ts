import type { RegistrySite } from '../registry/registry-site.ts';
import { parseImage } from './image-reference.ts';
import { findDigest, tagsOf, type Image, type Repository } from './repository.ts';

export type ImageResolution =
  | { readonly kind: 'not-hosted' }
  | { readonly kind: 'found'; readonly digest: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** An image that can really be pulled. */
export interface HeldImage {
  /** Name of the repository, without a host. */
  readonly repository: string;
  readonly digest: string;
  readonly manifest: string;
}

/** The container registry of one account and region. */
export class EcrState {
  readonly repositories = new Map<string, Repository>();
  /** What it shares with the registries of other regions: addresses, blobs. */
  readonly site: RegistrySite;
  readonly #name: string;

  constructor(account: string, region: string, site: RegistrySite) {
    this.site = site;
    this.#name = `${account}.dkr.ecr.${region}.amazonaws.com`;
  }

  /** Names under which tasks may know this registry: that of the account, and the sandbox's own `host:port`. */
  get hosts(): ReadonlySet<string> {
    return new Set([this.#name, ...this.site.hosts]);
  }

  /** The one that repositories name: the server's where there is one, else AWS's. */
  get host(): string {
    return this.site.hosts[0] ?? this.#name;
  }

  /** Where clients log in. The sandbox's server speaks plain HTTP. */
  get endpoint(): string {
    return `${this.site.hosts.length > 0 ? 'http' : 'https'}://${this.host}`;
  }

  /** Whether an image comes from ECR, as its name tells: from this registry under any of its names, or from another account's. */
  isFromEcr(image: string): boolean {
    const { host } = parseImage(image);
    return host !== undefined && (this.hosts.has(host) || host.includes('.dkr.ecr.'));
  }

  /** What a task finds that pulls this image. An image of a registry that is not ours is taken to exist. */
  resolve(image: string): ImageResolution {
    const { host, repository: name, tag, digest } = parseImage(image);
    if (host === undefined || !this.hosts.has(host)) return { kind: 'not-hosted' };
    const repository = this.repositories.get(name);
    // Texts: "Task stopped errors" of the ECS developer guide, CannotPullContainer.
    if (repository === undefined) {
      return {
        kind: 'missing',
        reason: `CannotPullContainerError: API error (404): repository ${host}/${name} not found`,
      };
    }
    const found = findDigest(repository, { tag, digest });
    if (found !== undefined) return { kind: 'found', digest: found };
    const full = tag === undefined && digest === undefined ? `${image}:latest` : image;
    return {
      kind: 'missing',
      reason: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${full}: ${full}: not found`,
    };
  }

  /** Notes when somebody has pulled the image that this name stands for. */
  notePull(image: string, at: number): void {
    const { repository: name, tag, digest } = parseImage(image);
    const repository = this.repositories.get(name);
    if (repository === undefined) return;
    const found = repository.images.get(findDigest(repository, { tag, digest }) ?? '');
    if (found !== undefined) found.pulledAt = at;
  }

  /**
   * The image of this registry that a name stands for, if a real engine can pull it: all of its layers are here, and of an index all of
   * its images. Undefined for an image of another registry, for a missing one, and for a stand-in without content.
   */
  held(image: string): HeldImage | undefined {
    const { host, repository: name, tag, digest } = parseImage(image);
    if (host === undefined || !this.hosts.has(host)) return undefined;
    const repository = this.repositories.get(name);
    if (repository === undefined) return undefined;
    const found = repository.images.get(findDigest(repository, { tag, digest }) ?? '');
    if (found === undefined || !this.#isWhole(repository, found)) return undefined;
    return { repository: name, digest: found.digest, manifest: found.text };
  }

  #isWhole(repository: Repository, { isStandIn, blobs, children }: Image): boolean {
    return (
      !isStandIn &&
      blobs.length + children.length > 0 &&
      blobs.every((blob) => this.site.blobs.sizeIn(repository, blob) !== undefined) &&
      children.every((digest) => {
        const child = repository.images.get(digest);
        return child !== undefined && this.#isWhole(repository, child);
      })
    );
  }

  /** Every name of the image that this name stands for, without and with the registry's host; none if it is not held here. */
  namesOf(image: string): string[] {
    const { host, repository: name, tag, digest } = parseImage(image);
    const repository = this.repositories.get(name);
    if (repository === undefined || (host !== undefined && !this.hosts.has(host))) return [];
    const found = findDigest(repository, { tag, digest });
    if (found === undefined) return [];
    const short = [`${name}@${found}`, ...tagsOf(repository, found).map((known) => `${name}:${known}`)];
    return [...short, ...[...this.hosts].flatMap((known) => short.map((rest) => `${known}/${rest}`))];
  }
}
