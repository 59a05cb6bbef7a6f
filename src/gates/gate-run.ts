import { formatDuration } from '../model/duration.ts';
import type { Gate, GateReport, Measurement } from '../model/gate.ts';
import type { GateContext } from './gate-context.ts';
import { judgeEnd, judgeMeasurement, reportOf, unmeasured, type GateState } from './judge-gate.ts';
import { measure } from './measure.ts';
import { measurementLimit } from './measurement-limit.ts';
import { saysTheSame } from './says-the-same.ts';
import type { GateSubject } from './subject.ts';

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
        this.#remember(await this.#measureOnce());
      }
    } catch (error) {
      if (this.#over.signal.aborted) return;
      interrupt.throwIfAborted();
      this.#bug = { thrown: error };
      throw error;
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

  /** Judges by what it has. */
  end(): void {
    if (!this.isOver) this.#settle(judgeEnd(this.#gate, this.#subject.moment, this.#state));
    this.stop();
  }

  stop(): void {
    this.#over.abort(new Error('the gate measures no more'));
  }

  /** It measures no more. */
  get isOver(): boolean {
    return this.#bug !== undefined || this.#over.signal.aborted || this.#state.verdict.kind !== 'pending';
  }

  /** One that takes too long is given up: nothing was measured then. */
  async #measureOnce(): Promise<Measurement> {
    const { clock } = this.#context;
    const at = clock.now();
    const limit = measurementLimit(this.#gate.check);
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
    }
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
