import { BlobLibrary } from './blob-library.ts';

/** What the registries of all regions of one sandbox share: where they are, what they hold, and the key of their tokens. */
export class RegistrySite {
  readonly blobs = new BlobLibrary();
  /** What tokens are sealed with: those of another seed are refused. */
  readonly tokenKey: string;
  #hosts: string[] = [];

  constructor(seed: number) {
    this.tokenKey = `sandbox ${seed}`;
  }

  /** The sandbox's own addresses, `host:port`, the one that repositories name first. None while there is no server. */
  get hosts(): readonly string[] {
    return this.#hosts;
  }

  addHost(host: string): void {
    this.#hosts = [...this.#hosts, host];
  }

  removeHost(host: string): void {
    this.#hosts = this.#hosts.filter((other) => other !== host);
  }
}
