import type { Readable } from 'node:stream';

/** A part of a blob, from the first byte to the last, both included and counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A blob on its way in. */
export interface BlobWriter {
  /** Where it goes. */
  readonly store: BlobStore;
  /** Bytes so far. */
  readonly size: number;
  /** Takes bytes as they come; those that came before `bytes` broke off stay. */
  append(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** SHA-256 of the bytes so far, as `sha256:…`. */
  digest(): string;
  /** Has everything written that was appended; nothing may be appended afterwards. */
  flush(): Promise<void>;
  /** Makes the flushed bytes readable under their digest, at once. */
  keep(): void;
  /** Gives up. Harmless where that has happened before. */
  discard(): void;
}

/** Where the bytes of blobs are. It knows nothing of repositories, and whoever asks knows which blobs there are. */
export interface BlobStore {
  begin(): BlobWriter;
  read(digest: string, range?: ByteRange): Readable;
  delete(digest: string): void;
  clear(): void;
}
