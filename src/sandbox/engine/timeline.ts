/** Something that will happen, unless it is cancelled first. */
export interface Scheduled {
  readonly at: number;
  readonly what: string;
  cancel(): void;
}

interface Entry extends Scheduled {
  readonly order: number;
  readonly action: () => void;
  cancelled: boolean;
}

/**
 * The sandbox's time: a clock that stands still between events, and the queue of events to come.
 * Two events of the same moment happen in the order in which they were scheduled, so that one seed gives one history.
 * All times are milliseconds since the epoch.
 */
export class Timeline {
  #now: number;
  #order = 0;
  // A binary heap: a world with many tasks schedules thousands of short-lived events.
  readonly #heap: Entry[] = [];

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  /** Schedules an action `delay` milliseconds from now. */
  after(delay: number, what: string, action: () => void): Scheduled {
    return this.at(this.#now + Math.max(0, delay), what, action);
  }

  /** Schedules an action at a moment; a moment in the past means now. */
  at(moment: number, what: string, action: () => void): Scheduled {
    const entry: Entry = {
      at: Math.max(moment, this.#now),
      what,
      action,
      order: this.#order++,
      cancelled: false,
      cancel() {
        this.cancelled = true;
      },
    };
    this.#push(entry);
    return entry;
  }

  /** When the next event is due, if there is one. */
  nextAt(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.at;
  }

  /** Lets everything happen that is due up to and at `moment`, then stands at `moment`. */
  runUntil(moment: number): void {
    for (;;) {
      this.#dropCancelled();
      const next = this.#heap[0];
      if (next === undefined || next.at > moment) break;
      this.#pop();
      this.#now = next.at;
      next.action();
    }
    this.#now = Math.max(this.#now, moment);
  }

  /** Forgets every event to come; the clock stays where it is. */
  clear(): void {
    this.#heap.length = 0;
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled === true) this.#pop();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isBefore(heap[child], heap[parent])) break;
      swap(heap, child, parent);
      child = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let first = parent;
      if (left < heap.length && isBefore(heap[left], heap[first])) first = left;
      if (right < heap.length && isBefore(heap[right], heap[first])) first = right;
      if (first === parent) return;
      swap(heap, first, parent);
      parent = first;
    }
  }
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at === b.at ? a.order < b.order : a.at < b.at;
}

function swap(heap: Entry[], a: number, b: number): void {
  const first = heap[a];
  const second = heap[b];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
