import type { Choice } from '../choice.ts';
import type { Act, PersonAct } from '../history.ts';
import { drawMoment } from './draw-moment.ts';

/** @param only what they do, where that is not to be drawn */
export function drawPeople(choice: Choice, only?: 'alarm'): PersonAct[] {
  return choice.several(1, only === undefined ? 3 : 1, () => ({
    when: drawMoment(choice),
    act: only === undefined ? drawAct(choice) : { is: only, state: 'ALARM' },
  }));
}

function drawAct(choice: Choice): Act {
  return choice.weighted<() => Act>([
    [4, () => ({ is: 'deploys' })],
    [1, () => ({ is: 'restarts' })],
    [3, () => ({ is: 'scales', to: drawCount(choice) })],
    [2, () => drawAutoscaling(choice)],
    [3, () => ({ is: 'stops-deployment' })],
    [3, () => ({ is: 'answers', with: choice.pick(['CONTINUE', 'CONTINUE', 'ROLLBACK']) })],
    [1, () => ({ is: 'stops-tasks' })],
    [1, () => ({ is: 'deletes-service' })],
    [1, () => ({ is: 'deletes-cluster' })],
    [1, () => ({ is: 'alarm', state: choice.chance(0.7) ? 'ALARM' : 'OK' })],
    [1, () => ({ is: 'moves-tag', image: 'new' })],
    [1, () => ({ is: 'registers-revision' })],
  ])();
}

function drawAutoscaling(choice: Choice): Act {
  return {
    is: 'autoscales',
    from: drawCount(choice),
    to: drawCount(choice),
    everySeconds: choice.pick([5, 20, 60]),
    times: choice.between(2, 6),
  };
}

function drawCount(choice: Choice): number {
  return choice.chance(0.1) ? choice.between(7, 25) : choice.between(0, 6);
}
