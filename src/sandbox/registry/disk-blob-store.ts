import { createHash } from 'node:crypto';
import { createReadStream, renameSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobStore, BlobWriter, ByteRange } from './blob-store.ts';
import { makeBlobFolder } from './blob-folders.ts';

/**
 * Blobs as files in a private folder of the system's temporary one, streamed in and out: images of gigabytes take no memory. The
 * folder comes into being with the first blob, and is gone after `clear`.
 */
export class DiskBlobStore implements BlobStore {
  #folder: string | undefined;
  #begun = 0;

  begin(): BlobWriter {
    this.#folder ??= makeBlobFolder();
    this.#begun += 1;
    return new DiskBlobWriter(this, this.#folder, `upload-${this.#begun}`);
  }

  read(digest: string, range?: ByteRange): Readable {
    return createReadStream(
      join(this.#folder ?? '', fileNameOf(digest)),
      range === undefined ? {} : { start: range.first, end: range.last },
    );
  }

  delete(digest: string): void {
    if (this.#folder !== undefined) rmSync(join(this.#folder, fileNameOf(digest)), { force: true });
  }

  clear(): void {
    const folder = this.#folder;
    this.#folder = undefined;
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

class DiskBlobWriter implements BlobWriter {
  readonly store: BlobStore;
  readonly #folder: string;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  #file: FileHandle | undefined;
  #size = 0;

  constructor(store: BlobStore, folder: string, name: string) {
    this.store = store;
    this.#folder = folder;
    this.#path = join(folder, name);
  }

  get size(): number {
    return this.#size;
  }

  async append(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await this.#open();
    for await (const chunk of bytes) {
      await file.appendFile(chunk);
      this.#hash.update(chunk);
      this.#size += chunk.length;
    }
  }

  digest(): string {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  async flush(): Promise<void> {
    const file = await this.#open();
    this.#file = undefined;
    await file.close();
  }

  keep(): void {
    renameSync(this.#path, join(this.#folder, fileNameOf(this.digest())));
  }

  discard(): void {
    const file = this.#file;
    this.#file = undefined;
    file?.close().catch(() => undefined);
    rmSync(this.#path, { force: true });
  }

  async #open(): Promise<FileHandle> {
    this.#file ??= await open(this.#path, 'ax', 0o600);
    return this.#file;
  }
}

function fileNameOf(digest: string): string {
  return digest.replace(':', '-');
}
