import { formatDuration } from '../model/duration.ts';
import type { ImageChange, PlanStep, ReleasePlan } from '../model/release-plan.ts';
import { serviceName } from '../model/service-ref.ts';
import { describeDifference } from './describe-difference.ts';
import { describePlannedScaling } from './describe-scaling.ts';
import { describeSafetyRule } from './describe-safety-rule.ts';
import {
  describePlannedFunctions,
  describePlannedGroup,
  describePlannedTraffic,
} from './describe-planned-codedeploy.ts';
import { describePlannedGates } from './describe-planned-gate.ts';
import { describePlannedHook, describePlannedShift } from './describe-planned-shift.ts';
import { describePromoted } from './describe-promoted.ts';
import { describeReadiness } from './describe-readiness.ts';
import { restoredLines } from './describe-restored.ts';
import { wayBackLines } from './describe-way-back.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { planRevisions } from './plan-target.ts';
import { shortDigest } from './short-digest.ts';

const verbs = { deploy: 'Deploy to', rollback: 'Roll back', resume: 'Resume', abort: 'Abort the release of' };

/** The plan as `--dry-run` prints it: from where to where, what differs, the steps, and who holds which safety rule. */
export function describePlan(plan: ReleasePlan, palette: Palette): string[] {
  const { current, target } = plan;
  return [
    palette.strong(
      `${verbs[plan.action]} ${serviceName(plan.service)} (${plan.region}, account ${plan.account})`,
    ),
    ...section('revision', [planRevisions(plan)], palette),
    ...section('way back', plan.wayBack === undefined ? [] : wayBackLines(plan, plan.wayBack), palette),
    ...section('from', plan.from === undefined ? [] : describePromoted(plan.from), palette),
    ...section('commit', commitLines(target), palette),
    ...section('images', target.images.map(describeImage), palette),
    ...section('changes', plan.differences.map(describeDifference), palette),
    ...section('restores', plan.restored === undefined ? [] : restoredLines(plan.restored), palette),
    ...section('settings', settingLines(plan), palette),
    ...section('tasks', [`${current.desiredCount} desired, ${current.runningCount} running`], palette),
    ...section(
      'through',
      plan.codeDeploy === undefined ? [] : describePlannedGroup(plan.codeDeploy),
      palette,
    ),
    ...section('traffic', trafficLines(plan), palette),
    ...section('hooks', hookLines(plan), palette),
    ...section('scaling', plan.scaling === undefined ? [] : [describePlannedScaling(plan.scaling)], palette),
    ...section(
      'steps',
      plan.steps.map((step, index) => `${index + 1}. ${describeStep(step)}`),
      palette,
    ),
    ...section('gates', describePlannedGates(plan), palette),
    ...section('safety', safetyLines(plan), palette),
    ...section('go back', goBackLines(plan), palette),
    ...section('timeout', [timeoutLine(plan)], palette),
  ];
}

/** Of a way back they are put back at its end. */
function settingLines({ settings, restored }: ReleasePlan): string[] {
  const until = restored === undefined ? '' : ', until it is over';
  return settings.map((one) => `${describeDifference(one)}${until}`);
}

function goBackLines({ readiness }: ReleasePlan): string[] {
  const said = readiness === undefined ? undefined : describeReadiness(readiness, 'before');
  return said === undefined ? [] : [said];
}

function trafficLines({ codeDeploy, shift }: ReleasePlan): string[] {
  if (codeDeploy !== undefined) return describePlannedTraffic(codeDeploy, shift);
  return shift === undefined ? [] : describePlannedShift(shift);
}

function hookLines({ codeDeploy, hooks = [] }: ReleasePlan): string[] {
  return codeDeploy === undefined
    ? hooks.map(describePlannedHook)
    : describePlannedFunctions(codeDeploy, hooks);
}

function section(title: string, lines: readonly string[], palette: Palette): string[] {
  return lines.map((line, index) => `  ${palette.faint((index === 0 ? title : '').padEnd(9))} ${line}`);
}

