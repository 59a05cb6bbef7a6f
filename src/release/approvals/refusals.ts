import type { Deployment, Snapshot } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PendingApproval } from '../../model/lifecycle.ts';
import { expectFlag, pauseName, type NamedPause } from '../../model/pause-name.ts';
import { revisionName, serviceName, type ServiceRef } from '../../model/service-ref.ts';
import { howItStands, type Standing } from './how-it-stands.ts';

/** Nobody is asked anything: no deployment is in progress. */
export class NothingToApprove extends EcsdeployError {
  constructor(service: ServiceRef, newest: Standing | undefined) {
    super({
      code: 'refused.nothing_in_progress',
      message: `No deployment of "${serviceName(service)}" is in progress${newest === undefined ? '' : `: ${howItStands(newest)}`}`,
      suggestions: [lookWith(service)],
      details: { deployment: newest?.deployment.serviceDeploymentArn },
    });
  }
}

/** A deployment is in progress, and waits for nobody. */
export class NotPaused extends EcsdeployError {
  constructor(deployment: Deployment, snapshot: Snapshot) {
    super({
      code: 'refused.not_paused',
      message: `Nothing waits for approval: ${howItStands({ deployment, snapshot })}`,
      suggestions: [watchWith(deployment.service)],
      details: { deployment: deployment.serviceDeploymentArn, stage: snapshot.shift?.stage },
    });
  }
}

/** More than one pause waits, and an answer goes to one of them. */
export class WhichPause extends EcsdeployError {
  constructor(service: ServiceRef, approvals: readonly PendingApproval[]) {
    const names = approvals.map(pauseName);
    super({
      code: 'usage.pause_missing',
      message: `${names.length} pauses of "${serviceName(service)}" wait at once, and each is answered by itself`,
      suggestions: approvals.map((one) => `Name one: ${expectFlag(one)}`),
      details: { waiting: names },
    });
  }
}

/** What was named is not what is there any more. */
export class ReleaseMovedOn extends EcsdeployError {
  constructor(
    expected: NamedPause,
    {
      service,
      was,
      now,
      waiting,
    }: {
      readonly service: ServiceRef;
      /** The deployment that was named; undefined where AWS knows none of that name. */
      readonly was: Standing | undefined;
      /** Another one that is in progress. */
      readonly now?: Standing | undefined;
      /** What waits now, instead of what was named. */
      readonly waiting: readonly PendingApproval[];
    },
  ) {
    const [first = `AWS knows no deployment ${expected.deployment} of "${serviceName(service)}"`, second] = [
      was === undefined ? undefined : `${expected.hookId} does not wait any more: ${howItStands(was)}`,
      now === undefined ? undefined : howItStands(now),
    ];
    super({
      code: 'refused.release_moved_on',
      message: second === undefined ? first : `${first}; now ${second}`,
      suggestions: [...waiting.map((one) => `What waits now: ${expectFlag(one)}`), lookWith(service)],
      details: {
        expected,
        deployment: (now ?? was)?.deployment.serviceDeploymentArn,
        waiting: waiting.map(pauseName),
      },
    });
  }
}

/** Somebody was there first. */
export class AlreadyAnswered extends EcsdeployError {
  constructor(service: ServiceRef, hookId: string, answer: 'approved' | 'rejected', note?: string) {
    const known = note === undefined ? '' : ` (${note})`;
    super({
      code: 'refused.already_answered',
      message: `${hookId} of "${serviceName(service)}" was ${answer} already${known}`,
      suggestions: [watchWith(service), 'CloudTrail says by whom: the event is ContinueServiceDeployment.'],
      details: { hookId, answer, note },
    });
  }
}

/** Nobody answered in time, and AWS did what it was told to do then. */
export class PauseExpired extends EcsdeployError {
  constructor(deployment: Deployment, snapshot: Snapshot, hookId: string) {
    super({
      code: 'refused.pause_expired',
      message: `The time of ${hookId} was up: ${howItStands({ deployment, snapshot })}`,
      suggestions: [watchWith(deployment.service), `Release it again: \`ecsdeploy deploy\` starts anew.`],
      details: {
        deployment: deployment.serviceDeploymentArn,
        hookId,
        taskDefinition: deployment.taskDefinition,
      },
    });
  }
}

/** AWS did not say whether it heard the answer, and does not show it. */
export class AnswerUnknown extends EcsdeployError {
  constructor({ service, taskDefinition }: Deployment, hookId: string, cause: unknown) {
    super({
      code: 'unknown.approval',
      message: `AWS did not say whether it heard the answer to ${hookId} of "${serviceName(service)}" (${revisionName(taskDefinition)})`,
      suggestions: [lookWith(service), 'The same command may be repeated: it answers this pause only.'],
      details: { hookId },
      cause,
    });
  }
}

function lookWith({ cluster, service }: ServiceRef): string {
  return `Look with \`ecsdeploy status --cluster ${cluster} --service ${service}\`.`;
}

function watchWith({ cluster, service }: ServiceRef): string {
  return `See how it goes with \`ecsdeploy watch --cluster ${cluster} --service ${service}\`.`;
}
