import type { PlannedScaling, SuspendedScaling } from '../model/scaling.ts';
import { harmless } from './harmless.ts';

/** What may scale a service, for the plan: `1 to 4 tasks, scale-in suspended`. */
export function describePlannedScaling(scaling: PlannedScaling): string {
  switch (scaling.kind) {
    case 'target': {
      const bounds = `${scaling.min} to ${scaling.max} tasks, ${describeSuspension(scaling.suspended)}`;
      return scaling.suspends ? `${bounds}; suspended for the release, and restored after it` : bounds;
    }
    case 'none':
      return 'no scalable target: nothing scales this service';
    case 'unknown':
      return `unknown: ${harmless(scaling.error)}`;
    default:
      return scaling satisfies never;
  }
}

/** Which activities are suspended, in AWS's words. */
export function describeSuspension({ scaleIn, scaleOut, scheduled }: SuspendedScaling): string {
  const names = [
    ...(scaleIn ? ['scale-in'] : []),
    ...(scaleOut ? ['scale-out'] : []),
    ...(scheduled ? ['scheduled scaling'] : []),
  ];
  if (names.length === 0) return 'nothing suspended';
  return names.length === 3 ? 'all of it suspended' : `${names.join(' and ')} suspended`;
}
