import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { deploy } from '../../src/release/deploy.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { DeployRequest, RollbackRequest, WatchRequest } from '../../src/release/requests.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { watch } from '../../src/release/watch.ts';
import type { Command, History, Misfortune, MisfortuneKind } from './history.ts';
import { carryOut } from './person.ts';
import { SimulatedProcess, type TimedFact } from './simulated-process.ts';
import { brake, ref, setUp, type Stage } from './stage.ts';
import { StaleReads } from './stale-reads.ts';
import { Triggers } from './triggers.ts';
import { ledgerOf, sceneOf, type Ledger, type Scene } from './truth.ts';

/** What the simulation runs: the use cases as they are, or a test's version of them that lies. */
export interface Program {
  deploy(context: ReleaseContext, request: DeployRequest): Promise<ReleaseResult>;
  rollBack(context: ReleaseContext, request: RollbackRequest): Promise<ReleaseResult>;
  watch(context: ReleaseContext, request: WatchRequest): Promise<ReleaseResult>;
}

export const ecsdeploy: Program = { deploy, rollBack, watch };

/** How a process ended, as whoever started it sees it. */
type Said =
  | { readonly kind: 'outcome'; readonly result: ReleaseResult; readonly exit: number }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly exit: number }
  | { readonly kind: 'killed' }
  /** It did not end. */
  | { readonly kind: 'nothing' };

export interface ProcessTruth {
  /** `a.1`: the first process of command a. */
  readonly id: string;
  readonly command: Command;
  /** AWS's clock. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly said: Said;
  readonly facts: readonly TimedFact[];
  /** From its last look to its end, oldest first; the last one is its end. */
  readonly scenes: readonly Scene[];
  readonly interruptedAt?: number | undefined;
}

/** A history that has happened: what was said, and what was so. */
export interface Course {
  readonly history: History;
  readonly startedAt: number;
  readonly processes: readonly ProcessTruth[];
  readonly ledger: Ledger;
  readonly acts: readonly { readonly at: number; readonly text: string }[];
  readonly stage: Stage;
}

const second = 1_000;
// Longer than any time-out and any rollback: who is not done by then never will be.
const longest = 6 * 3_600 * second;

/** Lets a history happen, in virtual time. */
export async function simulate(history: History, program: Program = ecsdeploy): Promise<Course> {
  return await new Simulation(history, program).run();
}

