import type { Choice } from '../choice.ts';
import type { Misfortune, MisfortuneKind } from '../history.ts';
import { drawMoment, drawOperation } from './draw-moment.ts';

export function drawMisfortunes(choice: Choice): Misfortune[] {
  return choice.several(1, 3, () => drawMisfortune(choice));
}

function drawMisfortune(choice: Choice): Misfortune {
  const is = choice.weighted<MisfortuneKind>([
    [3, 'throttled'],
    [2, 'server-fault'],
    [1, 'unavailable'],
    [2, 'hang'],
    [3, 'lost-reply'],
    [2, 'slow'],
    [1, 'expired'],
    [1, 'denied'],
    [2, 'stale'],
  ]);
  // Credentials and permissions do not come back by themselves.
  const lasts = (is === 'expired' || is === 'denied') && choice.chance(0.7);
  const count = choice.weighted([
    [5, choice.between(1, 3)],
    [3, choice.between(4, 12)],
    [1, choice.between(30, 80)],
  ]);
  return {
    when: choice.chance(0.4) ? { on: 'time', seconds: 0 } : drawMoment(choice),
    operation: operationFor(choice, is),
    is,
    count: lasts ? null : count,
    // An account that many share is throttled now and then, for long.
    ...(choice.chance(0.2) ? { percent: choice.pick([20, 50, 80]) } : {}),
    seconds: is === 'slow' ? choice.pick([1, 5, 12, 19, 30]) : 3,
  };
}

/** It is writes that a lost answer endangers: whoever sends them again does it twice. */
function operationFor(choice: Choice, is: MisfortuneKind): string {
  const isLost = is === 'lost-reply' || is === 'hang';
  if (isLost && choice.chance(0.6)) return choice.pick(['UpdateService', 'UpdateService', ...writes]);
  return choice.chance(0.2) ? '*' : drawOperation(choice);
}

const writes = ['RegisterTaskDefinition', 'StopServiceDeployment'];
