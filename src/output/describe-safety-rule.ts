import { formatDuration } from '../model/duration.ts';
import type { SafetyRule } from '../model/release-plan.ts';
import { count } from './count.ts';
import { describeApprovalMoment } from './describe-stage.ts';
import { harmless } from './harmless.ts';

/** Who makes sure that a bad release goes back, and what happens then. */
export function describeSafetyRule(rule: SafetyRule, controller: Controller = 'ecs'): string {
  const holder = rule.holder === 'aws' ? holders[controller] : 'ecsdeploy, while it runs';
  return `${condition(rule)}: ${consequence(rule, controller)} (${holder})`;
}

type Controller = 'ecs' | 'codedeploy';

const holders: Readonly<Record<Controller, string>> = { ecs: 'AWS', codedeploy: 'CodeDeploy' };

function consequence(safetyRule: SafetyRule, controller: Controller): string {
  const { rule, rollsBack } = safetyRule;
  if ('asks' in safetyRule && safetyRule.asks === true)
    return 'asks whether to roll back, and leaves it where nobody is there';
  if (controller === 'codedeploy') {
    if (rule === 'approval') return 'stops it, before production traffic has moved';
    if (rule === 'alarms') return rollsBack ? 'stops it and rolls back' : 'stops it, and does not roll back';
  }
  if (rollsBack) return 'rolls back';
  return rule === 'approval' ? 'goes on' : 'does not roll back';
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
      return `automatic rollback, when ${describeRollbackEvents(rule.events)}`;
    case 'approval':
      return `nobody approves ${describeApprovalMoment(rule.moment)} within ${formatDuration(rule.timeoutInMinutes * 60_000)}`;
    case 'start-failures':
      return `${count(rule.count, 'start failure')} of one kind that cannot heal`;
    case 'crash-loop':
      return `crash loop, from ${count(rule.count, 'new task')} that started and died alike`;
    case 'run-failed':
      return 'another service of the run fails';
    case 'gate': {
      const worst =
        rule.worstCaseMilliseconds === undefined
          ? ''
          : `, at worst after ${formatDuration(rule.worstCaseMilliseconds)}`;
      const when = rule.holder === 'aws' ? ' during the deployment' : '';
      return `gate ${harmless(rule.name)} fails${when}${worst}`;
    }
    case 'gate-hold':
      return `gate ${harmless(rule.name)} has not let the deployment go on within ${formatDuration(rule.timeoutInMinutes * 60_000)}`;
    case 'timeout':
      return `not finished after ${formatDuration(rule.afterMilliseconds)}`;
    default:
      return rule satisfies never;
  }
}

// https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_AutoRollbackConfiguration.html
const rollbackEvents: Readonly<Record<string, string>> = {
  DEPLOYMENT_FAILURE: 'the deployment fails',
  DEPLOYMENT_STOP_ON_ALARM: 'an alarm stops it',
  DEPLOYMENT_STOP_ON_REQUEST: 'somebody stops it',
};

/** On what CodeDeploy goes back by itself: `the deployment fails or an alarm stops it`. */
export function describeRollbackEvents(events: readonly string[]): string {
  return either(events.map((event) => rollbackEvents[event] ?? `it comes to ${harmless(event)}`));
}

function either(clauses: readonly string[]): string {
  return clauses.length < 2
    ? clauses.join('')
    : `${clauses.slice(0, -1).join(', ')} or ${clauses.slice(-1).join('')}`;
}
