import { conclusionOf, type DiagnosedDeployment, type DiagnosisReport } from '../model/diagnosis-report.ts';
import { formatDuration } from '../model/duration.ts';
import { nameFromArn, revisionName, serviceName } from '../model/service-ref.ts';
import { count } from './count.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** What `ecsdeploy diagnose` found, for a person; what it comes to is the last line. */
export function diagnosisText(report: DiagnosisReport, palette: Palette): string {
  const { deployment, lastGood, at } = report;
  const head = `${serviceName(report.service)} (${report.region}, account ${report.account})`;
  const lines = [
    palette.strong(head),
    field('status', `${report.status}, ${report.controller} ${report.strategy}, ${tasksOf(report)}`, palette),
    ...(deployment === undefined ? [] : [field('newest', deploymentLine(deployment, at), palette)]),
    ...(lastGood === undefined
      ? []
      : [field('good', `${revisionName(lastGood.taskDefinition)}${agoOf(lastGood.at, at)}`, palette)]),
    ...describeDiagnosis(report.diagnosis, palette),
    verdict(report, palette),
  ];
  return `${lines.join('\n')}\n`;
}

function field(title: string, text: string, palette: Palette): string {
  return `  ${palette.faint(title.padEnd(8))} ${text}`;
}

function tasksOf({ running, desired, pending, taskDefinition }: DiagnosisReport): string {
  const starting = pending === 0 ? '' : `, ${pending} starting`;
  return `${running} of ${count(desired, 'task')} running on ${revisionName(taskDefinition)}${starting}`;
}

function deploymentLine(deployment: DiagnosedDeployment, now: number): string {
  const { id, taskDefinition, status, statusReason, createdAt, finishedAt } = deployment;
  const revision = taskDefinition === '' ? '' : ` of ${revisionName(taskDefinition)}`;
  const reason = statusReason === undefined ? '' : `: ${harmless(statusReason)}`;
  return `${nameFromArn(id)}${revision}, ${status}${agoOf(finishedAt ?? createdAt, now)}${reason}`;
}

function agoOf(at: number | undefined, now: number): string {
  return at === undefined ? '' : ` ${formatDuration(Math.max(0, now - at))} ago`;
}

function verdict(report: DiagnosisReport, palette: Palette): string {
  const { running, desired, deployment, diagnosis } = report;
  const runs = `${running} of ${count(desired, 'task')} running on ${revisionName(report.taskDefinition)}`;
  const isFound = diagnosis.likely !== undefined;
  const isUntold = conclusionOf(diagnosis) === 'could-not-tell';
  const revision = revisionName(deployment?.taskDefinition ?? '') || 'it';
  const standing = deployment?.standing ?? 'succeeded';
  switch (standing) {
    case 'in-progress':
      if (isUntold)
        return palette.warn(
          `A deployment of ${revision} is in progress; whether something is wrong could not be told: ${runs}.`,
        );
      return isFound
        ? palette.warn(`A deployment of ${revision} is in progress, and not all is well: ${runs}.`)
        : palette.warn(`A deployment of ${revision} is in progress, and nothing is wrong so far: ${runs}.`);
    case 'going-back':
      return palette.warn(`AWS is taking ${revision} back: ${runs}.`);
    case 'failed':
      return palette.bad(`The newest deployment, of ${revision}, failed: ${runs}.`);
    case 'succeeded':
      if (isUntold) return palette.warn(`Could not tell, since not all could be read: ${runs}.`);
      return isFound ? palette.bad(`Not all is well: ${runs}.`) : palette.good(`Nothing is wrong: ${runs}.`);
    default:
      return standing satisfies never;
  }
}