function describeImage({ container, before, after, digest, tag }: ImageChange): string {
  const isPinned = digest === undefined || after.includes(digest);
  const pinned = isPinned
    ? tag === undefined
      ? ''
      : ` (tag ${harmless(tag)})`
    : ` (${shortDigest(digest)})`;
  const from = before === undefined || before === after ? '' : `${harmless(before)} → `;
  return `${container}: ${from}${harmless(after)}${pinned}`;
}

function commitLines({ commit, order }: ReleasePlan['target']): string[] {
  if (commit === undefined) return [];
  const running =
    order?.running === undefined ? 'what runs' : `${harmless(order.running.slice(0, 12))} (which runs)`;
  switch (order?.relation) {
    case undefined:
    case 'same':
      return [harmless(commit)];
    case 'newer':
      return [`${harmless(commit)}, newer than ${running}`];
    case 'older':
      return [`${harmless(commit)}, OLDER than ${running}`];
    case 'diverged':
      return [`${harmless(commit)}, on another branch than ${running}`];
    case 'unknown':
      return [`${harmless(commit)}; whether it is newer than ${running} is unknown`];
  }
}

// A person may take days, and nobody is late for that; and a pause has a time-out of its own.
function timeoutLine(plan: ReleasePlan): string {
  const { timeoutMilliseconds, plannedWaitMilliseconds = 0, hooks = [], codeDeploy, gates = [] } = plan;
  const forWhom = gates.some(({ heldAt }) => heldAt.length > 0) ? 'a person or a gate' : 'a person';
  const waitsForSomebody =
    codeDeploy?.readyWaitInMinutes !== undefined || hooks.some(({ target }) => target === 'pause');
  return [
    formatDuration(timeoutMilliseconds),
    ...(plannedWaitMilliseconds === 0
      ? []
      : [`${formatDuration(plannedWaitMilliseconds)} of them for the waits that are planned`]),
    ...(waitsForSomebody ? [`not counting the time in which it waits for ${forWhom}`] : []),
  ].join(', ');
}

function safetyLines({ action, steps, safety, codeDeploy }: ReleasePlan): string[] {
  const controller = codeDeploy === undefined ? 'ecs' : 'codedeploy';
  const lines = safety.map((rule) => describeSafetyRule(rule, controller));
  // What ends before any traffic has moved takes no bad release back.
  const isHeld = safety.some(
    ({ rule, rollsBack }) => rollsBack && !(controller === 'codedeploy' && rule === 'approval'),
  );
  if (isHeld) return lines;
  const hasEnded = action === 'resume' && !steps.some(({ kind }) => kind === 'adopt');
  const last = hasEnded
    ? 'the deployment has ended: this run looks at what serves, and rolls nothing back'
    : 'nothing rolls a bad release back';
  return [...lines, last];
}

function describeStep(step: PlanStep): string {
  switch (step.kind) {
    case 'create-repository':
      return `create repository ${step.repository} (nothing to undo: it stays, empty or not)`;
    case 'build-and-push':
      return `build and push ${step.reference} (nothing to undo: an unused image does no harm)`;
    case 'register':
      return 'register the task definition (nothing to undo: an unused revision does no harm)';
    case 'update-service': {
      const forced = step.force ? ', forcing a new deployment' : '';
      return `update the service${forced} (undone by stopping the deployment with a rollback)`;
    }
    case 'create-deployment-config':
      return `create the deployment configuration ${harmless(step.name)} of CodeDeploy (nothing to undo: an unused one does no harm)`;
    case 'create-deployment':
      return 'have CodeDeploy bring it in (undone by stopping the deployment with a rollback)';
    case 'stop-and-roll-back':
      return `stop deployment ${step.deploymentId} with a rollback`;
    case 'adopt':
      return `take over deployment ${step.deploymentId}, which already brings this in`;
    case 'follow':
      return 'follow the deployment to its end';
    case 'verify':
      return 'verify that the running tasks are the wanted ones';
    case 'nothing':
      return 'nothing: the service already runs this';
    default:
      return step satisfies never;
  }
}
