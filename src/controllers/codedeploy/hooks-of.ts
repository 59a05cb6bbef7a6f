import { hookEvents, type Hooks } from '../../appspec/app-spec.ts';
import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import type { DeploymentTargetState, LifecycleEventState } from '../../aws/codedeploy-targets.ts';
import { minutes } from '../../model/duration.ts';
import { readyWait, type LifecycleHook } from '../../model/lifecycle.ts';
import { lastEventEndedAt } from './shift-of.ts';

// "CodeDeploy expects a status callback within one hour after a deployment hook is invoked."
const answerWithin = minutes(60);

/**
 * What holds a deployment now: the wait for somebody to let traffic move, and the functions that it asks.
 * @param functions those of its AppSpec; undefined where that is not shown
 */
export function hooksOf(
  state: CodeDeployDeploymentState,
  target: DeploymentTargetState | undefined,
  functions: Hooks | undefined,
): LifecycleHook[] {
  if (state.status === 'Ready') return [readyPause(state, target)];
  return (target?.events ?? []).flatMap((event) => {
    const name = hookEvents.find((one) => one === event.name);
    if (name === undefined) return [];
    const status = statusOf(event);
    const has = functions === undefined || functions[name] !== undefined;
    return status === undefined || !has ? [] : [functionHook(state, event, status, functions?.[name])];
  });
}

/** It begins when the event before it ends, which may have been skipped: then it is not known when it expires. */
function readyPause(
  { waits: { readyInMinutes } }: CodeDeployDeploymentState,
  target: DeploymentTargetState | undefined,
): LifecycleHook {
  const since = lastEventEndedAt(target);
  const expiresAt =
    since === undefined || readyInMinutes === undefined ? undefined : since + minutes(readyInMinutes);
  return { hookId: readyWait, target: 'pause', status: 'awaiting-action', expiresAt, timeoutAction: 'STOP' };
}

/** An event without a function runs through at once: one that is seen running has one, where its AppSpec is not shown. */
function functionHook(
  { rollsBackOn }: CodeDeployDeploymentState,
  { name, startedAt }: LifecycleEventState,
  status: LifecycleHook['status'],
  targetArn: string | undefined,
): LifecycleHook {
  return {
    hookId: name,
    target: 'lambda',
    targetArn,
    status,
    expiresAt: startedAt === undefined ? undefined : startedAt + answerWithin,
    timeoutAction: rollsBackOn.includes('DEPLOYMENT_FAILURE') ? 'ROLLBACK' : 'STOP',
  };
}

function statusOf({ status }: LifecycleEventState): LifecycleHook['status'] | undefined {
  if (status === 'InProgress') return 'in-progress';
  return status === 'Failed' ? 'failed' : undefined;
}
