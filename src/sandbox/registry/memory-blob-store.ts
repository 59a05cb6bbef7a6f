import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobStore, BlobWriter, ByteRange } from './blob-store.ts';

/** For sandboxes in process, whose images are small and gone with the process. */
export class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<string, Buffer>();

  begin(): BlobWriter {
    return new MemoryBlobWriter(this, this.#blobs);
  }

  read(digest: string, range?: ByteRange): Readable {
    const bytes = this.#blobs.get(digest);
    if (bytes === undefined) return unreadable(`There is no blob ${digest}`);
    const part = range === undefined ? bytes : bytes.subarray(range.first, range.last + 1);
    return Readable.from(part.length === 0 ? [] : [part]);
  }

  delete(digest: string): void {
    this.#blobs.delete(digest);
  }

  clear(): void {
    this.#blobs.clear();
  }
}

/** As a file that is gone: it fails when it is read. */
function unreadable(why: string): Readable {
  return new Readable({
    read() {
      this.destroy(new Error(why));
    },
  });
}

class MemoryBlobWriter implements BlobWriter {
  readonly store: BlobStore;
  readonly #blobs: Map<string, Buffer>;
  readonly #hash = createHash('sha256');
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(store: BlobStore, blobs: Map<string, Buffer>) {
    this.store = store;
    this.#blobs = blobs;
  }

  get size(): number {
    return this.#size;
  }

  async append(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of bytes) {
      this.#chunks.push(Buffer.from(chunk));
      this.#hash.update(chunk);
      this.#size += chunk.length;
    }
  }

  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  keep(): void {
    this.#blobs.set(this.digest(), Buffer.concat(this.#chunks));
    this.discard();
  }

  discard(): void {
    this.#chunks = [];
  }
}
