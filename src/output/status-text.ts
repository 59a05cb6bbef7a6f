import { endStatuses } from '../model/deployment.ts';
import { formatDuration } from '../model/duration.ts';
import { nameFromArn, revisionName, serviceName } from '../model/service-ref.ts';
import type { StatusReport } from '../model/status.ts';
import { expectFlag } from '../model/pause-name.ts';
import { count } from './count.ts';
import { describeHook } from './describe-hook.ts';
import { describePause } from './describe-pause.ts';
import { describeRollbackEvents } from './describe-safety-rule.ts';
import { describeSuspension } from './describe-scaling.ts';
import { bakeName } from './describe-snapshot.ts';
import { atStage } from './describe-stage.ts';
import { describeTraffic } from './describe-traffic.ts';
import { describeMoment } from './moment.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { shortDigest } from './short-digest.ts';
import { targetGroupLines } from './target-group-lines.ts';

/** How a service stands, for a person; what it comes to is the last line. */
export function statusText(report: StatusReport, palette: Palette): string {
  const { desired, running, pending, safety } = report;
  const head = `${serviceName(report.service)} (${report.region}, account ${report.account})`;
  const tasks = `${running} of ${desired} running${pending === 0 ? '' : `, ${pending} starting`}`;
  const lines = [
    palette.strong(head),
    ...section('status', [`${report.status}, ${report.controller} ${report.strategy}`], palette),
    ...section('revision', [revisionName(report.taskDefinition)], palette),
    ...section('commit', report.commit === undefined ? [] : [harmless(report.commit)], palette),
    ...section('images', report.containers.map(imageLine), palette),
    ...section('tasks', [tasks], palette),
    ...section(
      'deploys',
      report.deployments.map((one) => deploymentLine(one)),
      palette,
    ),
    ...section('last', lastDeploymentLines(report), palette),
    ...section('traffic', trafficLines(report), palette),
    ...section('hooks', hookLines(report), palette),
    ...section('approve', approvalLines(report), palette),
    ...section('scaling', scalingLines(report), palette),
    ...section('safety', [safetyLine(safety)], palette),
    ...section('targets', report.targetGroups.flatMap(targetGroupLines), palette),
    ...section('events', [...report.events].reverse().map(eventLine), palette),
    ...report.missing.map(({ what, error }) =>
      palette.warn(`  ${harmless(what)} could not be read: ${harmless(error)}`),
    ),
    verdict(report, palette),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[], palette: Palette): string[] {
  return lines.map((line, index) => `  ${palette.faint((index === 0 ? title : '').padEnd(8))} ${line}`);
}

// A digest is long and says nothing to a person: its tag stands in its place where it is known, and its beginning beside it.
function imageLine({ name, image, tag, digests }: StatusReport['containers'][number]): string {
  const [repository = '', pinned] = image?.split('@') ?? [];
  const shown = [...new Set([...(pinned === undefined ? [] : [pinned]), ...digests])].map(shortDigest);
  const known = shown.length === 0 ? '' : ` (${shown.join(', ')})`;
  const called = tag === undefined ? repository : `${repository}:${tag}`;
  return `${name}: ${image === undefined ? 'no image' : harmless(called)}${known}`;
}

function deploymentLine(deployment: StatusReport['deployments'][number]): string {
  const { id, status, taskDefinition, running, desired, pending, failedTasks } = deployment;
  const parts = [
    `${status} ${id}`,
    revisionName(taskDefinition),
    `${running} of ${desired} running`,
    ...(pending === 0 ? [] : [`${pending} starting`]),
    ...(failedTasks === 0 ? [] : [count(failedTasks, 'failed task')]),
    ...(deployment.rolloutState === undefined ? [] : [deployment.rolloutState]),
  ];
  return parts.join(', ');
}

function lastDeploymentLines({ lastDeployment: last }: StatusReport): string[] {
  if (last === undefined) return [];
  const took =
    last.finishedAt === undefined ? '' : `, took ${formatDuration(last.finishedAt - last.createdAt)}`;
  const reason = last.statusReason === undefined ? '' : `: ${harmless(last.statusReason)}`;
  const { codeDeploy: group, rollbackDeployment: other } = last;
  const through =
    group === undefined ? '' : ` (CodeDeploy ${harmless(group.application)}/${harmless(group.group)})`;
  const back = other === undefined ? '' : `, taken back by deployment ${harmless(other)}`;
  return [`${nameFromArn(last.arn)} ${last.status}${through}${took}${back}${reason}`];
}

function trafficLines({ lastDeployment, at }: StatusReport): string[] {
  const shift = lastDeployment?.shift;
  if (shift === undefined) return [];
  const { stage, bake } = shift;
  const parts = [
    describeTraffic(shift).replace(/^traffic /, ''),
    ...(stage === undefined ? [] : [harmless(stage)]),
    ...(bake === undefined
      ? []
      : [`${bakeName(shift, bake)} until about ${describeMoment(bake.endsAt, at)}`]),
  ];
  return [parts.join(', ')];
}

function hookLines({ lastDeployment, at }: StatusReport): string[] {
  return (lastDeployment?.hooks ?? []).map((hook) => describeHook(hook, at));
}

/** Whoever may call ecs:ContinueServiceDeployment answers with this, wherever the release was started. */
function approvalLines({ lastDeployment, service: { cluster, service } }: StatusReport): string[] {
  return (lastDeployment?.approvals ?? []).flatMap((approval) => {
    const which = `--cluster ${cluster} --service ${service} ${harmless(expectFlag(approval))}`;
    return [`${atStage(approval.stage)}: ecsdeploy approve ${which}`, `or: ecsdeploy reject ${which}`];
  });
}

function scalingLines({ scaling, scalingSuspended: note, at }: StatusReport): string[] {
  const bounds =
    scaling === undefined
      ? []
      : [`${scaling.min} to ${scaling.max} tasks, ${describeSuspension(scaling.suspended)}`];
  if (note === undefined) return bounds;
  const since = formatDuration(Math.max(0, at - note.at));
  return [...bounds, `suspended for a release ${since} ago; before: ${describeSuspension(note.before)}`];
}

function safetyLine({ circuitBreaker, alarms, autoRollback, ...percent }: StatusReport['safety']): string {
  const withRollback = circuitBreaker.rollback ? 'on, rolls back' : 'on, without rollback';
  const breaker = `circuit breaker ${circuitBreaker.enable ? withRollback : 'off'}`;
  const watched = alarms.length === 0 ? 'no alarms' : `alarms ${alarms.map(harmless).join(', ')}`;
  // Its deployment group has what is the circuit breaker's elsewhere, and no percents: all new tasks come beside the old ones.
  if (autoRollback !== undefined) return `${describeAutoRollback(autoRollback)}; ${watched}`;
  return `${breaker}; ${watched}; ${percent.minimumHealthyPercent} % to ${percent.maximumPercent} % of the tasks`;
}

function describeAutoRollback(events: readonly string[]): string {
  return events.length === 0
    ? 'no automatic rollback'
    : `automatic rollback, when ${describeRollbackEvents(events)}`;
}

function eventLine({ at, message }: StatusReport['events'][number]): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z ${harmless(message)}`;
}

function verdict(report: StatusReport, palette: Palette): string {
  const { running, desired, lastDeployment } = report;
  const busy = lastDeployment !== undefined && isOngoing(lastDeployment);
  if (busy) {
    const [approval] = lastDeployment.approvals ?? [];
    const waits =
      approval === undefined ? '' : `, waiting for approval ${describePause(approval, report.at)}`;
    return palette.warn(`A deployment is in progress: ${lastDeployment.status}${waits}.`);
  }
  const text = `${running} of ${count(desired, 'task')} running on ${revisionName(report.taskDefinition)}.`;
  return running >= desired ? palette.good(text) : palette.bad(text);
}

function isOngoing({ finishedAt, status }: NonNullable<StatusReport['lastDeployment']>): boolean {
  return finishedAt === undefined && !endStatuses.has(status);
}
