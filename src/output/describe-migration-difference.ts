import { formatDuration, minutes } from '../model/duration.ts';
import type { MigrationDifference } from '../model/migration.ts';
import { functionName } from './describe-hook.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';

/** What is not the same after a service has moved from CodeDeploy to ECS, in a sentence or two. */
export function describeMigrationDifference(difference: MigrationDifference): string {
  switch (difference.kind) {
    case 'wait-shortened':
      return `CodeDeploy waits ${duration(difference.fromMinutes)} ${waits[difference.wait]}; ECS waits ${duration(difference.toMinutes)} at most.`;
    case 'old-tasks-not-kept':
      return `CodeDeploy keeps the old tasks for good. ECS ends them after the bake: ${duration(difference.bakeInMinutes)} here, up to 24 h.`;
    case 'step-raised':
      return `Steps of ${percent(difference.fromPercent)} become steps of ${percent(difference.toPercent)}, the smallest that ECS has.`;
    case 'ringing-alarm-ignored':
      return `An alarm that rings already at the start stops a deployment of CodeDeploy. ECS then watches no alarm for the whole deployment (${names(difference.alarms)}); ecsdeploy warns of it.`;
    case 'alarms-left-out':
      return `The group has alarms that it does not watch (${names(difference.alarms)}); they are left out.`;
    case 'poll-failure-unsaid':
      return difference.ignoredToday
        ? 'CodeDeploy goes on when it cannot ask CloudWatch, as the group says. ECS has no setting for that.'
        : 'CodeDeploy stops when it cannot ask CloudWatch. ECS has no setting for that, and may miss an alarm.';
    case 'goes-back-more-often':
      return difference.on === 'failure'
        ? 'The group does not go back by itself after a failure. Here the circuit breaker does; circuitBreaker.rollback: false keeps it as it was.'
        : 'The group stops on an alarm, and does not go back. Here AWS goes back; alarms.rollback: false keeps it as it was.';
    case 'no-hour-for-install':
      return 'CodeDeploy fails when the new tasks are not healthy within 60 minutes. ECS counts failed tasks (circuit breaker), and gives a stage up to 24 h.';
    case 'hook-contract':
      return `Functions answer otherwise (${difference.functions.map(functionName).join(', ')}): ECS takes the hook's return value ({"hookStatus": "SUCCEEDED"}, FAILED, or IN_PROGRESS to be asked again), not a call of PutLifecycleEventHookExecutionStatus, and hands over other members. Rewrite them before they stand in ecsdeploy.yml.`;
    case 'hooks-of-the-service':
      return 'An AppSpec names hooks for one deployment. With ECS they belong to the service, until an update changes them.';
    case 'hook-before-each-step':
      return `BeforeAllowTraffic asks once. PRE_PRODUCTION_TRAFFIC_SHIFT asks before each step: ${difference.functions.map(functionName).join(', ')} must stand being asked several times.`;
    case 'unanswered-goes-back':
      return `When nobody has answered after ${duration(difference.timeoutInMinutes)}, CodeDeploy stops and leaves the new tasks. ECS goes back and ends them.`;
    case 'one-rule':
      return 'CodeDeploy changes every rule of a listener that leads to the two target groups. ECS changes only the rule that it is told: rules that are added later do not move along.';
    case 'network-delay':
      return 'Behind a Network Load Balancer ECS takes ten minutes longer for each shift, of test traffic and of production traffic.';
    case 'triggers-stay':
      return `Notifications of the group (${names(difference.triggers)}) tell of CodeDeploy only. ECS tells EventBridge: "ECS Deployment State Change".`;
    case 'history-begins-anew':
      return 'The history of ECS begins with the update: ecsdeploy rollback goes back to nothing that CodeDeploy has released.';
    default:
      return difference satisfies never;
  }
}

const waits = {
  bake: 'before it ends the old tasks',
  canary: 'before it moves the rest of the traffic',
  linear: 'between two steps',
} as const;

function duration(inMinutes: number): string {
  return inMinutes === 0 ? 'no time' : formatDuration(minutes(inMinutes));
}

function names(list: readonly string[]): string {
  return list.map(harmless).join(', ');
}
