import { isPause, type HookDefinition } from './hook-definition.ts';
import { isStage, stageOfApproval, type ApprovalMoment } from './lifecycle.ts';
import type { Approval, DeploymentSettings, GatePause, LambdaHook } from './release-plan.ts';
import type { Json } from './task-definition.ts';

type Wanted = Pick<DeploymentSettings, 'hooks' | 'approvals' | 'gatePauses'>;

/** What AWS does after this time when nothing else was asked for: one day. */
export const defaultPauseMinutes = 1440;

/** The member of `hookDetails` that says that a hook is ours. */
const marker = 'ecsdeploy';

/** The moment for which a pause of ours was made; undefined for whatever is not one. */
export function momentOf(hook: HookDefinition): ApprovalMoment | undefined {
  const moment = isPause(hook) ? marked(hook)?.['approve'] : undefined;
  return typeof moment === 'string' && Object.hasOwn(stageOfApproval, moment)
    ? (moment as ApprovalMoment)
    : undefined;
}

/** Whether ecsdeploy has put it there: whatever else a service has is somebody else's, and kept. */
export function isOurHook(hook: HookDefinition): boolean {
  return momentOf(hook) !== undefined || gatePauseOf(hook) !== undefined || isOurFunction(hook);
}

/** The pause that a hook is for gates of ours; undefined for whatever is not one. */
export function gatePauseOf(hook: HookDefinition): GatePause | undefined {
  const gates = isPause(hook) ? marked(hook)?.['gates'] : undefined;
  const [stage = ''] = hook.lifecycleStages ?? [];
  if (!Array.isArray(gates) || !isStage(stage)) return undefined;
  const { timeoutInMinutes = defaultPauseMinutes } = hook.timeoutConfiguration ?? {};
  return { stage, gates: gates.filter((name) => typeof name === 'string'), timeoutInMinutes };
}

/** The stages at which only gates hold a deployment, with the names of those gates. Where a person is asked as well, he decides. */
export function stagesOfGates(hooks: readonly HookDefinition[]): Record<string, readonly string[]> {
  const asked = new Set(
    hooks
      .filter((hook) => isPause(hook) && gatePauseOf(hook) === undefined)
      .flatMap(({ lifecycleStages = [] }) => lifecycleStages),
  );
  return Object.fromEntries(
    hooks.flatMap((hook) => {
      const pause = gatePauseOf(hook);
      return pause === undefined || asked.has(pause.stage) ? [] : [[pause.stage, pause.gates] as const];
    }),
  );
}

