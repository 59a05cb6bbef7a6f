import { formatDuration } from '../model/duration.ts';
import type { PastRelease } from '../model/past-release.ts';
import type { ReleaseDetails, ReleasePhase } from '../model/release-history.ts';
import type { Difference } from '../model/release-plan.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';
import { count } from './count.ts';
import { describeDifference } from './describe-difference.ts';
import { harmless } from './harmless.ts';
import { outcomeLook, strategyOf } from './history-row.ts';
import type { Palette } from './palette.ts';
import { shortDigest } from './short-digest.ts';

/** One release at length, for a person: what it was, how it went, and what it changed. */
export function releaseText(details: ReleaseDetails, palette: Palette): string {
  const { service, region, account, release, phases, before, missing } = details;
  const lines = [
    palette.strong(`${serviceName(service)} (${region}, account ${account})`),
    ...section('release', [releaseName(release)], palette),
    ...section('outcome', outcomeLines(release, palette), palette),
    ...section('revision', [revisionOf(release)], palette),
    ...section('commit', commitLines(release), palette),
    ...section('by', byLines(release), palette),
    ...section('images', imageLines(release), palette),
    ...section('strategy', strategyOf(release) === '' ? [] : [harmless(strategyOf(release))], palette),
    ...section('times', phases.length === 0 ? stampLines(release) : phases.map(phaseLine), palette),
    ...section('safety', safetyLines(details), palette),
    ...section('before', [before === undefined ? 'unknown' : beforeLine(before, release)], palette),
    ...section('changes', changeLines(details), palette),
    ...missing.map(({ what, error }) =>
      palette.warn(`  ${harmless(what)} could not be read: ${harmless(error)}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[], palette: Palette): string[] {
  return lines.map((line, index) => `  ${palette.faint((index === 0 ? title : '').padEnd(8))} ${line}`);
}

function releaseName({ id, arn, source }: PastRelease): string {
  if (source === 'stamp') return `known by the stamp of its success on ${id} alone`;
  return arn === undefined ? id : `${id} (${arn})`;
}

function outcomeLines(release: PastRelease, palette: Palette): string[] {
  const { text, tone } = outcomeLook(release);
  const { reason, finishedAt, createdAt, source, serves } = release;
  const took =
    finishedAt === undefined || source === 'stamp' ? '' : ` after ${formatDuration(finishedAt - createdAt)}`;
  return [
    `${palette[tone](text)}${took}${serves ? '; it serves now' : ''}`,
    ...(reason === undefined ? [] : [harmless(reason)]),
  ];
}

function revisionOf({ taskDefinition }: PastRelease): string {
  return taskDefinition === undefined ? 'unknown' : revisionName(taskDefinition);
}

function commitLines({ origin: { commit, subject, tag } }: PastRelease): string[] {
  const lines = [commit, subject].filter((text) => text !== undefined).map(harmless);
  return lines.length === 0 && tag !== undefined ? [`unknown (tag ${harmless(tag)})`] : lines;
}

function byLines({ origin: { by, run } }: PastRelease): string[] {
  return [harmless(by ?? 'unknown'), ...(run === undefined ? [] : [harmless(run)])];
}

function imageLines({ digests = {}, origin }: PastRelease): string[] {
  const lines = Object.entries(digests).map(([name, digest]) => `${harmless(name)}: ${harmless(digest)}`);
  return lines.length === 0 && origin.digest !== undefined ? [harmless(shortDigest(origin.digest))] : lines;
}

function stampLines({ createdAt }: PastRelease): string[] {
  return [`${timeOf(createdAt)} succeeded`];
}

function phaseLine({ name, startedAt, endedAt, status, message }: ReleasePhase): string {
  const took =
    startedAt === undefined || endedAt === undefined ? '' : `, ${formatDuration(endedAt - startedAt)}`;
  const how = status === undefined || status === 'Succeeded' ? '' : `, ${harmless(status)}`;
  const why = message === undefined || message === '' ? '' : `: ${harmless(message)}`;
  return `${startedAt === undefined ? ''.padEnd(timeWidth) : timeOf(startedAt)} ${harmless(name)}${took}${how}${why}`;
}

const timeWidth = '2026-01-15 09:10:00Z'.length;

function timeOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

function safetyLines({ circuitBreaker: breaker, triggeredAlarms }: ReleaseDetails): string[] {
  const isCounting = breaker !== undefined && breaker.status !== 'DISABLED';
  return [
    ...(isCounting
      ? [
          `circuit breaker ${breaker.status}, ${breaker.failureCount} of ${count(breaker.threshold, 'failed task')}`,
        ]
      : []),
    ...(triggeredAlarms.length === 0 ? [] : [`in ALARM: ${triggeredAlarms.map(harmless).join(', ')}`]),
  ];
}

function beforeLine(before: PastRelease, release: PastRelease): string {
  const earlier = formatDuration(Math.max(0, release.createdAt - before.createdAt));
  const id = before.source === 'stamp' ? '' : `, ${before.id}`;
  return `${revisionOf(before)}${id}, ${outcomeLook(before).text}, begun ${earlier} earlier`;
}

function changeLines({
  before,
  differences: { taskDefinition, settings },
  release,
}: ReleaseDetails): string[] {
  if (before === undefined) return [];
  return [
    ...half('task definition', taskDefinition),
    // CodeDeploy and stamps tell nothing of the service.
    ...(settings === undefined && release.source !== 'ecs' ? [] : half('service settings', settings)),
  ];
}

function half(what: string, differences: readonly Difference[] | undefined): string[] {
  if (differences === undefined) return [`${what}: no longer known`];
  if (differences.length === 0) return [`${what}: nothing`];
  return [`${what}:`, ...differences.map((difference) => `  ${describeDifference(difference)}`)];
}
