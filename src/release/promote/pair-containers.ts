import type { TaskDefinition } from '../../model/task-definition.ts';

/** Which container of this environment takes what which container of the other one runs. */
export interface ContainerPair {
  readonly container: string;
  /** Its name in the other environment. */
  readonly there: string;
}

/** The containers of one environment, and those of them that take images. */
export interface ImageTakers {
  readonly definition: TaskDefinition;
  /** As configured; absent: nothing is said. */
  readonly containers?: readonly string[] | undefined;
}

export type Pairing =
  | { readonly kind: 'paired'; readonly pairs: readonly ContainerPair[] }
  /** Nothing says which of these takes the image. */
  | { readonly kind: 'ambiguous'; readonly containers: readonly string[] }
  /** The other environment has no such container, only these. */
  | { readonly kind: 'missing'; readonly container: string; readonly containers: readonly string[] };

/**
 * Pairs containers by name; where both sides have one that takes images, those two, whatever they are called. Sidecars are in no pair: they
 * stay as this environment has them. Pure.
 */
export function pairContainers(here: ImageTakers, there: ImageTakers): Pairing {
  const names = namesOf(here.definition);
  const taking = here.containers ?? (names.length === 1 ? names : undefined) ?? sameNames(names, there);
  if (taking === undefined) return { kind: 'ambiguous', containers: names };
  const known = namesOf(there.definition);
  const [only, ...others] = there.containers ?? known;
  const pairs: ContainerPair[] = [];
  for (const container of taking) {
    const isOnly = taking.length === 1 && others.length === 0;
    const name = known.includes(container) ? container : isOnly ? only : undefined;
    if (name === undefined || !known.includes(name)) return { kind: 'missing', container, containers: known };
    pairs.push({ container, there: name });
  }
  return { kind: 'paired', pairs };
}

/** What the other environment says takes images, where this one has those containers too. */
function sameNames(names: readonly string[], { containers }: ImageTakers): readonly string[] | undefined {
  return containers?.every((name) => names.includes(name)) === true ? containers : undefined;
}

function namesOf({ containerDefinitions }: TaskDefinition): string[] {
  return containerDefinitions.map(({ name }) => name);
}
