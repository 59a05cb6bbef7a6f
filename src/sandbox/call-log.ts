/** One request to an AWS operation, as the sandbox saw it. */
export interface LoggedCall {
  /** Sandbox time, milliseconds since the epoch. */
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  /** The access key id of the caller, where the request was signed. */
  readonly by?: string;
  /** Which program asked: its `User-Agent`, as it gives it. */
  readonly agent?: string;
  readonly input: unknown;
  readonly status: number;
  /** The error code, where it was refused. */
  readonly error?: string;
  /** What was done to it by a fault. */
  readonly fault?: string;
}

/** What a request tells of the program that sent it. */
export function agentOf(request: {
  readonly headers: Readonly<Record<string, string | undefined>>;
}): Pick<LoggedCall, 'agent'> {
  const agent = request.headers['user-agent'];
  return agent === undefined ? {} : { agent };
}

/** Enough for the longest release that a test rehearses; a server that runs for weeks forgets the oldest. */
const capacity = 20_000;

/** The recent calls, oldest first, and how many there were of each operation since the last reset. */
export class CallLog {
  #calls: LoggedCall[] = [];
  #counts = new Map<string, number>();

  add(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > capacity) this.#calls = this.#calls.slice(capacity / 2);
    this.#counts.set(call.operation, (this.#counts.get(call.operation) ?? 0) + 1);
  }

  recent(limit = capacity): readonly LoggedCall[] {
    return this.#calls.slice(-limit);
  }

  /** By operation name. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  clear(): void {
    this.#calls = [];
    this.#counts = new Map();
  }
}
