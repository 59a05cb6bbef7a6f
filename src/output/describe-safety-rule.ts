import { formatDuration } from '../model/duration.ts';
import type { SafetyRule } from '../model/release-plan.ts';
import { count } from './count.ts';
import { describeApprovalMoment } from './describe-stage.ts';

/** Who makes sure that a bad release goes back, and what happens then. */
export function describeSafetyRule(rule: SafetyRule): string {
  const holder = rule.holder === 'aws' ? 'AWS' : 'ecsdeploy, while it runs';
  return `${condition(rule)}: ${rule.rollsBack ? 'rolls back' : rule.rule === 'approval' ? 'goes on' : 'does not roll back'} (${holder})`;
}

function condition(rule: SafetyRule): string {
  switch (rule.rule) {
    case 'circuit-breaker':
      return rule.threshold === undefined
        ? 'circuit breaker, when too many tasks fail'
        : `circuit breaker, after ${count(rule.threshold, 'failed task')}`;
    case 'alarms':
      return `${rule.names.length === 1 ? 'alarm' : 'alarms'} ${rule.names.join(', ')}`;
    case 'auto-rollback':
      return `CodeDeploy's automatic rollback, on ${rule.events.join(', ')}`;
    case 'approval':
      return `nobody approves ${describeApprovalMoment(rule.moment)} within ${formatDuration(rule.timeoutInMinutes * 60_000)}`;
    case 'start-failures':
      return `${count(rule.count, 'start failure')} of one kind that cannot heal`;
    case 'crash-loop':
      return `crash loop, from ${count(rule.count, 'new task')} that started and died alike`;
    case 'run-failed':
      return 'another service of the run fails';
    case 'timeout':
      return `not finished after ${formatDuration(rule.afterMilliseconds)}`;
    default:
      return rule satisfies never;
  }
}
