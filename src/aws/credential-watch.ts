import type { Clock } from '../model/clock.ts';
import { minutes, seconds, type Milliseconds } from '../model/duration.ts';
import { unknownLife, type CredentialLife } from './credential-life.ts';

// From then on the SDK asks a provider for newer ones (EXPIRATION_MS of @smithy/core): before that there is no news.
const renewedFrom: Milliseconds = minutes(5);
// A provider may be a program or a server: not at every look.
const askedEvery: Milliseconds = seconds(10);
const answerWithin: Milliseconds = seconds(5);

/** Knows how long the credentials last, and asks their provider again when there may be newer ones. Shared by all releases of a process. */
export class CredentialWatch {
  readonly #clock: Clock;
  readonly #read: () => Promise<CredentialLife>;
  #life: CredentialLife | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #answered: Promise<void> | undefined;
  #isTold = false;

  constructor(clock: Clock, read: () => Promise<CredentialLife>) {
    this.#clock = clock;
    this.#read = read;
  }

  /**
   * By the newest answer. It never throws: a provider that does not answer in time, or fails, has given nothing newer.
   * @param signal ends the wait for an answer
   */
  async life(signal?: AbortSignal): Promise<CredentialLife> {
    const now = this.#clock.now();
    if (this.#isDue(now)) {
      this.#askedAt = now;
      this.#answered = this.#ask(signal);
    }
    await this.#answered;
    return this.#life ?? unknownLife;
  }

  /** Whether nobody has been told yet that they are short: once is enough for all releases of a process. */
  tellOnce(): boolean {
    if (this.#isTold) return false;
    this.#isTold = true;
    return true;
  }

  #isDue(now: number): boolean {
    if (now - this.#askedAt < askedEvery) return false;
    if (this.#life === undefined) return true;
    return this.#life.expiresAt !== undefined && this.#life.expiresAt - now <= renewedFrom;
  }

  async #ask(signal?: AbortSignal): Promise<void> {
    this.#reading ??= this.#read()
      .then(
        (life) => {
          this.#life = life;
        },
        () => undefined,
      )
      .finally(() => {
        this.#reading = undefined;
      });
    const enough = new AbortController();
    const signals = signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]);
    const tooLong = this.#clock.sleep(answerWithin, signals).catch(() => undefined);
    await Promise.race([this.#reading, tooLong]);
    enough.abort(answered);
  }
}

const answered = 'answered';
