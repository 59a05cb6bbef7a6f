import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import type {
  DeploymentTargetState,
  LifecycleEventState,
  TargetTaskSet,
} from '../../aws/codedeploy-targets.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import { minutes } from '../../model/duration.ts';
import { readyWait, terminationWait, type Shift } from '../../model/lifecycle.ts';

export interface ShiftFacts {
  readonly state: CodeDeployDeploymentState;
  readonly target: DeploymentTargetState | undefined;
  /** Undefined where its configuration cannot be read. */
  readonly routing: TrafficRouting | undefined;
  /** The task set that is brought in. */
  readonly green: TargetTaskSet | undefined;
  readonly isGoingBack: boolean;
}

/** Where the traffic is; before the target is shown, CodeDeploy has moved none. */
export function shiftOf(facts: ShiftFacts): Shift {
  const { state, target, routing, green, isGoingBack } = facts;
  const stage = stageOf(state, target);
  const production = Math.round((green?.weight ?? 0) * 100) / 100;
  const bake = isGoingBack ? undefined : bakeOf(facts, stage, production);
  return {
    strategy: routing?.type ?? state.configuration,
    ...(stage === undefined ? {} : { stage }),
    production,
    test: isGoingBack || !isDone(target, 'AllowTestTraffic') ? 0 : 100,
    ...(bake === undefined ? {} : { bake }),
  };
}

/** The event that runs, or the last one that did; one of the two waits in their own words. */
function stageOf(
  state: CodeDeployDeploymentState,
  target: DeploymentTargetState | undefined,
): string | undefined {
  if (state.status === 'Ready') return readyWait;
  const events = target?.events ?? [];
  const running = events.find(({ status }) => status === 'InProgress');
  if (running !== undefined) return running.name;
  const failed = events.find(({ status }) => status === 'Failed');
  if (failed !== undefined) return failed.name;
  const over = events.filter(({ status }) => status === 'Succeeded');
  const areAllOver = over.length > 0 && over.length === events.length;
  const isWaiting = state.isTerminationWaitStarted || (state.waits.terminationInMinutes ?? 0) > 0;
  return state.status === 'InProgress' && areAllOver && isWaiting ? terminationWait : over.at(-1)?.name;
}

function eventNamed(
  target: DeploymentTargetState | undefined,
  name: string,
): LifecycleEventState | undefined {
  return target?.events.find((event) => event.name === name);
}

/** When the last of the events that are over ended: the moment at which a wait began. */
export function lastEventEndedAt(target: DeploymentTargetState | undefined): number | undefined {
  const ends = (target?.events ?? []).flatMap(({ status, endedAt }) =>
    status === 'Succeeded' && endedAt !== undefined ? [endedAt] : [],
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function isDone(target: DeploymentTargetState | undefined, name: string): boolean {
  return eventNamed(target, name)?.status === 'Succeeded';
}

/** CodeDeploy moves traffic at fixed times after AllowTraffic has begun, the first time at once. */
function bakeOf(
  { state, target, routing }: ShiftFacts,
  stage: string | undefined,
  production: number,
): Shift['bake'] {
  if (stage === terminationWait) {
    const since = lastEventEndedAt(target);
    const { terminationInMinutes } = state.waits;
    if (since === undefined || terminationInMinutes === undefined) return undefined;
    return { kind: 'final', endsAt: since + minutes(terminationInMinutes) };
  }
  const since = eventNamed(target, 'AllowTraffic')?.startedAt;
  const isBetween = stage === 'AllowTraffic' && production > 0 && production < 100;
  if (!isBetween || since === undefined || routing === undefined || routing.type === 'AllAtOnce')
    return undefined;
  const moves = routing.type === 'TimeBasedCanary' ? 1 : Math.ceil(production / routing.percent);
  return { kind: 'step', endsAt: since + moves * minutes(routing.intervalInMinutes) };
}
