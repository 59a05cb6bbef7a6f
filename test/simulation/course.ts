import type { ReleaseResult } from '../../src/model/release-result.ts';
import type { LoggedCall } from '../../src/sandbox/call-log.ts';
import type { GivenAnswer } from './gates.ts';
import type { Command, History, ImageName, ServiceShape } from './history.ts';
import type { Ledger } from './ledger.ts';
import type { Scene } from './scene.ts';
import type { TimedFact } from './service-log.ts';
import { serviceOn, type Stage } from './stage/stage.ts';

/** How a release ended, as whoever started it sees it. */
export type Said =
  | { readonly kind: 'outcome'; readonly result: ReleaseResult; readonly exit: number }
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly message: string;
      readonly details: Readonly<Record<string, unknown>>;
      readonly exit: number;
    }
  | { readonly kind: 'killed' }
  /** It did not end. */
  | { readonly kind: 'nothing' };

/** One process, and what it was told about each service that it was about. */
export interface ProcessTruth {
  /** `a.1`: the first process of command a. */
  readonly id: string;
  readonly command: Command;
  /** AWS's clock. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Its exit code, where it ended by itself. */
  readonly exit?: number | undefined;
  readonly interruptedAt?: number | undefined;
  /** One for each service; of a run of several in the order of the run. */
  readonly releases: readonly ReleaseTruth[];
}

/** What one process did with one service. */
export interface ReleaseTruth {
  /** Of its process. */
  readonly id: string;
  readonly service: string;
  readonly command: Command;
  /** Of its process. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly said: Said;
  /** How the service was made. */
  readonly shape: ServiceShape;
  /** How it stood when the process began. */
  readonly begins: Scene;
  readonly facts: readonly TimedFact[];
  /** From its last look to its end, oldest first; the last one is its end. */
  readonly scenes: readonly Scene[];
  readonly interruptedAt?: number | undefined;
  /** When its process was given an answer that was no longer so. */
  readonly staleAt: readonly number[];
  /** What the programs of its gates said. */
  readonly answers: readonly GivenAnswer[];
}

/** A history that has happened: what was said, and what was so. */
export interface Course {
  readonly history: History;
  readonly startedAt: number;
  readonly processes: readonly ProcessTruth[];
  /** Every request of ours, oldest first. */
  readonly calls: readonly LoggedCall[];
  /** What happened to each service, by its name. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  readonly acts: readonly NotedAct[];
  readonly stage: Stage;
}

interface NotedAct {
  readonly at: number;
  readonly text: string;
}

/** The part of a course that is about one service. */
export interface ServiceCourse {
  readonly history: History;
  readonly service: string;
  /** Every digest that the image's name has stood for. */
  readonly digests: Readonly<Record<ImageName, readonly string[]>>;
  readonly imageOf: (name: ImageName) => string;
  readonly ledger: Ledger;
  readonly releases: readonly ReleaseTruth[];
  readonly processes: readonly ProcessTruth[];
  readonly acts: readonly NotedAct[];
}

export function courseOf(course: Course, service: string): ServiceCourse {
  const { history, ledgers, processes, acts, stage } = course;
  const staged = serviceOn(stage, service);
  const ledger = ledgers.get(service);
  if (ledger === undefined) throw new RangeError(`there is no service ${service}`);
  return {
    history,
    service,
    digests: staged.digests,
    imageOf: staged.imageOf,
    ledger,
    releases: processes.flatMap(({ releases }) => releases.filter((one) => one.service === service)),
    processes,
    acts,
  };
}
