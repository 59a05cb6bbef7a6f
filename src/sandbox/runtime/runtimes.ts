import type { World } from '../world.ts';
import { simulatedRuntime } from './simulated-runtime.ts';
import type { TaskRuntime } from './task-runtime.ts';

/** `auto`: real containers for tasks whose images the sandbox's own registry holds with their layers, simulated ones for all others. */
export type RuntimeMode = 'auto' | 'simulated' | 'docker';

/** A runtime with real containers, shared by all regions. */
export interface ContainerRuntime extends TaskRuntime {
  /** Such as `docker 28.2.2`. */
  readonly engine: string;
  /** How many containers there are of it now. */
  count(): number;
  /** Lets go of every task at once, and removes their containers in the background. */
  forget(): void;
  /** Resolves when what is being removed is gone. */
  settled(): Promise<void>;
  /** Removes every container, and ends all processes. */
  close(): Promise<void>;
}

export interface RuntimeStatus {
  readonly mode: RuntimeMode;
  /** Absent where every task is simulated. */
  readonly engine?: string;
  /** Real ones. */
  readonly containers: number;
}

/** Decides for each task who runs it. */
export class Runtimes {
  #mode: RuntimeMode = 'simulated';
  #real: ContainerRuntime | undefined;
  #closing: Promise<void> | undefined;

  /** Without a runtime for real containers, every task is simulated. */
  use(mode: RuntimeMode, real: ContainerRuntime | undefined): void {
    this.#mode = mode;
    this.#real = real;
    this.#closing = undefined;
  }

  /** Who runs a new task with these images. */
  choose(world: Pick<World, 'ecr'>, images: readonly string[]): TaskRuntime {
    if (this.#real === undefined || this.#mode === 'simulated') return simulatedRuntime;
    if (this.#mode === 'docker') return this.#real;
    return images.every((image) => world.ecr.held(image) !== undefined) ? this.#real : simulatedRuntime;
  }

  status(): RuntimeStatus {
    return {
      mode: this.#mode,
      ...(this.#real !== undefined && { engine: this.#real.engine }),
      containers: this.#real?.count() ?? 0,
    };
  }

  /** The account was emptied: its tasks are nobody's any more. */
  reset(): void {
    this.#real?.forget();
  }

  /** Resolves when the containers that are nobody's any more are gone. */
  async settled(): Promise<void> {
    await (this.#closing ?? this.#real?.settled());
  }

  /** Removes every real container; tasks that come later are simulated. */
  close(): Promise<void> {
    this.#closing ??= this.#real?.close() ?? Promise.resolve();
    this.#real = undefined;
    return this.#closing;
  }
}
