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
  /** The moment is over: what is pending judges by what it has. */
  end(): readonly GateReport[];
  /** Ends all measuring at once; judges nothing. */
  stop(): void;
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
  const stop = (): void => {
    for (const run of runs) run.stop();
  };
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
    end: () => {
      for (const run of runs) run.end();
      return reports();
    },
    stop,
  };
}
