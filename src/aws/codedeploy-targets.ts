import type { ECSTarget, ECSTaskSet, LifecycleEvent } from '@aws-sdk/client-codedeploy';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import type { CodeDeployReadOptions } from './codedeploy-groups.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** What a deployment of CodeDeploy has done to its service so far. */
export interface DeploymentTargetState {
  /** AWS's word: Pending | InProgress | Succeeded | Failed | Skipped | Unknown | Ready. */
  readonly status: string;
  readonly updatedAt?: number | undefined;
  /** In the order in which CodeDeploy goes through them. */
  readonly events: readonly LifecycleEventState[];
  readonly taskSets: readonly TargetTaskSet[];
}

export interface LifecycleEventState {
  /** AWS's word, which may be newer than this program: `AllowTraffic`. */
  readonly name: string;
  /** AWS's word: Pending | InProgress | Succeeded | Failed | Skipped | Unknown. */
  readonly status: string;
  /** Milliseconds since the epoch, AWS's clock. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Why it failed, in AWS's words. */
  readonly diagnostics?:
    | {
        readonly code: string;
        readonly script?: string | undefined;
        readonly message: string;
        readonly logTail?: string | undefined;
      }
    | undefined;
}

export interface TargetTaskSet {
  /** `ecs-svc/1122334455667788990`; the id in a task's `startedBy`. */
  readonly id: string;
  /** Blue | Green: what was there, and what is brought in. */
  readonly label: string;
  /** PRIMARY | ACTIVE | DRAINING */
  readonly status: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  /** Percent of the production traffic that it has. */
  readonly weight: number;
  readonly targetGroup?: string | undefined;
}

/** The service under a deployment; undefined before the deployment has started, and where AWS does not know it. */
export async function findDeploymentTarget(
  aws: Aws,
  deploymentId: string,
  { cluster, service }: ServiceRef,
  options: CodeDeployReadOptions = {},
): Promise<DeploymentTargetState | undefined> {
  const unknown = [
    'DeploymentNotStartedException',
    'DeploymentDoesNotExistException',
    'DeploymentTargetDoesNotExistException',
  ];
  return await unlessUnknown(unknown, async () => {
    const { deploymentTarget } = await call(
      aws,
      { operation: 'codedeploy:GetDeploymentTarget', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) =>
        codeDeploy.getDeploymentTarget({ deploymentId, targetId: `${cluster}:${service}` }, send),
    );
    return deploymentTarget?.ecsTarget === undefined ? undefined : toTargetState(deploymentTarget.ecsTarget);
  });
}

/** The AWS shape in our words. */
export function toTargetState(target: ECSTarget): DeploymentTargetState {
  return {
    status: target.status ?? 'Unknown',
    updatedAt: target.lastUpdatedAt?.getTime(),
    events: (target.lifecycleEvents ?? []).map(toEvent),
    taskSets: (target.taskSetsInfo ?? []).map(toTaskSet),
  };
}

function toEvent({
  lifecycleEventName,
  status,
  startTime,
  endTime,
  diagnostics,
}: LifecycleEvent): LifecycleEventState {
  return {
    name: lifecycleEventName ?? '',
    status: status ?? 'Unknown',
    startedAt: startTime?.getTime(),
    endedAt: endTime?.getTime(),
    // A successful event has diagnostics too: `{errorCode: 'Success'}`.
    diagnostics:
      diagnostics === undefined || diagnostics.errorCode === 'Success'
        ? undefined
        : {
            code: diagnostics.errorCode ?? '',
            script: diagnostics.scriptName,
            message: diagnostics.message ?? '',
            logTail: diagnostics.logTail,
          },
  };
}

function toTaskSet(set: ECSTaskSet): TargetTaskSet {
  return {
    // AWS's spelling.
    id: set.identifer ?? '',
    label: set.taskSetLabel ?? '',
    status: set.status ?? '',
    desired: set.desiredCount ?? 0,
    running: set.runningCount ?? 0,
    pending: set.pendingCount ?? 0,
    weight: set.trafficWeight ?? 0,
    targetGroup: set.targetGroup?.name,
  };
}
