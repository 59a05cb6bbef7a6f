const digits = '0123456789';
const hex = '0123456789abcdef';
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Every random choice of the sandbox, from one seed (mulberry32): same seed, same history. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 (included) to 1 (excluded). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** Decimal digits that do not start with a zero, as in `ecs-svc/1122334455667788990`. */
  digits(length: number): string {
    return this.#from(digits.slice(1), 1) + this.#from(digits, length - 1);
  }

  hex(length: number): string {
    return this.#from(hex, length);
  }

  alphanumeric(length: number): string {
    return this.#from(alphanumeric, length);
  }

  base64url(length: number): string {
    return this.#from(base64url, length);
  }

  uuid(): string {
    return `${this.hex(8)}-${this.hex(4)}-4${this.hex(3)}-${this.#from('89ab', 1)}${this.hex(3)}-${this.hex(12)}`;
  }

  #from(alphabet: string, length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) {
      text += alphabet.charAt(Math.floor(this.next() * alphabet.length));
    }
    return text;
  }
}
