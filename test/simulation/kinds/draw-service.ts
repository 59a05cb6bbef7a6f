import type { Choice } from '../choice.ts';
import type { Brake, Conduct, ServiceShape } from '../history.ts';

export function drawService(choice: Choice): ServiceShape {
  const desired = choice.between(1, 6);
  const [minimumHealthyPercent, maximumPercent] = choice.pick([
    [100, 200],
    [100, 200],
    [50, 200],
    [50, 150],
    [0, 100],
    [100, 150],
    [50, 100],
  ] as const);
  // With one task, room for less than a second one is no room at all; `deadlock.ts` refuses that, which is soon tested.
  const isTight = desired === 1 && minimumHealthyPercent > 0 && maximumPercent < 200;
  const alarm = choice.chance(0.2) ? drawBrake(choice) : 'off';
  return {
    desired,
    minimumHealthyPercent,
    maximumPercent: isTight && choice.chance(0.9) ? 200 : maximumPercent,
    loadBalancer: choice.chance(0.4),
    containerCheck: choice.chance(0.4),
    breaker: drawBrake(choice),
    alarm,
    bakeMinutes: choice.chance(0.1) ? choice.between(1, 3) : 0,
    graceSeconds: choice.chance(0.3) ? choice.pick([10, 30, 60]) : 0,
  };
}

export function drawBrake(choice: Choice): Brake {
  return choice.weighted([
    [3, 'rolls-back'],
    [1, 'only-stops'],
    [2, 'off'],
  ]);
}

export function drawConduct(choice: Choice): Conduct {
  return choice.weighted<() => Conduct>([
    [9, () => ({ is: 'healthy', startSeconds: choice.pick([1, 5, 5, 20, 60]) })],
    [
      3,
      () => ({
        is: 'crashing',
        afterSeconds: choice.pick([0.5, 3, 15, 38, 45, 70]),
        code: choice.pick([0, 1, 137]),
      }),
    ],
    [2, () => ({ is: 'unable-to-start', text: choice.pick(cannotStart) })],
    [2, () => ({ is: 'unhealthy' })],
    [1, () => ({ is: 'healthy', startSeconds: 7_200 })],
    [2, () => ({ is: 'flapping', badSeconds: choice.between(10, 60), goodSeconds: choice.between(20, 90) })],
  ])();
}

/** Nearly always what served goes on to serve. */
export function drawOldConduct(choice: Choice): Conduct {
  return choice.chance(0.08) ? drawConduct(choice) : { is: 'healthy', startSeconds: 5 };
}

const cannotStart = [
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:new: not found',
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
  'CannotStartContainerError: Error response from daemon: failed to create task for container',
];
