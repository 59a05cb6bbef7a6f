import type { Shift } from '../model/lifecycle.ts';

const cells = 10;

/** Who gets the production traffic: `traffic old 90 %, new 10 %`; before that, who gets that of the test listener. */
export function describeTraffic({ production, test }: Shift): string {
  if (production === 0 && test > 0) return `test traffic ${weights(test)}`;
  return `traffic ${weights(production)}`;
}

/** The same as a small picture, for a row that stays where it is: `new 10 % █░░░░░░░░░ old 90 %`. */
export function trafficBar({ production }: Shift): string {
  // What is not nothing and not all shows as such.
  const share = Math.min(
    Math.max((production / 100) * cells, production > 0 ? 1 : 0),
    production < 100 ? cells - 1 : cells,
  );
  const filled = Math.round(share);
  const bar = '█'.repeat(filled) + '░'.repeat(cells - filled);
  return `new ${percent(production)} ${bar} old ${percent(100 - production)}`;
}

/** `12.5 %`: AWS shifts in steps of a tenth. */
export function percent(share: number): string {
  return `${Math.round(share * 10) / 10} %`;
}

function weights(share: number): string {
  return `old ${percent(100 - share)}, new ${percent(share)}`;
}
