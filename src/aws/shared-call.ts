/** One caller's question, within a call that answers several. */
export interface Asked {
  readonly items: readonly string[];
  /** The how many-th time it is asked. */
  readonly number: number;
  /** Whoever asks may leave; the call goes on for the others. */
  readonly signal?: AbortSignal | undefined;
}

interface Waiting<Answer> extends Asked {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** It changes when the questions of a call are asked apart. */
  owner: SharedCall<Answer>;
}

/** One call to AWS, and those who wait for its answer. */
export class SharedCall<Answer> {
  readonly group: string;
  #waiting: Waiting<Answer>[] = [];
  readonly #abandoned = new AbortController();

  constructor(group: string) {
    this.group = group;
  }

  /** Aborts when nobody waits any more. */
  get signal(): AbortSignal {
    return this.#abandoned.signal;
  }

  /** Of whoever has asked most often. */
  get number(): number {
    return Math.max(...this.#waiting.map(({ number }) => number));
  }

  /** What is to be asked, each thing once: AWS answers a repeated ARN with an error. */
  items(): string[] {
    return [...new Set(this.#waiting.flatMap(({ items }) => items))];
  }

  hasRoomFor(items: readonly string[], most: number): boolean {
    return !this.signal.aborted && new Set([...this.items(), ...items]).size <= most;
  }

  /** Rejects with what `fail` is given, or with the signal's reason. */
  add(asked: Asked): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      const onAbort = (): void => waiting.owner.#leave(waiting);
      const listening = <Value>(settle: (value: Value) => void) => {
        return (value: Value): void => {
          asked.signal?.removeEventListener('abort', onAbort);
          settle(value);
        };
      };
      const waiting: Waiting<Answer> = {
        ...asked,
        resolve: listening(resolve),
        reject: listening(reject),
        owner: this,
      };
      asked.signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
    });
  }

  succeed(answer: Answer): void {
    for (const { resolve } of this.#waiting) resolve(answer);
  }

  fail(error: unknown): void {
    for (const { reject } of this.#waiting) reject(error);
  }

  /** A call for each of its questions; those that ask the same stay together. It is empty afterwards. */
  apart(): SharedCall<Answer>[] {
    const parts = new Map<string, SharedCall<Answer>>();
    for (const waiting of this.#waiting) {
      const question = JSON.stringify(waiting.items);
      const part = parts.get(question) ?? new SharedCall<Answer>(this.group);
      parts.set(question, part);
      waiting.owner = part;
      part.#waiting.push(waiting);
    }
    this.#waiting = [];
    return [...parts.values()];
  }

  #leave(waiting: Waiting<Answer>): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.reject(waiting.signal?.reason);
    if (this.#waiting.length === 0) this.#abandoned.abort(nobodyWaits);
  }
}

// Without a reason, abort() would make a DOMException with a stack.
const nobodyWaits = 'nobody waits any more';
