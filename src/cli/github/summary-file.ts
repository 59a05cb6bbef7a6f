import { appendFileSync, statSync, truncateSync } from 'node:fs';

/**
 * The summary of a step, which others may write to as well: what is written is appended, and what was written for the time being goes when
 * the final text comes.
 */
export class SummaryFile {
  readonly #path: string;
  #provisional: { readonly from: number; readonly to: number } | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** How much stands there that will stay, in bytes. */
  get size(): number {
    return this.#provisional?.from ?? sizeOf(this.#path);
  }

  /** Writes what holds until `write` says better, and stays if nothing does. */
  writeProvisionally(text: string): void {
    this.#withdraw();
    const from = sizeOf(this.#path);
    appendFileSync(this.#path, text);
    this.#provisional = { from, to: sizeOf(this.#path) };
  }

  write(text: string): void {
    this.#withdraw();
    appendFileSync(this.#path, text);
  }

  // Unless somebody has written behind it.
  #withdraw(): void {
    const provisional = this.#provisional;
    this.#provisional = undefined;
    if (provisional?.to === sizeOf(this.#path)) truncateSync(this.#path, provisional.from);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
