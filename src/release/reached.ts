import type { Snapshot } from '../model/deployment.ts';
import {
  isLifecycleEvent,
  isStage,
  readyWait,
  stageOfEvent,
  stages,
  terminationWait,
  type LifecycleEvent,
  type Stage,
  type Until,
} from '../model/lifecycle.ts';

/** What following is to stop at, once it has got so far; undefined while it has not, or goes back. Pure. */
export function reachedOf(until: Until | undefined, { status, shift }: Snapshot): string | undefined {
  if (until === undefined || status !== 'in-progress' || shift === undefined) return undefined;
  switch (until.kind) {
    case 'succeeded':
    case 'paused':
      return undefined;
    case 'traffic-shifted':
      return shift.production >= 100 || hasPassed(shift.stage, 'POST_PRODUCTION_TRAFFIC_SHIFT')
        ? until.kind
        : undefined;
    case 'stage':
      return hasPassed(shift.stage, until.stage) ? until.stage : undefined;
    default:
      return until satisfies never;
  }
}

/** Whether a stage is this one or a later one; of a stage that this program does not know it is not claimed. */
export function hasPassed(stage: string | undefined, wanted: Stage | LifecycleEvent): boolean {
  const here = stage === undefined ? undefined : asStage(stage);
  return here !== undefined && stages.indexOf(here) >= stages.indexOf(asStage(wanted) ?? 'CLEAN_UP');
}

/** CodeDeploy's events happen where ECS has a stage for the same, and its waits lie between two of them. */
function asStage(text: string): Stage | undefined {
  if (isStage(text)) return text;
  if (isLifecycleEvent(text)) return stageOfEvent[text];
  if (text === readyWait) return 'POST_TEST_TRAFFIC_SHIFT';
  return text === terminationWait ? 'BAKE_TIME' : undefined;
}
