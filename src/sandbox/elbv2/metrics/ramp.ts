import { retention } from '../../cloudwatch/metrics/metric-source.ts';
import { Steps } from '../../engine/steps.ts';

interface Turn {
  readonly at: number;
  /** What had come together by then. */
  readonly total: number;
  /** What comes from then on, in a millisecond. */
  readonly rate: number;
}

/** A tenth of ten requests a second is 60 in a minute, whatever floating point makes of it. */
const tolerance = 1e-6;

/**
 * An amount that grows evenly between turns: requests of some kind. Only the turns are kept, so an hour costs as much as a second. Times are
 * milliseconds since the epoch, and turns come in their order.
 */
export class Ramp {
  readonly #turns = new Steps<Turn>(retention);

  turn(at: number, rate: number): void {
    if (rate === (this.#turns.last?.rate ?? 0)) return;
    this.#turns.set(at, { at, total: this.#totalAt(at), rate });
  }

  /** Whether nothing has come for longer than anything is kept. */
  isOver(now: number): boolean {
    const { last } = this.#turns;
    return last?.rate === 0 && last.at < now - retention;
  }

  /** Since when it is known; undefined if there never was any. */
  get since(): number | undefined {
    return this.#turns.since;
  }

  /** Whole ones that came between two moments. What is not whole yet comes later, so that nothing is lost over time. */
  wholeBetween(from: number, to: number): number {
    return this.#wholeAt(to) - this.#wholeAt(from);
  }

  #wholeAt(at: number): number {
    return Math.floor(this.#totalAt(at) + tolerance);
  }

  #totalAt(at: number): number {
    const turn = this.#turns.at(at);
    return turn === undefined ? 0 : turn.total + turn.rate * (at - turn.at);
  }
}
