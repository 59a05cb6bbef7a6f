import type { Repository } from '../ecr/repository.ts';
import type { BlobWriter } from './blob-store.ts';

/** Uploads that nobody went on with for so long are given up. Milliseconds of sandbox time. */
const longestPause = 24 * 60 * 60 * 1000;

/** A blob on its way in, over several requests. */
export class OpenUpload {
  readonly id: string;
  readonly repository: Repository;
  readonly writer: BlobWriter;
  lastUsedAt: number;
  #before: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(id: string, repository: Repository, writer: BlobWriter, now: number) {
    this.id = id;
    this.repository = repository;
    this.writer = writer;
    this.lastUsedAt = now;
  }

  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  /** One request after the other: the bytes of two must not mix. */
  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    const turn = this.#before.then(work, work);
    this.#before = turn;
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}

/** The uploads of all repositories that have begun and not ended. */
export class OpenUploads {
  readonly #open = new Map<string, OpenUpload>();

  add(upload: OpenUpload): void {
    for (const other of this.#open.values()) {
      if (!other.isBusy && upload.lastUsedAt - other.lastUsedAt > longestPause) this.giveUp(other);
    }
    this.#open.set(upload.id, upload);
  }

  find(repository: Repository, id: string): OpenUpload | undefined {
    const upload = this.#open.get(id);
    return upload?.repository === repository ? upload : undefined;
  }

  isOpen(upload: OpenUpload): boolean {
    return this.#open.get(upload.id) === upload;
  }

  /** Its blob is kept, so there is nothing left to do. */
  end(upload: OpenUpload): void {
    this.#open.delete(upload.id);
  }

  giveUp(upload: OpenUpload): void {
    this.end(upload);
    upload.writer.discard();
  }

  clear(): void {
    for (const upload of [...this.#open.values()]) this.giveUp(upload);
  }
}
