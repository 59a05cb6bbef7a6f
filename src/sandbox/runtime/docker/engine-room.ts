import type { ContainerState } from './container-state.ts';
import type { DockerCli } from './docker-cli.ts';
import type { EngineImages } from './engine-images.ts';
import type { Reach } from './reach.ts';

/** Who is told how a container stands, whenever the engine says that something has happened to it. */
export type ContainerListener = (state: ContainerState | 'gone') => void;

/** What the tasks of one runtime share. */
export interface EngineRoom {
  readonly cli: DockerCli;
  readonly images: EngineImages;
  readonly reach: Reach;
  /** On everything that is made. */
  readonly labels: Readonly<Record<string, string>>;
  /** `127.0.0.1:4566`: the sandbox's own registry, as the engine reaches it. */
  readonly registry: string;
  /** Aborted when nobody wants anything any more. */
  readonly signal: AbortSignal;
  watch(id: string, listener: ContainerListener): void;
  unwatch(id: string): void;
  /** Asks the engine how a container stands; its listener is told. */
  look(id: string): void;
}
