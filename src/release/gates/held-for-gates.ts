import type { Gate } from '../../model/gate.ts';
import type { FollowMemory } from '../follow-memory.ts';
import type { FollowPolicy } from '../follow-policy.ts';
import { unclearGate, type GateStanding } from './judge-standings.ts';

/** How gates stand while a deployment goes on. */
export interface GatesMeanwhile {
  readonly gates?: readonly GateStanding[] | undefined;
  /** Those that have nothing to measure yet. */
  readonly gatesToBegin?: readonly Gate[] | undefined;
}

/**
 * The gates whose business alone a pause at this stage is: they let it go on, or the deployment goes back. Undefined where somebody has
 * to answer it: it was made for a person, this run does not measure all that it was made for, one of them cannot tell, or AWS does not
 * let us go on. To an observer every pause of gates is one of whoever drives. Pure.
 */
export function gatesHolding(
  stage: string,
  { role, heldForGates = {} }: Pick<FollowPolicy, 'role' | 'heldForGates'>,
  { mustWait }: Pick<FollowMemory, 'mustWait'>,
  { gates = [], gatesToBegin = [] }: GatesMeanwhile,
): readonly string[] | undefined {
  const names = heldForGates[stage];
  if (names === undefined || role === 'observer') return names;
  const backed = gates.filter(({ gate }) => names.includes(gate.name));
  const known = [...backed.map(({ gate }) => gate), ...gatesToBegin].map(({ name }) => name);
  const isOurs = mustWait !== true && names.every((name) => known.includes(name));
  return isOurs && unclearGate(backed) === undefined ? names : undefined;
}
