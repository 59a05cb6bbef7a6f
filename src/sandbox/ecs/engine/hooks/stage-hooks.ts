import type { DeploymentLifecycleHook, DeploymentLifecycleHookStatus } from '@aws-sdk/client-ecs';
import type { World } from '../../../world.ts';
import type { HookRun, LifecycleStage, StageHooks } from '../../records/lifecycle-hook.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { delays } from '../delays.ts';
import { askFunction } from './lambda-hook.ts';

const minute = 60_000;
const idLength = 43;

/**
 * Starts the hooks of a stage, and calls back when all of them have ended, with the first objection if there is one. Without hooks it calls
 * back at once.
 */
export function runHooks(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
  stage: LifecycleStage,
  whenOver: (objection: string | undefined) => void,
): void {
  const runs = hooksAt(record.configuration.lifecycleHooks, stage).map((hook) => newRun(world, hook));
  const hooks: StageHooks = { stage, runs, whenOver, state: 'running' };
  record.hooks = hooks;
  if (runs.length === 0) {
    hooks.state = 'over';
    whenOver(undefined);
    return;
  }
  for (const run of runs) {
    const end = (status: DeploymentLifecycleHookStatus, objection?: string): void =>
      endHook(world, record, run, status, objection);
    run.plans.push(
      world.timeline.at(run.expiresAt, 'hook times out', () =>
        end('TIMED_OUT', run.timeoutAction === 'ROLLBACK' ? timeOutText(stage, run) : undefined),
      ),
    );
    if (!isPause(run.hook)) askFunction(world, service, record, { stage, run, end });
  }
}

/** The hooks of a configuration that run at a stage. */
export function hooksAt(
  hooks: readonly DeploymentLifecycleHook[] | undefined,
  stage: LifecycleStage,
): DeploymentLifecycleHook[] {
  return (hooks ?? []).filter(({ lifecycleStages = [] }) =>
    (lifecycleStages as readonly string[]).includes(stage),
  );
}

function isPause(hook: DeploymentLifecycleHook): boolean {
  return hook.targetType === 'PAUSE';
}

/** One hook has ended; after the last one the deployment goes on, or back. */
export function endHook(
  world: World,
  record: ServiceDeploymentRecord,
  run: HookRun,
  status: DeploymentLifecycleHookStatus,
  objection?: string,
): void {
  const { hooks } = record;
  if (hooks?.state !== 'running' || !hooks.runs.includes(run) || hasEnded(run)) return;
  run.status = status;
  if (objection !== undefined) run.objection = objection;
  for (const planned of run.plans) planned.cancel();
  record.updatedAt = world.timeline.now();
  if (!hooks.runs.every(hasEnded)) return;
  world.timeline.after(delays.hookOver, 'hooks of a stage are over', () => {
    if (hooks.state !== 'running') return;
    hooks.state = 'over';
    hooks.whenOver(hooks.runs.find((other) => other.objection !== undefined)?.objection);
  });
}

/** Nobody waits for the hooks of a deployment any more that goes back or has ended: those that still ran are gone. */
export function withdrawHooks(record: ServiceDeploymentRecord): void {
  const { hooks } = record;
  if (hooks?.state !== 'running') return;
  for (const run of hooks.runs) for (const planned of run.plans) planned.cancel();
  hooks.state = 'withdrawn';
}

export function hasEnded(run: HookRun): boolean {
  return run.status !== 'AWAITING_ACTION' && run.status !== 'IN_PROGRESS';
}

/** AWS's text for a pause (2.4.1); that for a function is made like its neighbours. */
function timeOutText(stage: LifecycleStage, { hook }: HookRun): string {
  return isPause(hook)
    ? `${stage} pause hook timed out.`
    : `${stage} lifecycle hook(s) failed. Lifecycle hook target ${hook.hookTargetArn} timed out.`;
}

function newRun(world: World, hook: DeploymentLifecycleHook): HookRun {
  const { timeoutInMinutes = 1440, action = 'ROLLBACK' } = hook.timeoutConfiguration ?? {};
  return {
    hookId: `ecs-${isPause(hook) ? 'pause' : 'lambda'}-${idOf(world)}`,
    hook,
    expiresAt: world.timeline.now() + timeoutInMinutes * minute,
    timeoutAction: action,
    status: isPause(hook) ? 'AWAITING_ACTION' : 'IN_PROGRESS',
    plans: [],
  };
}

/** Letters and digits only, as long as in AWS's own sample. */
function idOf(world: World): string {
  return world.random.base64url(idLength).replace(/[-_]/g, 'x');
}
