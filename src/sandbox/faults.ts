import { Random } from './engine/random.ts';
import { knownFault } from './known-faults.ts';
import { ServiceError } from './service-error.ts';

/** Something that goes wrong on request. Several may be in force; the first one that matches and fires counts. */
export interface Fault {
  /** As AWS spells it, or `*` for every operation; of the container registry `registry:PutManifest`, or `registry:*`. */
  readonly operation: string;
  /** An error code, answered instead of having an effect: `ThrottlingException`. */
  readonly error?: string | undefined;
  readonly message?: string | undefined;
  /** HTTP status of the error, where it is not the known one of this code or 400. */
  readonly status?: number | undefined;
  /** Share of calls that it hits, 0 to 1. Default: all. */
  readonly rate?: number | undefined;
  /** How many calls it hits before it is over. Default: no end. */
  readonly count?: number | undefined;
  /** The answer comes so many milliseconds of sandbox time later. */
  readonly delay?: number | undefined;
  /** The effect happens, then the connection breaks before the answer. */
  readonly loseReply?: boolean | undefined;
  /** The effect happens, the answer never comes. */
  readonly hang?: boolean | undefined;
}

export interface Misfortune {
  readonly delay: number;
  readonly outcome:
    | { readonly kind: 'answer' }
    | { readonly kind: 'error'; readonly error: ServiceError }
    | { readonly kind: 'lose-reply' }
    | { readonly kind: 'hang' };
}

interface ActiveFault {
  readonly fault: Fault;
  left: number;
}

/** The faults in force. Which calls a rate hits comes from the sandbox's seed. */
export class Faults {
  readonly #seed: number;
  #random: Random;
  #active: ActiveFault[] = [];

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
  }

  /** As it was in the beginning: no faults, and the same choices to come. */
  reset(): void {
    this.clear();
    this.#random = new Random(this.#seed);
  }

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active = [];
  }

  list(): Fault[] {
    return this.#active.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, count: left } : fault));
  }

  /** What goes wrong with this call, if anything. Asking uses up the fault. */
  draw(operation: string, describeCall: () => string): Misfortune | undefined {
    if (this.#active.length === 0) return undefined;
    const hit = this.#active.find(({ fault }) => isAbout(fault, operation) && this.#fires(fault));
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#active = this.#active.filter((other) => other !== hit);
    return { delay: hit.fault.delay ?? 0, outcome: outcomeOf(hit.fault, describeCall) };
  }

  #fires(fault: Fault): boolean {
    return fault.rate === undefined || this.#random.next() < fault.rate;
  }
}

function isAbout(fault: Fault, operation: string): boolean {
  const every = operation.startsWith('registry:') ? 'registry:*' : '*';
  return fault.operation === operation || fault.operation === every;
}

function outcomeOf(fault: Fault, describeCall: () => string): Misfortune['outcome'] {
  if (fault.hang === true) return { kind: 'hang' };
  if (fault.loseReply === true) return { kind: 'lose-reply' };
  if (fault.error === undefined) return { kind: 'answer' };
  const known = knownFault(fault.error, describeCall);
  const message = fault.message ?? known.message;
  return { kind: 'error', error: new ServiceError(fault.error, message, fault.status ?? known.status) };
}
