import type { Finding, FindingSource } from '../model/diagnosis.ts';
import type { Evidence } from './evidence.ts';

// More than a handful of causes is a dump again.
const mostFindings = 5;

/** How near to the cause each source is: the container's own end before what somebody has measured, and that before its consequences. */
const nearness: Readonly<Record<FindingSource, number>> = {
  container: 60,
  task: 60,
  hook: 50,
  alarm: 45,
  gate: 45,
  target: 40,
  event: 30,
  service: 20,
  deployment: 0,
};

/** Distinct causes, the most telling first. */
export function rank(findings: readonly Finding[], evidence: Evidence): Finding[] {
  const distinct = group(findings);
  // The status only repeats what the others explain.
  const telling = distinct.filter(({ source }) => source !== 'deployment');
  const scored = (telling.length > 0 ? telling : distinct).map((finding) => ({
    finding,
    score: scoreOf(finding, evidence),
  }));
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, mostFindings)
    .map(({ finding }) => finding);
}

function scoreOf({ source, id, count }: Finding, evidence: Evidence): number {
  const unknown = id === 'unknown' ? 15 : 0;
  return nearness[source] + 5 * Math.log2(count) + (hasEnded(source, evidence) ? 30 : 0) - unknown;
}

/** AWS says that this is why the deployment ended: one crash beside an alarm that fired is not it. */
function hasEnded(source: FindingSource, { statusReason = '', circuitBreaker, gates }: Evidence): boolean {
  switch (source) {
    case 'container':
    case 'task':
      return circuitBreaker?.status === 'triggered';
    case 'alarm':
      return /\balarms?\b/i.test(statusReason);
    case 'hook':
      return /\bhook|lifecycle event validation/i.test(statusReason);
    case 'gate':
      return gates.some(({ verdict, dryRun }) => verdict.kind === 'fail' && !dryRun);
    default:
      return false;
  }
}

/** One finding per cause. The first one seen keeps its evidence: tasks come first and know most. */
function group(findings: readonly Finding[]): Finding[] {
  const groups: Finding[] = [];
  for (const finding of findings) {
    const index = groups.findIndex((known) => isSameCause(known, finding));
    const known = groups[index];
    if (known === undefined) groups.push(finding);
    else if (known.source === finding.source) groups[index] = { ...known, count: known.count + 1 };
    // An event or a target repeats what a task has said, but knows the code that the health check got.
    else if (finding.cause.startsWith(known.cause)) groups[index] = { ...known, cause: finding.cause };
  }
  return groups;
}

function isSameCause(known: Finding, finding: Finding): boolean {
  if (finding.id !== known.id) return false;
  switch (finding.source) {
    case 'hook':
    case 'alarm':
    case 'gate':
      return known.example === finding.example;
    default:
      if (finding.id === 'unknown') return known.evidence === finding.evidence;
      return finding.container === undefined || known.container === finding.container;
  }
}
