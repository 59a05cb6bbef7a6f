import { formatDuration } from '../model/duration.ts';
import { nameFromArn, revisionName } from '../model/service-ref.ts';
import type { Reason, SupersededAfter } from '../model/verdict.ts';
import { count } from './count.ts';
import { describeGateReason } from './describe-gate-reason.ts';
import { describePause } from './describe-pause.ts';
import { describeReached } from './describe-reached.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';
import { shortDigest } from './short-digest.ts';

/** A reason as a clause that fits behind a colon: no capital, no full stop. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'aws':
      return quoted(reason.text);
    case 'start-failure': {
      const hope = reason.canHeal ? '' : '; waiting cannot help';
      return `${count(reason.count, 'task')} failed to start: ${quoted(reason.text)}${hope}`;
    }
    case 'crash-loop':
      return `${count(reason.count, 'task')} started and died alike: ${quoted(reason.text)}`;
    case 'timeout':
      return `not finished after ${formatDuration(reason.afterMilliseconds)}`;
    case 'interrupted':
      return `interrupted by ${reason.signal}`;
    case 'superseded':
      return describeSuperseded(reason);
    case 'service-gone':
      return `the service is ${harmless(reason.status)}`;
    case 'primary-differs':
      return `the service runs ${revisionName(reason.actual)}, not ${revisionName(reason.expected)}`;
    case 'digest-differs':
      return (
        `task ${nameFromArn(reason.task)} runs container ${reason.container} from ` +
        `${shortDigest(reason.actual)}, not ${shortDigest(reason.expected)}`
      );
    case 'digest-unknown': {
      const where = reason.task === undefined ? '' : ` in task ${nameFromArn(reason.task)}`;
      return `AWS tells no digest of container ${reason.container}${where}`;
    }
    case 'no-running-task':
      return 'no task of the new revision is running';
    case 'unverified':
      return `${harmless(reason.what)} could not be checked: ${quoted(reason.error)}`;
    case 'impossible':
      return `${harmless(reason.what)} could not be started: ${quoted(reason.error)}`;
    case 'verified': {
      const digest = reason.digest === undefined ? '' : `, ${shortDigest(reason.digest)}`;
      return `${count(reason.tasks, 'running task')} checked${digest}`;
    }
    case 'desired-zero':
      return 'the desired count is 0, so there is no task to check';
    case 'in-progress':
      return 'the deployment is still in progress';
    case 'credentials':
      return `the credentials are no longer accepted: ${quoted(reason.error)}`;
    case 'credentials-expire':
      return `the credentials expire at ${describeMoment(reason.at)}, and there are no newer ones`;
    case 'unreachable':
      return `AWS could not be reached for ${formatDuration(reason.forMilliseconds)}: ${quoted(reason.error)}`;
    case 'nothing-differs':
      return 'it already runs exactly this';
    case 'no-rollback-configured':
      return 'no rollback is configured';
    case 'already-rolled-back':
      return reason.further === undefined
        ? `it already runs ${revisionName(reason.to)}`
        : `it already runs ${revisionName(reason.to)}; --to ${revisionName(reason.further)} goes further back`;
    case 'already-serves':
      return `it already runs ${revisionName(reason.taskDefinition)}`;
    case 'nothing-in-progress':
      return 'no deployment is in progress';
    case 'stopped-by-someone': {
      const words = reason.text === undefined ? '' : ` (${quoted(reason.text)})`;
      return `asked for by somebody else, not by this run${words}`;
    }
    case 'tasks-unjudged': {
      const verb = reason.running === 1 ? 'has' : 'have';
      return `${count(reason.running, 'task')} of ${reason.desired} ${verb} only started since AWS judged the deployment`;
    }
    case 'tasks-failing': {
      const verb = reason.failing === 1 ? 'fails its health check' : 'fail their health checks';
      return `${count(reason.failing, 'task')} of ${reason.desired} ${verb}`;
    }
    case 'too-few-tasks':
      return `${reason.running} of ${count(reason.desired, 'task')} running`;
    case 'asked':
      return 'as asked';
    case 'declined':
      return 'declined';
    case 'awaiting-approval':
      return `it waits for approval ${describePause(reason.approval)}`;
    case 'reached':
      return `it ${describeReached(reason.what)}`;
    case 'weights-differ':
      return `rule ${harmless(reason.rule)} sends ${percent(reason.actual)} of its traffic to ${harmless(reason.targetGroup)}, not ${percent(reason.expected)}`;
    case 'predecessor-failed':
      return `${reason.service}, which it comes after, was not released`;
    case 'run-failed':
      return `${reason.service}, of the same run, failed`;
    default:
      return describeGateReason(reason, describeReason);
  }
}

function describeSuperseded(reason: Extract<Reason, { kind: 'superseded' }>): string {
  const by = reason.byDeployment === undefined ? 'another deployment' : `deployment ${reason.byDeployment}`;
  const revision = reason.taskDefinition === undefined ? '' : ` of ${revisionName(reason.taskDefinition)}`;
  return `${endedBefore(reason.after)}${by}${revision}${origin(reason)} ${reason.isUnderWay === true ? 'began' : 'took its place'}`;
}

function endedBefore(after: SupersededAfter | undefined): string {
  switch (after?.end) {
    case undefined:
      return '';
    case 'success':
      return 'AWS called it successful, and then ';
    case 'failure':
      return `it had failed${inBrackets(after.because)}, and then `;
    case 'rollback':
      return `AWS had begun to take it back${inBrackets(after.because)}, and then `;
    default:
      return after satisfies never;
  }
}

function inBrackets(because: Reason | undefined): string {
  return because === undefined ? '' : ` (${describeReason(because)})`;
}

// The principal without partition and account, which are those of the service: `user/anna`, `assumed-role/ci/run-7`.
function origin({ commit, registeredBy }: Extract<Reason, { kind: 'superseded' }>): string {
  const parts = [
    ...(commit === undefined ? [] : [`commit ${harmless(commit.slice(0, 12))}`]),
    ...(registeredBy === undefined
      ? []
      : [`registered by ${harmless(registeredBy.split(':').at(-1) ?? '')}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

// Somebody else's words, unchanged but for what a terminal would obey and the full stop that the sentence around it sets.
function quoted(text: string): string {
  return harmless(text).replace(/\.$/, '');
}
