import { formatDuration, seconds } from '../model/duration.ts';
import type { Gate, GateReport, Measurement } from '../model/gate.ts';
import type { GateContext } from './gate-context.ts';
import { judgeEnd, judgeMeasurement, reportOf, unmeasured, type GateState } from './judge-gate.ts';
import { measure } from './measure.ts';
import { measurementLimit } from './measurement-limit.ts';
import { saysTheSame } from './says-the-same.ts';
import type { GateSubject } from './subject.ts';

/** Whoever leaves has seconds: what runs jobs on GitHub ends a cancelled one 7.5 s after it has asked it to leave. */
const leavesWithin = seconds(6);

/** One gate in one moment: measures at its instants, and keeps how it stands. */
export class GateRun {
  readonly #context: GateContext;
  readonly #gate: Gate;
  /** Aborted when it is to measure no more. */
  readonly #over = new AbortController();
  readonly #stopOrInterrupt: AbortSignal;
  #subject: GateSubject;
  #state: GateState = unmeasured;
  #bug: { readonly thrown: unknown } | undefined;
  #isMeasuring = false;
  /** After the measurement that is under way it judges. */
  #isLast = false;
  #endsBy = 0;

  constructor(context: GateContext, gate: Gate, subject: GateSubject) {
    this.#context = context;
    this.#gate = gate;
    this.#subject = subject;
    this.#stopOrInterrupt = AbortSignal.any([context.interrupt, this.#over.signal]);
  }

  /**
   * Measures until there is a verdict, or until it is stopped. The instants are fixed by the moment's beginning, so that a slow
   * measurement shifts none that come after it; one that is missed is left out.
   * @throws the interruption's reason, and what is a bug
   */
  async measureUntilJudged(): Promise<void> {
    const { clock, interrupt, report } = this.#context;
    const { initialDelay, interval } = this.#gate;
    report({ type: 'gate.started', gate: this.#gate, moment: this.#subject.moment });
    const first = Math.max(clock.now(), this.#subject.since + initialDelay);
    try {
      for (let next = first; !this.isOver; next = instantAfter(clock.now(), first, interval)) {
        await clock.sleep(next - clock.now(), this.#stopOrInterrupt);
        // It was ended in the instant in which it was to measure.
        if (this.#hasEnded()) return;
        this.#isMeasuring = true;
        this.#remember(await this.#measureOnce());
        this.#isMeasuring = false;
        if (this.#isLast) this.#end();
      }
    } catch (error) {
      if (this.#over.signal.aborted) return;
      interrupt.throwIfAborted();
      this.#bug = { thrown: error };
      throw error;
    } finally {
      this.#isMeasuring = false;
    }
  }

  /** @throws what is a bug */
  report(): GateReport {
    if (this.#bug !== undefined) throw this.#bug.thrown;
    return reportOf(this.#gate, this.#subject.moment, this.#state);
  }

  follow(subject: GateSubject): void {
    this.#subject = subject;
  }

  /**
   * Begins no measurement any more, and judges by what it has: now, or as soon as the one that is under way has ended, which counts.
   * @returns when that ends at the latest; undefined where none is under way
   */
  endWhenMeasured(): number | undefined {
    this.#isLast = true;
    if (!this.#isMeasuring) this.#end();
    return this.isOver ? undefined : this.#endsBy;
  }

  stop(): void {
    this.#over.abort(new Error('the gate measures no more'));
  }

  get name(): string {
    return this.#gate.name;
  }

  /** It measures no more. */
  get isOver(): boolean {
    return this.#bug !== undefined || this.#over.signal.aborted || this.#state.verdict.kind !== 'pending';
  }

  #hasEnded(): boolean {
    return this.isOver;
  }

  #end(): void {
    if (!this.isOver) this.#settle(judgeEnd(this.#gate, this.#subject.moment, this.#state));
    this.stop();
  }

  /**
   * One that takes too long is given up: nothing was measured then. Whoever gives it up, or is told to leave, waits a little until it has
   * said what it leaves behind.
   */
  async #measureOnce(): Promise<Measurement> {
    const { clock } = this.#context;
    const at = clock.now();
    const limit = measurementLimit(this.#gate.check);
    this.#endsBy = at + limit;
    const done = new AbortController();
    const interrupt = AbortSignal.any([this.#stopOrInterrupt, done.signal]);
    const taken = measure({ ...this.#context, interrupt }, this.#gate, this.#subject);
    // Given up, it may still throw.
    taken.catch(() => undefined);
    const tooLate = clock.sleep(limit, interrupt).then((): Measurement => ({
      kind: 'error',
      at,
      error: `no measurement within ${formatDuration(limit)}`,
    }));
    tooLate.catch(() => undefined);
    try {
      return await Promise.race([taken, tooLate]);
    } finally {
      done.abort(new Error('this measurement is over'));
      await this.#hasLeft(taken);
    }
  }

  async #hasLeft(taken: Promise<unknown>): Promise<void> {
    const isOut = new AbortController();
    const out = taken.then(
      () => undefined,
      () => undefined,
    );
    const longEnough = this.#context.clock.sleep(leavesWithin, isOut.signal);
    longEnough.catch(() => undefined);
    await Promise.race([out, longEnough]);
    isOut.abort(new Error('it has left'));
  }

  #remember(measurement: Measurement): void {
    // It came when all was over already.
    if (this.isOver) return;
    const { moment } = this.#subject;
    const changed = !saysTheSame(measurement, this.#state.measurements.at(-1));
    this.#context.report({ type: 'gate.measured', gate: this.#gate.name, moment, measurement, changed });
    this.#settle(judgeMeasurement(this.#gate, moment, this.#state, measurement));
  }

  #settle(state: GateState): void {
    const { report } = this.#context;
    this.#state = state;
    if (state.verdict.kind === 'pending') return;
    report({ type: 'gate.judged', report: reportOf(this.#gate, this.#subject.moment, state) });
  }
}

/** The next of the instants `first`, `first + interval`, … that is later than now. */
function instantAfter(now: number, first: number, interval: number): number {
  const passed = Math.floor((now - first) / interval);
  return first + (passed + 1) * interval;
}