class Simulation {
  readonly #history: History;
  readonly #program: Program;
  readonly #stage: Stage;
  readonly #triggers: Triggers;
  readonly #stale: StaleReads;
  readonly #processes: ProcessTruth[] = [];
  readonly #acts: { at: number; text: string }[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(history: History, program: Program) {
    this.#history = history;
    this.#program = program;
    this.#stage = setUp(history);
    this.#triggers = new Triggers(this.#stage.sandbox.timeline, this.#stage.service);
    this.#stale = new StaleReads(history.misfortunes.some(({ is }) => is === 'stale'));
  }

  async run(): Promise<Course> {
    const { sandbox, startAt } = this.#stage;
    for (const { when, act } of this.#history.people) {
      this.#triggers.arm(when, () => this.#note(carryOut(act, this.#stage, this.#history)));
    }
    for (const misfortune of this.#history.misfortunes) {
      this.#triggers.arm(misfortune.when, () => this.#bring(misfortune));
    }
    for (const command of this.#history.commands) {
      const { when } = command;
      if (when.on === 'time') this.#begin(this.#runLater(command, when.seconds * second));
      else this.#triggers.arm(when, () => this.#begin(this.#runCommand(command)));
    }
    while (this.#running.size > 0) await Promise.race(this.#running);
    const { clock } = sandbox;
    return {
      history: this.#history,
      startedAt: startAt,
      processes: this.#processes,
      ledger: ledgerOf(this.#stage),
      acts: this.#acts.filter(({ at }) => at <= clock.now()),
      stage: this.#stage,
    };
  }

  #note(text: string): void {
    this.#acts.push({ at: this.#stage.sandbox.timeline.now(), text });
  }

  #begin(work: Promise<void>): void {
    const watched: Promise<void> = work.finally(() => this.#running.delete(watched));
    this.#running.add(watched);
  }

  async #runLater(command: Command, after: number): Promise<void> {
    if (after > 0) await this.#stage.sandbox.clock.sleep(after);
    await this.#runCommand(command);
  }

  /** One process after the other, until one is not killed. */
  async #runCommand(command: Command): Promise<void> {
    for (let run = 0; ; run++) {
      const kill = command.kills[run];
      const said = await this.#runProcess(command, run);
      if (said.kind !== 'killed' || kill === undefined) return;
      await this.#stage.sandbox.clock.sleep(kill.againAfterSeconds * second);
    }
  }

  async #runProcess(command: Command, run: number): Promise<Said> {
    const { clock } = this.#stage.sandbox;
    const startedAt = clock.now();
    let interruptedAt: number | undefined;
    let kill: (said: Said) => void = () => undefined;
    const killed = new Promise<Said>((resolve) => (kill = resolve));
    const process = new SimulatedProcess(`${command.id}.${run + 1}`, {
      stage: this.#stage,
      stale: this.#stale,
      beforeCall: (operation) => this.#triggers.beforeCall(operation),
      skewMilliseconds: command.skewSeconds * second,
      kill: command.kills[run],
      onKilled: () => kill({ kind: 'killed' }),
      note: (text) => this.#note(text),
    });
    const { interrupt } = command;
    if (interrupt !== undefined && run === command.kills.length) {
      this.#triggers.arm(interrupt.when, () => {
        if (process.isDead) return;
        interruptedAt = this.#stage.sandbox.timeline.now();
        process.interrupt.abort(new Interrupted(interrupt.signal));
      });
    }
    const patience = new AbortController();
    const tooLong = clock.sleep(longest, patience.signal).then(
      (): Said => ({ kind: 'nothing' }),
      () => new Promise<never>(() => undefined),
    );
    const said = await Promise.race([this.#run(process, command), killed, tooLong]);
    patience.abort();
    process.end();
    this.#processes.push({
      id: process.id,
      command,
      startedAt,
      endedAt: clock.now(),
      said,
      facts: process.facts,
      scenes: [...process.scenes, sceneOf(this.#stage)],
      interruptedAt,
    });
    return said;
  }

  async #run(process: SimulatedProcess, command: Command): Promise<Said> {
    try {
      const result = await this.#useCase(process.context(), command);
      return { kind: 'outcome', result, exit: exitCodeOf(result.outcome) };
    } catch (error) {
      const code = error instanceof EcsdeployError ? error.code : 'bug';
      const message = error instanceof EcsdeployError ? error.message : textOf(error);
      return { kind: 'error', code, message, exit: exitCodeOfError(error) };
    }
  }

  #useCase(context: ReleaseContext, command: Command): Promise<ReleaseResult> {
    const timeoutMilliseconds = command.timeoutSeconds * second;
    if (command.does === 'watch') return this.#program.watch(context, { service: ref, timeoutMilliseconds });
    const { rollback, rollbackOnTimeout, onInterrupt, ifBusy, dryRun } = command;
    const request = {
      service: ref,
      timeoutMilliseconds,
      rollback,
      rollbackOnTimeout,
      onInterrupt,
      ifBusy,
      dryRun,
    };
    if (command.does === 'rollback') return this.#program.rollBack(context, request);
    const { breaker, maximumPercent } = command.settings;
    return this.#program.deploy(context, {
      ...request,
      base: { kind: 'live' },
      images: [{ image: this.#stage.imageOf(command.image) }],
      settings: {
        ...(breaker === undefined ? {} : { circuitBreaker: brake(breaker) }),
        ...(maximumPercent === undefined ? {} : { maximumPercent }),
      },
      imageReference: command.imageReference,
      force: command.force,
    });
  }

  #bring(misfortune: Misfortune): void {
    const { operation, is, count, seconds } = misfortune;
    this.#note(`from now on ${operation} is ${is}${count === null ? '' : `, ${count} times`}`);
    if (is === 'stale') {
      this.#stale.order(operation, count, seconds * second);
      return;
    }
    this.#stage.sandbox.control.fault({
      operation,
      ...faults[is],
      ...(is === 'slow' ? { delay: seconds * second } : {}),
      ...(count === null ? {} : { count }),
    });
  }
}

const faults: Readonly<
  Record<Exclude<MisfortuneKind, 'stale'>, { error?: string; hang?: boolean; loseReply?: boolean }>
> = {
  throttled: { error: 'ThrottlingException' },
  'server-fault': { error: 'ServerException' },
  unavailable: { error: 'ServiceUnavailable' },
  hang: { hang: true },
  'lost-reply': { loseReply: true },
  slow: {},
  expired: { error: 'ExpiredTokenException' },
  denied: { error: 'AccessDeniedException' },
};

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
