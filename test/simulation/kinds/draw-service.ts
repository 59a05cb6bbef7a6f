import type { Choice } from '../choice.ts';
import type { Brake, Conduct, Images, ServiceShape } from '../history.ts';

export function drawService(choice: Choice): ServiceShape {
  const desired = drawDesired(choice);
  const [minimumHealthyPercent, maximumPercent] = choice.pick([
    [100, 200],
    [100, 200],
    [50, 200],
    [50, 150],
    [0, 100],
    [100, 150],
    [50, 100],
    [66, 134],
    [100, 110],
  ] as const);
  // With few tasks, room for less than one more is no room at all; `deadlock.ts` refuses that, which is soon tested.
  const isTight = isWithoutRoom(desired, minimumHealthyPercent, maximumPercent);
  const strategy = drawStrategy(choice);
  const loadBalancer = choice.chance(0.4);
  return {
    desired,
    minimumHealthyPercent,
    maximumPercent: isTight && choice.chance(0.9) ? 200 : maximumPercent,
    // BLUE_GREEN does without; the others move traffic, and need something to move it with.
    loadBalancer: strategy === 'LINEAR' || strategy === 'CANARY' || loadBalancer,
    containerCheck: choice.chance(0.4),
    breaker: drawBrake(choice),
    alarm: choice.chance(0.25) ? choice.pick(['rolls-back', 'rolls-back', 'only-stops']) : 'off',
    bakeMinutes: choice.chance(0.1) ? choice.between(1, 3) : 0,
    graceSeconds: choice.chance(0.3) ? choice.pick([10, 30, 60]) : 0,
    controller: 'ECS',
    strategy,
    readyMinutes: 0,
    stepMinutes: choice.pick([0, 1, 1, 2]),
    hook: choice.chance(0.12) ? choice.pick(['succeeds', 'fails', 'is-silent']) : 'none',
  };
}

/** A service that CodeDeploy brings releases in for: always behind a load balancer, with no percents of its own. */
export function drawCodeDeployService(choice: Choice): ServiceShape {
  return {
    ...drawService(choice),
    minimumHealthyPercent: 100,
    maximumPercent: 200,
    loadBalancer: true,
    controller: 'CODE_DEPLOY',
    strategy: choice.pick(['BLUE_GREEN', 'CANARY', 'CANARY', 'LINEAR']),
    readyMinutes: choice.chance(0.2) ? choice.between(1, 10) : 0,
    bakeMinutes: choice.pick([0, 0, 1, 3]),
    stepMinutes: choice.between(1, 3),
    graceSeconds: 0,
    hook: choice.chance(0.12) ? choice.pick(['succeeds', 'fails']) : 'none',
  };
}

function drawStrategy(choice: Choice): ServiceShape['strategy'] {
  return choice.weighted([
    [6, 'ROLLING'],
    [2, 'CANARY'],
    [2, 'BLUE_GREEN'],
    [1, 'LINEAR'],
  ]);
}

function drawDesired(choice: Choice): number {
  return choice.weighted<() => number>([
    [16, () => choice.between(1, 6)],
    [1, () => 0],
    [1, () => choice.between(10, 40)],
  ])();
}

function isWithoutRoom(desired: number, minimum: number, maximum: number): boolean {
  const most = Math.floor((desired * maximum) / 100);
  const least = Math.ceil((desired * minimum) / 100);
  return desired > 0 && most <= desired && least >= desired;
}

export function drawBrake(choice: Choice): Brake {
  return choice.weighted([
    [3, 'rolls-back'],
    [1, 'only-stops'],
    [2, 'off'],
  ]);
}

export function drawImages(choice: Choice): Images {
  return {
    old: drawOldConduct(choice),
    new: drawConduct(choice),
    other: drawConduct(choice),
    theirs: drawConduct(choice),
  };
}

function drawConduct(choice: Choice): Conduct {
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
    [1, () => ({ is: 'sickening', afterSeconds: choice.between(20, 240) })],
  ])();
}

/** Nearly always what served goes on to serve. */
function drawOldConduct(choice: Choice): Conduct {
  return choice.chance(0.08) ? drawConduct(choice) : { is: 'healthy', startSeconds: 5 };
}

const cannotStart = [
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:new: not found',
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed',
  'CannotStartContainerError: Error response from daemon: failed to create task for container',
];
