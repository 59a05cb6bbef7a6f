import { truncateSync } from 'node:fs';
import { appendApart, sizeOf } from './append-apart.ts';

// An empty line ends a paragraph and a piece of HTML, which would take a heading in otherwise.
const gap = '\n\n';

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
    appendApart(this.#path, text, gap);
    this.#provisional = { from, to: sizeOf(this.#path) };
  }

  write(text: string): void {
    this.#withdraw();
    appendApart(this.#path, text, gap);
  }

  // Unless somebody has written behind it.
  #withdraw(): void {
    const provisional = this.#provisional;
    this.#provisional = undefined;
    if (provisional?.to === sizeOf(this.#path)) truncateSync(this.#path, provisional.from);
  }
}
