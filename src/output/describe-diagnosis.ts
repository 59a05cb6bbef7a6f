import type { Diagnosis, Finding, FindingSource } from '../model/diagnosis.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { evidenceLines } from './evidence-lines.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** Why it failed: the likely cause first, then what to do and to run, then what it rests on. */
export function describeDiagnosis(diagnosis: Diagnosis, palette: Palette): string[] {
  const { likely, findings } = diagnosis;
  const [first, ...others] = findings;
  if (likely === undefined || first === undefined) {
    return evidenceLines(diagnosis).map((line) => palette.faint(line));
  }
  const lines = [
    `${palette.strong('Cause:')} ${harmless(likely.cause)}${times(first.count)} (${likely.confidence} confidence)`,
  ];
  if (likely.advice !== undefined) lines.push(`  Do: ${harmless(likely.advice)}`);
  if (likely.next !== undefined) lines.push(`  Next: ${harmless(likely.next)}`);
  lines.push(...others.map((other) => `  Also: ${harmless(other.cause)}${times(other.count)}`));
  lines.push(...seenLines(diagnosis, first).map((line) => palette.faint(line)));
  lines.push(...evidenceLines(diagnosis).map((line) => palette.faint(line)));
  lines.push(...findings.flatMap(logLines).map((line) => palette.faint(line)));
  return lines;
}

function times(count: number): string {
  return count > 1 ? ` (${count} times)` : '';
}

/** AWS's own words, where the evidence below has them not already. */
function seenLines({ evidence }: Diagnosis, { source, evidence: words, example }: Finding): string[] {
  const isBelow: Readonly<Record<FindingSource, boolean>> = {
    container: evidence.stoppedTasks.length > 0,
    task: evidence.stoppedTasks.length > 0,
    hook: evidence.hooks.length > 0,
    alarm: evidence.alarms.length > 0,
    gate: evidence.gates.length > 0,
    target: evidence.targetGroups.length > 0,
    event: evidence.events.length > 0,
    service: false,
    deployment: false,
  };
  if (isBelow[source]) return [];
  const which = example === undefined ? '' : `, ${harmless(nameFromArn(example))} for example`;
  return [`  Seen: ${harmless(words)} (${source}${which})`];
}

function logLines({ log }: Finding): string[] {
  if (log === undefined) return [];
  const name = `${harmless(log.group)} ${harmless(log.stream)}`;
  if (log.lines.length === 0) return log.link === undefined ? [] : [`  Log: ${name} ${log.link}`];
  return [`  Last lines of ${name}:`, ...log.lines.map((line) => `    ${harmless(line)}`)];
}
