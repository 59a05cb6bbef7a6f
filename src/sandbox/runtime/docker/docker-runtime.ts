import { setTimeout as pause } from 'node:timers/promises';
import type { TaskRecord } from '../../ecs/records/task.ts';
import type { World } from '../../world.ts';
import type { ContainerRuntime } from '../runtimes.ts';
import { inspectContainers } from './container-state.ts';
import type { DockerCli } from './docker-cli.ts';
import { EngineEvents } from './engine-events.ts';
import { EngineImages } from './engine-images.ts';
import type { ContainerListener, EngineRoom } from './engine-room.ts';
import type { FoundEngine } from './find-engine.ts';
import { ownerLabel, ownerOf, sandboxLabels } from './labels.ts';
import { removeAllOf } from './leftovers.ts';
import type { Reach } from './reach.ts';
import { RealTask } from './real-task.ts';

const beforeTheNextLook = 1_000;

/** Tasks as containers of an engine. */
export class DockerRuntime implements ContainerRuntime, EngineRoom {
  readonly kind = 'docker';
  readonly engine: string;
  readonly cli: DockerCli;
  readonly images: EngineImages;
  readonly reach: Reach;
  readonly labels: Readonly<Record<string, string>>;
  readonly registry: string;
  readonly #owner: string;
  readonly #events: EngineEvents;
  readonly #tasks = new Map<TaskRecord, RealTask>();
  readonly #removals = new Set<Promise<void>>();
  readonly #listeners = new Map<string, ContainerListener>();
  /** Containers to ask the engine about. */
  readonly #unsure = new Set<string>();
  #isLooking = false;
  #isClosed = false;
  #wasUsed = false;
  #abort = new AbortController();

  /** `port`: the server's, where its registry is. */
  constructor({ cli, version }: FoundEngine, reach: Reach, port: number) {
    this.cli = cli;
    this.engine = `docker ${version}`;
    this.reach = reach;
    this.registry = `127.0.0.1:${port}`;
    this.#owner = ownerOf(process.pid, port);
    this.labels = sandboxLabels(this.#owner);
    this.images = new EngineImages(cli);
    this.#events = new EngineEvents(
      cli,
      `${ownerLabel}=${this.#owner}`,
      (id) => this.look(id),
      () => this.#lookAtAll(),
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  launch(world: World, task: TaskRecord): void {
    if (this.#isClosed) return;
    this.#wasUsed = true;
    this.#events.open();
    const real = new RealTask(this, world, task);
    this.#tasks.set(task, real);
    real.launch();
  }

  terminate(_world: World, task: TaskRecord): void {
    this.#tasks.get(task)?.terminate();
  }

  discard(_world: World, task: TaskRecord): void {
    const real = this.#tasks.get(task);
    if (real !== undefined) this.#remove(task, real);
  }

  count(): number {
    return [...this.#tasks.values()].reduce((sum, task) => sum + task.count, 0);
  }

  forget(): void {
    for (const [task, real] of this.#tasks) this.#remove(task, real);
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#removals);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.forget();
    this.#events.close();
    await this.settled();
    if (!this.#wasUsed) return;
    await removeAllOf(this.cli, this.#owner);
    await this.images.forgetPulled();
  }

  watch(id: string, listener: ContainerListener): void {
    this.#listeners.set(id, listener);
  }

  unwatch(id: string): void {
    this.#listeners.delete(id);
  }

  look(id: string): void {
    if (!this.#listeners.has(id)) return;
    this.#unsure.add(id);
    if (!this.#isLooking) void this.#lookAround();
  }

  #lookAtAll(): void {
    for (const id of this.#listeners.keys()) this.look(id);
  }

  /** Asks about all containers at once that something has happened to. One that the engine did not answer for is asked about again. */
  async #lookAround(): Promise<void> {
    this.#isLooking = true;
    while (this.#unsure.size > 0) {
      const ids = [...this.#unsure];
      this.#unsure.clear();
      const states = await inspectContainers(this.cli, ids);
      for (const id of ids) {
        const state = states.get(id);
        const listener = this.#listeners.get(id);
        if (state !== undefined) listener?.(state);
        else if (listener !== undefined) this.#unsure.add(id);
      }
      if (states.size < ids.length) await pause(beforeTheNextLook, undefined, { ref: false });
    }
    this.#isLooking = false;
  }

  /** A task stays in the count until its containers are gone. */
  #remove(task: TaskRecord, real: RealTask): void {
    real.letGo();
    const removal = real.remove().finally(() => {
      this.#removals.delete(removal);
      if (this.#tasks.get(task) === real) this.#tasks.delete(task);
    });
    this.#removals.add(removal);
  }
}
