import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { PublishedPort } from './ports.ts';
import type { Mount } from './mounts.ts';

/** Where a container has its network: of its own, another container's, the engine's, or none. */
export type ContainerNetwork =
  | { readonly kind: 'bridge'; readonly published: readonly PublishedPort[] }
  | { readonly kind: 'shared'; readonly with: string }
  | { readonly kind: 'host' }
  | { readonly kind: 'none' };

/** A container of a task, ready to be made. */
export interface ContainerPlan {
  /** Its definition, with the overrides of the task. */
  readonly definition: ContainerDefinition;
  /** Variable → value. */
  readonly secrets: ReadonlyMap<string, string>;
  /** The image as the engine knows it: a name, a name with a digest, or an id. */
  readonly image: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly network: ContainerNetwork;
  /** Hard limit in MiB; undefined: none. */
  readonly memory: number | undefined;
  readonly mounts: readonly Mount[];
}
