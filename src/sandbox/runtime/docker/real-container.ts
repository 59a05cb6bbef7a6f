import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerRecord } from '../../ecs/records/task.ts';
import { stopTimeoutOf } from '../../ecs/tasks/stop-timeout.ts';
import type { Progress } from './container-order.ts';
import type { ContainerPlan } from './container-plan.ts';
import { inspectContainers, type ContainerState } from './container-state.ts';
import { createArguments } from './create-arguments.ts';
import type { Ran } from './docker-cli.ts';
import { engineMessage } from './engine-message.ts';
import type { EngineRoom } from './engine-room.ts';
import { routeEnvironment } from './environment.ts';
import type { ContainerLine } from './log-line.ts';
import { LogReader } from './log-reader.ts';
import { variablesOf } from './overrides.ts';
import { inPrivateFolder } from './private-folder.ts';

export type Start =
  | { readonly kind: 'started'; readonly id: string; readonly state: ContainerState | undefined }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Made, and not wanted any more by then. */
  | { readonly kind: 'given-up' };

/** The last lines of a container that has ended come within milliseconds; an engine that went away is not waited for. */
const patienceForLogs = 5_000;
const beforeTheNextStop = 2_000;

/** One container of a task, from its making to its removal. */
export class RealContainer {
  readonly name: string;
  /** With the overrides of its task. */
  readonly definition: ContainerDefinition;
  readonly record: ContainerRecord;
  progress: Progress = { phase: 'waiting' };
  /** Of the engine; undefined before it is made. */
  id: string | undefined;
  /** It was told to stop. */
  isStopping = false;
  /** Its end was seen, and is being told. */
  isEnding = false;
  readonly #room: EngineRoom;
  #logs: LogReader | undefined;

  constructor(room: EngineRoom, definition: ContainerDefinition, record: ContainerRecord) {
    this.#room = room;
    this.name = record.name;
    this.definition = definition;
    this.record = record;
  }

  /** Makes the container and starts it. `onMade` hears its id before anything of it can be missed, and says whether to go on. */
  async start(plan: ContainerPlan, onMade: (id: string) => boolean): Promise<Start> {
    const { cli } = this.#room;
    const made = await this.#make(plan);
    const id = made.stdout.trim();
    if (made.code !== 0 || id === '') {
      return { kind: 'failed', reason: `CannotCreateContainerError: ${engineMessage(made.stderr)}` };
    }
    this.id = id;
    if (!onMade(id)) return { kind: 'given-up' };
    const started = await cli.run(['start', id]);
    if (started.code !== 0) {
      return { kind: 'failed', reason: `CannotStartContainerError: ${engineMessage(started.stderr)}` };
    }
    const state = (await inspectContainers(cli, [id])).get(id);
    return { kind: 'started', id, state: state === 'gone' ? undefined : state };
  }

  readLogs(onLines: (lines: readonly ContainerLine[]) => void): void {
    if (this.id !== undefined) this.#logs = new LogReader(this.#room.cli, this.id, onLines);
  }

  /** Resolves when the last line of a container that has ended was handed on. */
  async logsRead(): Promise<void> {
    if (this.#logs === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceForLogs)));
    await Promise.race([this.#logs.ended, tooLong]);
    clearTimeout(timer);
  }

  /** SIGTERM, and SIGKILL after its stop timeout. Goes on until it has ended, or `signal` says that nobody cares. */
  async stop(): Promise<void> {
    const { cli, signal } = this.#room;
    const { id } = this;
    this.isStopping = true;
    while (id !== undefined && this.progress.phase === 'running' && !this.isEnding && !signal.aborted) {
      const time = String(stopTimeoutOf(this.definition));
      const { code } = await cli.run(['stop', '-t', time, id], { signal });
      this.#room.look(id);
      if (code === 0) return;
      await pause(beforeTheNextStop, undefined, { ref: false });
    }
  }

  letGo(): void {
    this.#logs?.stop();
    if (this.id !== undefined) this.#room.unwatch(this.id);
  }

  /** No value of its environment stands in arguments, nor longer in a file than the engine needs to read it. */
  #make(plan: ContainerPlan): Promise<Ran> {
    const { cli } = this.#room;
    const { inherited, file } = routeEnvironment(variablesOf(this.definition, plan.secrets), process.env);
    const [create = '', ...rest] = createArguments(plan);
    const names = Object.keys(inherited).map((name) => `--env=${name}`);
    if (file === '') return cli.run([create, ...names, ...rest], { env: inherited });
    return inPrivateFolder(async (folder) => {
      const variables = path.join(folder, 'env');
      await writeFile(variables, file, { mode: 0o600 });
      return cli.run([create, `--env-file=${variables}`, ...names, ...rest], { env: inherited });
    });
  }
}
