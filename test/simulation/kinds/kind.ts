import type { Choice } from '../choice.ts';
import type { History } from '../history.ts';

/** A way to draw histories: of a strategy, a gate, a kind of use. Later ones join in `registry.ts`. */
export interface Kind {
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  readonly draw: (choice: Choice) => Omit<History, 'kind' | 'seed'>;
}
