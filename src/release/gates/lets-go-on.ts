import type { Snapshot } from '../../model/deployment.ts';
import type { Gate } from '../../model/gate.ts';
import type { GateStanding } from './judge-standings.ts';

/**
 * Whether a gate lets a deployment go on that a pause holds for it: it has passed, or its newest measurement since the pause began was
 * good. Numbers of CloudWatch tell nothing before there is any traffic, and hold nothing then, unless they have told already. Pure.
 * @param since when the pause was first seen, local clock
 * @param toBegin gates that have nothing to measure yet
 */
export function letsGoOn(
  standings: readonly GateStanding[],
  name: string,
  since: number,
  { shift }: Snapshot,
  toBegin: readonly Gate[] = [],
): boolean {
  const standing = standings.find(({ gate }) => gate.name === name);
  const gate = standing?.gate ?? toBegin.find((one) => one.name === name);
  // The configuration has it no more: what AWS holds for it stays held.
  if (gate === undefined) return false;
  // One that is only tried out decides nothing.
  if (gate.dryRun) return true;
  const kind = standing?.report.verdict.kind ?? 'pending';
  switch (kind) {
    case 'pass':
      return true;
    case 'fail':
      return false;
    case 'inconclusive':
      return gate.onInconclusive === 'continue';
    case 'pending': {
      if (gate.check.kind === 'metrics' && shift?.production === 0) return true;
      const newest = standing?.report.measurements.at(-1);
      return newest?.kind === 'pass' && newest.at >= since;
    }
    default:
      return kind satisfies never;
  }
}