/** The pauses of ours among the hooks of a service, in their order. */
export function approvalsOf(hooks: readonly HookDefinition[]): Approval[] {
  return hooks.flatMap((hook): Approval[] => {
    const moment = momentOf(hook);
    if (moment === undefined) return [];
    const { timeoutInMinutes = defaultPauseMinutes, action } = hook.timeoutConfiguration ?? {};
    return [{ moment, timeoutInMinutes, onTimeout: action === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK' }];
  });
}

/** The functions among the hooks of a service that are ours, or would be replaced by these. */
export function lambdaHooksOf(hooks: readonly HookDefinition[], by: readonly LambdaHook[]): LambdaHook[] {
  return hooks
    .filter((hook) => isOurFunction(hook) || by.some((one) => isSameCall(hook, one)))
    .map((hook) => ({
      functionArn: hook.hookTargetArn ?? '',
      roleArn: hook.roleArn ?? '',
      stages: (hook.lifecycleStages ?? []) as LambdaHook['stages'],
      details: withoutMarker(hook.hookDetails),
      timeoutInMinutes: hook.timeoutConfiguration?.timeoutInMinutes,
      onTimeout: hook.timeoutConfiguration?.action as LambdaHook['onTimeout'],
    }));
}

/**
 * The hooks that a service is to have. Those of others stay as they are, in their order; what is configured takes the place of what
 * was ours, and stands at the end where there was none. What is not configured at all stays too. Merging again changes nothing.
 */
export function mergeHooks(
  live: readonly HookDefinition[],
  { hooks, approvals, gatePauses }: Wanted,
): HookDefinition[] {
  const functions = [...(hooks ?? [])];
  const pauses = [...(approvals ?? [])];
  const gates = [...(gatePauses ?? [])];
  const kept = live.flatMap((hook): HookDefinition[] => {
    const moment = momentOf(hook);
    if (moment !== undefined) {
      if (approvals === undefined) return [hook];
      const approval = takeFirst(pauses, (one) => one.moment === moment);
      return approval === undefined ? [] : [pauseFor(approval, hook)];
    }
    const held = gatePauseOf(hook);
    if (held !== undefined) {
      if (gatePauses === undefined) return [hook];
      const pause = takeFirst(gates, (one) => one.stage === held.stage);
      return pause === undefined ? [] : [pauseForGates(pause, hook)];
    }
    if (hooks === undefined || isPause(hook)) return [hook];
    const wanted = takeFirst(functions, (one) => isSameCall(hook, one));
    if (wanted !== undefined) return [functionFor(wanted, hook)];
    return isOurFunction(hook) || hooks.some((one) => isSameCall(hook, one)) ? [] : [hook];
  });
  return [
    ...kept,
    ...functions.map((one) => functionFor(one, undefined)),
    ...pauses.map((one) => pauseFor(one, undefined)),
    ...gates.map((one) => pauseForGates(one, undefined)),
  ];
}

/** The whole list to send, or undefined where nothing differs: then none is sent, and AWS keeps what it has. */
export function changedHooks(live: readonly HookDefinition[], wanted: Wanted): HookDefinition[] | undefined {
  const merged = mergeHooks(live, wanted);
  return areSameHooks(live, merged) ? undefined : merged;
}

/** Whether two lists of hooks are the same to AWS: the order of members and of stages does not count. */
export function areSameHooks(some: readonly HookDefinition[], others: readonly HookDefinition[]): boolean {
  return JSON.stringify(some.map(comparable)) === JSON.stringify(others.map(comparable));
}

/** A name to show for a hook: the moment of a pause of ours, or what it calls; with the stages where no name says them. */
export function nameOfHook(hook: HookDefinition): string {
  const moment = momentOf(hook);
  if (moment !== undefined) return `${moment} pause`;
  const stages = (hook.lifecycleStages ?? []).join(', ');
  if (gatePauseOf(hook) !== undefined) return `pause of gates at ${stages}`;
  if (isPause(hook)) return `pause at ${stages}`;
  return `${/[^:]+$/.exec(hook.hookTargetArn ?? '')?.[0] ?? 'hook'} at ${stages}`;
}

function pauseFor({ moment, timeoutInMinutes, onTimeout }: Approval, live?: HookDefinition): HookDefinition {
  const details = live?.hookDetails;
  return {
    ...live,
    targetType: 'PAUSE',
    lifecycleStages: [stageOfApproval[moment]],
    hookDetails: { ...(isMap(details) ? details : {}), [marker]: { approve: moment } },
    timeoutConfiguration: { ...live?.timeoutConfiguration, timeoutInMinutes, action: onTimeout },
  };
}

/** Without an answer it goes back: whoever would give it may be dead. */
function pauseForGates({ stage, gates, timeoutInMinutes }: GatePause, live?: HookDefinition): HookDefinition {
  const details = live?.hookDetails;
  return {
    ...live,
    targetType: 'PAUSE',
    lifecycleStages: [stage],
    hookDetails: { ...(isMap(details) ? details : {}), [marker]: { gates: [...gates] } },
    timeoutConfiguration: { ...live?.timeoutConfiguration, timeoutInMinutes, action: 'ROLLBACK' },
  };
}

/** Times that are not configured stay as AWS has them. */
function functionFor(
  { functionArn, roleArn, stages, details = {}, timeoutInMinutes, onTimeout }: LambdaHook,
  live?: HookDefinition,
): HookDefinition {
  const timeoutConfiguration = {
    ...live?.timeoutConfiguration,
    ...(timeoutInMinutes === undefined ? {} : { timeoutInMinutes }),
    ...(onTimeout === undefined ? {} : { action: onTimeout }),
  };
  return {
    ...live,
    targetType: 'AWS_LAMBDA',
    hookTargetArn: functionArn,
    roleArn,
    lifecycleStages: [...stages],
    hookDetails: isMap(details) ? { ...details, [marker]: { hook: true } } : details,
    ...(Object.keys(timeoutConfiguration).length === 0 ? {} : { timeoutConfiguration }),
  };
}

function isOurFunction(hook: HookDefinition): boolean {
  return !isPause(hook) && marked(hook)?.['hook'] === true;
}

function isSameCall(hook: HookDefinition, { functionArn, stages }: LambdaHook): boolean {
  const same = (hook.lifecycleStages ?? []).toSorted().join() === [...stages].sort().join();
  return !isPause(hook) && hook.hookTargetArn === functionArn && same;
}

function marked({ hookDetails }: HookDefinition): Readonly<Record<string, Json>> | undefined {
  const mark = isMap(hookDetails) ? hookDetails[marker] : undefined;
  return isMap(mark) ? mark : undefined;
}

function withoutMarker(details: Json | undefined): Json | undefined {
  if (!isMap(details)) return details;
  const entries = Object.entries(details).filter(([name]) => name !== marker);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The first that fits, taken out of the list. */
function takeFirst<Item>(items: Item[], fits: (item: Item) => boolean): Item | undefined {
  const index = items.findIndex(fits);
  return index === -1 ? undefined : items.splice(index, 1)[0];
}

function comparable(hook: HookDefinition): unknown {
  const { targetType = 'AWS_LAMBDA', lifecycleStages = [], ...rest } = hook;
  return ordered({ ...rest, targetType, lifecycleStages: lifecycleStages.toSorted() });
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]),
  );
}

function isMap(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
