import type { Gate, GateReport } from '../model/gate.ts';
import type { GateContext } from './gate-context.ts';
import { GateRun } from './gate-run.ts';
import type { GateSubject } from './subject.ts';

/** Measures the gates of one moment in the background, on the clock. */
export interface GateWatch {
  /**
   * How each gate stands now, in the order of the configuration.
   * @throws what a measurement threw that is a bug
   */
  reports(): readonly GateReport[];
  /**
   * Resolves when no gate of it measures any longer: each has judged (its `count` is full, it failed, or it became inconclusive), or it
   * was ended. Without a `count`, gates of `during` and `after` that stay good only judge at their `end`.
   * @throws the interruption's reason, and what a measurement threw that is a bug
   */
  settled(): Promise<void>;
  /** Resolves when one of those that are still measuring ends, however it does; never, where none is. */
  nextVerdict(): Promise<void>;
  /** New facts for the next measurements. */
  follow(subject: GateSubject): void;
  /**
   * The moment is over: what is pending judges by what it has, and begins no measurement any more. Those that are under way count, and
   * are bounded (`measurementLimit`): gates with one judge when it has ended.
   * @returns the gates that are waited for
   */
  endWhenMeasured(): readonly AwaitedGate[];
  /** No gate of it measures any more. */
  readonly isOver: boolean;
  /** Ends all measuring at once; judges nothing. Resolves when what was under way has said what it leaves behind. It never rejects. */
  stop(): Promise<void>;
}

/** A gate whose measurement is under way. */
export interface AwaitedGate {
  readonly gate: string;
  /** When it is given up, in milliseconds since the epoch. */
  readonly until: number;
}

/** Begins to measure those of the gates that are to measure in the subject's moment. */
export function watchGates(context: GateContext, gates: readonly Gate[], subject: GateSubject): GateWatch {
  const own = gates.filter(({ at }) => at.includes(subject.moment));
  const runs = own.map((gate) => new GateRun(context, gate, subject));
  const measuring = runs.map((run) => run.measureUntilJudged());
  const ended = Promise.all(measuring);
  // Whoever asks is told; a watch that nobody asks any more must not end the process.
  ended.catch(() => undefined);
  const reports = (): readonly GateReport[] => runs.map((run) => run.report());
  return {
    reports,
    settled: async () => {
      await ended;
    },
    nextVerdict: async () => {
      await Promise.race(measuring.filter((_, nth) => runs[nth]?.isOver === false));
    },
    follow: (next) => {
      for (const run of runs) run.follow(next);
    },
    endWhenMeasured: () =>
      runs.flatMap((run) => {
        const until = run.endWhenMeasured();
        return until === undefined ? [] : [{ gate: run.name, until }];
      }),
    get isOver() {
      return runs.every(({ isOver }) => isOver);
    },
    stop: async () => {
      for (const run of runs) run.stop();
      await Promise.allSettled(measuring);
    },
  };
}
