import type { Choice } from '../choice.ts';
import type { Act, PersonAct } from '../history.ts';
import { drawMoment } from './draw-moment.ts';

export function drawPeople(choice: Choice): PersonAct[] {
  return choice.several(1, 3, () => ({ when: drawMoment(choice), act: drawAct(choice) }));
}

function drawAct(choice: Choice): Act {
  return choice.weighted<() => Act>([
    [4, () => ({ is: 'deploys' })],
    [1, () => ({ is: 'restarts' })],
    [4, () => ({ is: 'scales', to: choice.between(0, 6) })],
    [3, () => ({ is: 'stops-deployment' })],
    [1, () => ({ is: 'stops-tasks' })],
    [1, () => ({ is: 'deletes-service' })],
    [1, () => ({ is: 'deletes-cluster' })],
    [2, () => ({ is: 'alarm', state: choice.chance(0.7) ? 'ALARM' : 'OK' })],
    [1, () => ({ is: 'moves-tag', image: 'new' })],
    [1, () => ({ is: 'registers-revision' })],
  ])();
}
