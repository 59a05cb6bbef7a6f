import type { Warning } from '../model/release-event.ts';
import { count } from './count.ts';
import { describeGitHubRefusal } from './describe-github-refusal.ts';
import { describeReason } from './describe-reason.ts';
import { describeReadiness } from './describe-readiness.ts';
import { describePreflightReason } from './describe-preflight.ts';
import { describeSuspension } from './describe-scaling.ts';
import { pastOutcomeWords } from '../model/release-line.ts';
import { revisionName } from '../model/service-ref.ts';
import { describeLeftTask } from './describe-left-task.ts';
import { describeGone } from './describe-way-back.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';

/** What deserves a second look but stops nothing. */
export function describeWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'no-rollback-configured':
      return 'AWS rolls nothing back by itself here: circuit breaker and alarms are off, or without rollback; only this process would';
    case 'gate-inconclusive':
      return `gate ${harmless(warning.gate)} could not tell, and the release goes on: ${describeReason(warning.because)}`;
    case 'task-left-running':
      return describeLeftTask(warning);
    case 'task-not-stopped':
      return `AWS does not stop task ${warning.task}, which was to end; it may still run: ${harmless(warning.error)}`;
    case 'gates-skipped':
      return `NO GATE IS MEASURED, as --skip-gates asks: ${warning.names.map(harmless).join(', ')}`;
    case 'dirty-tree':
      return `${warning.files.length === 1 ? 'a file differs' : `${warning.files.length} files differ`} from the commit: ${firstOf(warning.files)}`;
    case 'commit-order-unknown':
      return `whether ${warning.commit.slice(0, 12)} is newer than what runs is unknown: ${unknownOrder(warning)}`;
    case 'platform-unchecked':
      return `the platform of ${harmless(warning.image)} could not be compared with the task definition: ${harmless(warning.error)}`;
    case 'digest-unresolved':
      return `the digest of ${harmless(warning.image)} could not be found, so the running tasks cannot be compared with it: ${harmless(warning.error)}`;
    case 'tag-not-written':
      return `tag ${harmless(warning.tag)} was not written: ${harmless(warning.error)}`;
    case 'tag-value-altered':
      return `tag ${harmless(warning.tag)} was written as "${harmless(warning.value)}": AWS does not take the value as it was`;
    case 'settings-not-applied':
      return `the deployment in progress is adopted as it is; these settings wait for the next one: ${warning.paths.map(harmless).join(', ')}`;
    case 'no-health-check':
      return 'neither a load balancer nor a container health check watches this service: a task that runs counts as healthy';
    case 'no-traffic-to-shift':
      return `neither a load balancer nor Service Connect brings this service requests: ${harmless(warning.strategy)} runs both revisions side by side and moves nothing`;
    case 'settings-not-restored':
      return `bake times and approvals that the rollback set aside were not put back, and the next run tries again: ${harmless(warning.error)}`;
    case 'alarm-already-firing': {
      const then =
        warning.stopsIt === true
          ? 'CodeDeploy stops a deployment as soon as it sees that'
          : warning.onlyOfGates === true
            ? 'accepted, no gate looks at what fires at the start'
            : 'ECS does not watch what fires at the start, for this whole deployment';
      return `${warning.alarms.length === 1 ? 'alarm' : 'alarms'} ${warning.alarms.map(harmless).join(', ')} already firing: ${then}`;
    }
    case 'scaling-not-restored':
      return `autoscaling is STILL SUSPENDED: ${harmless(warning.error)}. This resumes it: ${warning.command}`;
    case 'scaling-changed':
      return `autoscaling was changed during the release and is left like that (${describeSuspension(warning.now)}); before it: ${describeSuspension(warning.before)}`;
    case 'codedeploy-searched':
      return `the deployment group of CodeDeploy was found by looking through all of the account: ${count(warning.applications, 'application')}, ${count(warning.groups, 'group')}, ${count(warning.calls, 'call')}; "codedeploy: {application, group}" in ecsdeploy.yml saves that`;
    case 'no-auto-rollback':
      return `CodeDeploy rolls nothing back by itself here: the deployment group ${harmless(warning.group)} has no automatic rollback for a failure or an alarm; only this process would`;
    case 'alarms-ignored':
      return `${warning.names.length === 1 ? 'alarm' : 'alarms'} ${warning.names.map(harmless).join(', ')} of the deployment group cannot stop this rollback: CodeDeploy would stop it at once while one fires`;
    case 'settings-unused':
      return `CodeDeploy has no use for ${warning.members.map(harmless).join(', ')}: only the ECS deployment controller knows them`;
    case 'target-passed-over':
      return `${revisionName(warning.gone.taskDefinition)} succeeded before what serves, and is passed over: ${describeGone(warning.gone)}`;
    case 'target-unproven':
      return `${revisionName(warning.taskDefinition)} is brought back as it was named: ${
        warning.outcome === undefined
          ? 'no release that AWS remembers has brought it in'
          : `that release did not succeed (${pastOutcomeWords[warning.outcome]})`
      }`;
    case 'way-back-failed-before':
      return `the last way back (${warning.deployment}) was itself taken back, so what was to be left serves again, and this is another try${warning.reason === undefined ? '' : `: ${harmless(warning.reason)}`}`;
    case 'going-back':
      return describeReadiness(warning.readiness, warning.when) ?? '';
    case 'tag-not-removed':
      return `tag ${harmless(warning.tag)} was not removed: ${harmless(warning.error)}`;
    case 'preflight': {
      const { subject, because } = warning.finding;
      const { what, fix } = describePreflightReason(because);
      return `${harmless(subject)} ${what}. ${fix}`;
    }
    case 'preflight-skipped':
      return `not all was looked at that the release relies on, which needs ${warning.actions.map(harmless).join(', ')}`;
    case 'credentials-short':
      return `the credentials expire at ${describeMoment(warning.expireAt)}, and the release may take until ${describeMoment(warning.neededUntil)}: shortly before they do, watching ends (30) and the deployment goes on at AWS. Ask for a longer session (role-duration-seconds of configure-aws-credentials), or give a shorter --timeout`;
    case 'github-not-told':
      return `GitHub's deployment is missing or not up to date, which changes nothing about the release: ${describeGitHubRefusal(warning.because)}`;
    case 'evidence-missing':
      return `${harmless(warning.what)} could not be read: ${harmless(warning.error)}`;
    default:
      return warning satisfies never;
  }
}

const filesShown = 3;

function firstOf(files: readonly string[]): string {
  const more = files.length > filesShown ? ` and ${files.length - filesShown} more` : '';
  return `${files.slice(0, filesShown).map(harmless).join(', ')}${more}`;
}

function unknownOrder({ running = '', why }: Extract<Warning, { kind: 'commit-order-unknown' }>): string {
  switch (why) {
    case 'untagged':
      return 'the revision that runs names no commit';
    case 'not-in-this-clone':
      return `${harmless(running.slice(0, 12))}, which runs, is not in this clone`;
    case 'no-commit':
      return `"${harmless(running)}", which runs, names no single commit`;
    case 'shallow':
      return `this clone is shallow and does not reach from one to the other (${harmless(running.slice(0, 12))} runs)`;
  }
}
