import type { Diagnosis } from '../model/diagnosis.ts';
import { countEvents, countTargets, countTasks } from './counted-evidence.ts';
import type { Evidence } from './evidence.ts';
import { findingsOf } from './findings.ts';
import { likelyCause } from './likely-cause.ts';
import { rank } from './rank.ts';

/**
 * The pure half of a diagnosis: distinct causes, the most telling first, and one sentence for the likely one. Containers tell more than
 * the reason of their task, tasks more than events, and events more than the deployment's own status, which is usually a symptom.
 */
export function diagnose(evidence: Evidence): Diagnosis {
  const findings = rank(findingsOf(evidence), evidence);
  const { circuitBreaker: breaker } = evidence;
  return {
    likely: likelyCause(findings, evidence),
    findings,
    evidence: {
      stoppedTasks: countTasks(evidence.stoppedTasks),
      targetGroups: evidence.targetGroups.map(countTargets).filter(({ total }) => total > 0),
      events: countEvents(evidence.events),
      circuitBreaker:
        breaker === undefined || breaker.status === 'disabled'
          ? undefined
          : { status: breaker.status, failures: breaker.failures, threshold: breaker.threshold },
      alarms: evidence.alarms,
      hooks: evidence.hooks,
      changes: evidence.changes,
      gates: evidence.gates.filter(({ verdict }) => verdict.kind !== 'pass'),
      missing: evidence.missing,
    },
  };
}
