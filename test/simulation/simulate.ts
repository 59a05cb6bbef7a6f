import { exitCodeOf, exitCodeOfAll, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { Course, ProcessTruth, ReleaseTruth, Said } from './course.ts';
import type { Command, History } from './history.ts';
import { deploymentFacts } from './deployments-of.ts';
import { ledgerOf } from './ledger.ts';
import { bring } from './misfortunes.ts';
import { carryOut } from './person.ts';
import { ecsdeploy, perform, servicesFor, type Program } from './program.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { serviceOn, setUp, type Stage } from './stage/stage.ts';
import { StaleReads } from './stale-reads.ts';
import { Triggers } from './triggers.ts';
import { warmUp } from './warm-up.ts';

const second = 1_000;
// Longer than any time-out and any rollback: who is not done by then never will be.
const longest = 6 * 3_600 * second;

/** Lets a history happen, in virtual time. @throws ImpossibleStage */
export async function simulate(history: History, program: Program = ecsdeploy): Promise<Course> {
  await warmUp();
  const simulation = new Simulation(history, program);
  try {
    return await simulation.run();
  } finally {
    simulation.end();
  }
}

/** How a process ended: by itself, with one word for each service or with one error, or not. */
type End =
  | { readonly kind: 'results'; readonly results: readonly ReleaseResult[] }
  | { readonly kind: 'thrown'; readonly error: unknown }
  | { readonly kind: 'killed' }
  | { readonly kind: 'nothing' };

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
    const { sandbox, services } = this.#stage;
    this.#triggers = new Triggers(sandbox.timeline, () =>
      [...services.values()].flatMap(({ record }) => deploymentFacts(sandbox.world, record)),
    );
    this.#stale = new StaleReads(history.misfortunes.some(({ is }) => is === 'stale'));
  }

  /** Whoever was killed must not go on beside the next history. */
  end(): void {
    this.#stage.sandbox.clock.stop();
  }

  async run(): Promise<Course> {
    const { sandbox, startAt, services } = this.#stage;
    for (const person of this.#history.people) {
      const note = (text: string): void => this.#note(text);
      this.#triggers.arm(person.when, () => carryOut(person, this.#stage, note));
    }
    for (const misfortune of this.#history.misfortunes) {
      this.#triggers.arm(misfortune.when, () => this.#note(bring(misfortune, sandbox, this.#stale)));
    }
    for (const command of this.#history.commands) {
      const { when } = command;
      if (when.on === 'time') this.#begin(this.#runLater(command, when.seconds * second));
      else this.#triggers.arm(when, () => this.#begin(this.#runCommand(command)));
    }
    while (this.#running.size > 0) await Promise.race(this.#running);
    const calls = sandbox.control.calls.recent();
    return {
      history: this.#history,
      startedAt: startAt,
      processes: this.#processes,
      calls,
      ledgers: new Map(
        [...services].map(([name, service]) => [name, ledgerOf(calls, sandbox.world, service)]),
      ),
      acts: this.#acts.filter(({ at }) => at <= sandbox.clock.now()),
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
  async #runCommand(first: Command): Promise<void> {
    let command = first;
    for (let run = 0; ; run++) {
      const kill = command.kills[run];
      const end = await this.#runProcess(command, run);
      if (end !== 'killed' || kill === undefined) return;
      await this.#stage.sandbox.clock.sleep(kill.againAfterSeconds * second);
      command = kill.resumes === true && command.run === undefined ? { ...command, does: 'resume' } : first;
    }
  }

  async #runProcess(command: Command, run: number): Promise<End['kind']> {
    const { clock } = this.#stage.sandbox;
    const startedAt = clock.now();
    let interruptedAt: number | undefined;
    let kill: (end: End) => void = () => undefined;
    const killed = new Promise<End>((resolve) => (kill = resolve));
    const process = new SimulatedProcess(`${command.id}.${run + 1}`, {
      stage: this.#stage,
      services: servicesFor(command),
      gates: command.gates,
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
      (): End => ({ kind: 'nothing' }),
      () => new Promise<never>(() => undefined),
    );
    const end = await Promise.race([this.#perform(process, command), killed, tooLong]);
    patience.abort();
    process.end();
    const common = { id: process.id, command, startedAt, endedAt: clock.now(), interruptedAt };
    const releases = [...process.logs].map(([service, { facts, scenes, begins }], index): ReleaseTruth => {
      const { shape } = serviceOn(this.#stage, service);
      const said = saidOf(end, index);
      const answers = process.answersAbout(service);
      return { ...common, service, shape, said, begins, facts, scenes, staleAt: process.staleAt, answers };
    });
    this.#processes.push({ ...common, exit: exitOf(end), releases });
    return end.kind;
  }

  async #perform(process: SimulatedProcess, command: Command): Promise<End> {
    try {
      return { kind: 'results', results: await perform(this.#program, command, process, this.#stage) };
    } catch (error) {
      return { kind: 'thrown', error };
    }
  }
}

/** What a process says of its nth service. */
function saidOf(end: End, index: number): Said {
  switch (end.kind) {
    case 'results': {
      const result = end.results[index];
      if (result === undefined) return { kind: 'nothing' };
      const exit = exitCodeOf(result.outcome);
      if (result.outcome.kind !== 'error') return { kind: 'outcome', result, exit };
      const { code, message, stack } = result.outcome.error;
      return { kind: 'error', code, message: stack ?? message, details: {}, exit };
    }
    case 'thrown': {
      const { error } = end;
      const exit = exitCodeOfError(error);
      if (!(error instanceof EcsdeployError))
        return { kind: 'error', code: 'bug', message: textOf(error), details: {}, exit };
      const { code, message, details } = error;
      return { kind: 'error', code, message, details, exit };
    }
    case 'killed':
    case 'nothing':
      return end;
    default:
      return end satisfies never;
  }
}

function exitOf(end: End): number | undefined {
  switch (end.kind) {
    case 'results':
      return exitCodeOfAll(end.results.map(({ outcome }) => outcome));
    case 'thrown':
      return exitCodeOfError(end.error);
    case 'killed':
    case 'nothing':
      return undefined;
    default:
      return end satisfies never;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
