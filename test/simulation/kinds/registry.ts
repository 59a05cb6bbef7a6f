import { Choice, seedOf } from '../choice.ts';
import type { History } from '../history.ts';
import { codeDeploy } from './codedeploy.ts';
import { gates } from './gates.ts';
import type { Kind } from './kind.ts';
import { deployThenRollback, rivals, rolling, sameCommandAgain } from './rolling.ts';
import { several } from './several.ts';

/** Every kind of history there is. */
export const kinds: readonly Kind[] = [
  rolling,
  sameCommandAgain,
  rivals,
  deployThenRollback,
  several,
  codeDeploy,
  gates,
];

/** The history with this number under this seed: the same two give the same history, always. */
export function historyOf(seed: number, index: number, from: readonly Kind[] = kinds): History {
  const choice = new Choice(seedOf(seed, index));
  const kind = choice.weighted(from.map((one) => [one.weight, one] as const));
  return { kind: kind.name, seed: choice.between(1, 1_000_000), ...kind.draw(choice) };
}
