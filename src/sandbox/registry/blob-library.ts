import type { Readable } from 'node:stream';
import type { Repository } from '../ecr/repository.ts';
import type { BlobStore, BlobWriter, ByteRange } from './blob-store.ts';
import { MemoryBlobStore } from './memory-blob-store.ts';

interface Entry {
  readonly size: number;
  readonly store: BlobStore;
  readonly holders: Set<Repository>;
}

/**
 * Which repository holds which blob, over all regions. A blob is stored once, and belongs to each of its repositories apart: what
 * one of them gives up stays for the others.
 */
export class BlobLibrary {
  #entries = new Map<string, Entry>();
  #store: BlobStore = new MemoryBlobStore();

  /** Where blobs go from now on; those that are there already stay where they are. */
  use(store: BlobStore): void {
    this.#store = store;
  }

  begin(): BlobWriter {
    return this.#store.begin();
  }

  /** Keeps what was written, for a repository. */
  async keep(writer: BlobWriter, repository: Repository): Promise<void> {
    await writer.flush();
    // From here on at once: another repository may give the same blob up at any other moment.
    const digest = writer.digest();
    const known = this.#entries.get(digest);
    if (known === undefined) {
      writer.keep();
      this.#entries.set(digest, {
        size: writer.size,
        store: writer.store,
        holders: new Set([repository]),
      });
    } else {
      writer.discard();
      known.holders.add(repository);
    }
  }

  /** Bytes of a blob; undefined if the repository does not hold it. */
  sizeIn(repository: Repository, digest: string): number | undefined {
    const entry = this.#entries.get(digest);
    return entry?.holders.has(repository) === true ? entry.size : undefined;
  }

  /** The bytes of a blob that some repository holds. */
  read(digest: string, range?: ByteRange): Readable {
    return (this.#entries.get(digest)?.store ?? this.#store).read(digest, range);
  }

  /** Lets a repository hold what another one holds; false if that one does not. */
  mount(digest: string, from: Repository, to: Repository): boolean {
    const entry = this.#entries.get(digest);
    if (entry?.holders.has(from) !== true) return false;
    entry.holders.add(to);
    return true;
  }

  giveUp(repository: Repository, digest: string): void {
    const entry = this.#entries.get(digest);
    if (entry?.holders.delete(repository) !== true || entry.holders.size > 0) return;
    this.#entries.delete(digest);
    entry.store.delete(digest);
  }

  giveUpAll(repository: Repository): void {
    for (const digest of [...this.#entries.keys()]) this.giveUp(repository, digest);
  }

  /** Forgets every blob. */
  clear(): void {
    const stores = new Set([this.#store, ...[...this.#entries.values()].map((entry) => entry.store)]);
    this.#entries = new Map();
    for (const store of stores) store.clear();
  }

  /** Forgets a store and all that is in it; blobs go to memory from now on. */
  leave(store: BlobStore): void {
    for (const [digest, entry] of this.#entries) if (entry.store === store) this.#entries.delete(digest);
    if (this.#store === store) this.#store = new MemoryBlobStore();
    store.clear();
  }
}
