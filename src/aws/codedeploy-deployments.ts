import type { AlarmConfiguration, DeploymentInfo, RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { CodeDeployGroup, DeploymentAlarms } from '../model/codedeploy.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import {
  toGroupAlarms,
  toGroupWaits,
  toRollbackEvents,
  type CodeDeployReadOptions,
  type GroupAlarms,
  type GroupWaits,
} from './codedeploy-groups.ts';
import { inBatches, pages, tokenOf } from './pages.ts';
import type { Rank } from './pacing.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A deployment of CodeDeploy as it describes it, in our words. */
export interface CodeDeployDeploymentState extends CodeDeployGroup {
  /** `d-A1B2C3D4E` */
  readonly id: string;
  /** AWS's word: Created | Queued | InProgress | Baking | Ready | Succeeded | Failed | Stopped, or a newer one. */
  readonly status: string;
  /** Name of its deployment configuration. */
  readonly configuration: string;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  /** user | codeDeployRollback | CloudFormation … */
  readonly creator: string;
  readonly description?: string | undefined;
  /** Why it failed or was stopped, in AWS's words: `{code: 'ALARM_ACTIVE', …}`. */
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  readonly rollback?: DeploymentRollback | undefined;
  /** On which events CodeDeploy takes it back by itself; empty: on none. */
  readonly rollsBackOn: readonly string[];
  /** In place of the group's alarms, where somebody said so when it was started. */
  readonly alarms?: GroupAlarms | undefined;
  readonly waits: GroupWaits;
  /** All traffic is on the new revision, and the wait before the old tasks end has begun. */
  readonly isTerminationWaitStarted: boolean;
  readonly revision: DeploymentRevision;
}

interface DeploymentRollback {
  /** The deployment that takes this one back. */
  readonly deploymentId?: string | undefined;
  /** The deployment that this one takes back. */
  readonly triggeredBy?: string | undefined;
  readonly message?: string | undefined;
}

/** The AppSpec that it was given. */
type DeploymentRevision =
  | { readonly kind: 'content'; readonly content: string; readonly sha256?: string | undefined }
  | { readonly kind: 's3'; readonly location: string }
  | { readonly kind: 'other' };

/** Statuses of a deployment that keeps its group busy. */
export const activeStatuses = ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'] as const;

/** One deployment; undefined when AWS does not know the id. */
export async function findCodeDeployDeployment(
  aws: Aws,
  id: string,
  options: CodeDeployReadOptions = {},
): Promise<CodeDeployDeploymentState | undefined> {
  // A text that is no id is refused by its form.
  return await unlessUnknown(
    ['DeploymentDoesNotExistException', 'InvalidDeploymentIdException'],
    async () => {
      const { deploymentInfo } = await call(
        aws,
        { operation: 'codedeploy:GetDeployment', repeat: 'freely', ...options },
        aws.clients.codeDeploy,
        (codeDeploy, send) => codeDeploy.getDeployment({ deploymentId: id }, send),
      );
      return deploymentInfo === undefined ? undefined : toDeploymentState(deploymentInfo);
    },
  );
}

// https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html
const mostDeployments = 25;

export interface DeploymentListing {
  /** Only those that have not ended. */
  readonly onlyActive?: boolean | undefined;
  /** Only those created at this time or later, milliseconds since the epoch. */
  readonly since?: number | undefined;
  /** As many of the newest pages as hold this many; 100 unless said otherwise. */
  readonly most?: number | undefined;
}

/** Deployments of a group, newest first; none where AWS knows no such group. */
export async function listCodeDeployDeployments(
  aws: Aws,
  { application, group }: CodeDeployGroup,
  { onlyActive = false, since, most = 100 }: DeploymentListing = {},
  options: CodeDeployReadOptions = {},
): Promise<CodeDeployDeploymentState[]> {
  const ids: string[] = [];
  const listed = pages(async (token) => {
    const output = await unlessUnknown(
      ['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException'],
      () =>
        call(
          aws,
          { operation: 'codedeploy:ListDeployments', repeat: 'freely', ...options },
          aws.clients.codeDeploy,
          (codeDeploy, send) =>
            codeDeploy.listDeployments(
              {
                applicationName: application,
                deploymentGroupName: group,
                ...(onlyActive ? { includeOnlyStatuses: [...activeStatuses] } : {}),
                ...(since === undefined ? {} : { createTimeRange: { start: new Date(since) } }),
                ...tokenOf(token),
              },
              send,
            ),
        ),
    );
    return { items: output?.deployments ?? [], nextToken: output?.nextToken };
  });
  for await (const page of listed) {
    ids.push(...page);
    if (ids.length >= most) break;
  }
  const found: CodeDeployDeploymentState[] = [];
  for (const some of inBatches(ids.slice(0, most), mostDeployments)) {
    const { deploymentsInfo } = await call(
      aws,
      { operation: 'codedeploy:BatchGetDeployments', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) => codeDeploy.batchGetDeployments({ deploymentIds: some }, send),
    );
    found.push(...(deploymentsInfo ?? []).map(toDeploymentState));
  }
  // AWS gives the newest first, but a batch promises no order.
  return found.sort((a, b) => b.createdAt - a.createdAt);
}

/** What CreateDeployment is asked for. */
export interface DeploymentOrder extends CodeDeployGroup {
  readonly configuration: string;
  /** The AppSpec as JSON, and the SHA-256 of just this text in hex. */
  readonly content: string;
  readonly sha256: string;
  /** At most 256 characters. */
  readonly description?: string | undefined;
  /** Alarms that stop this one in place of the group's; empty: none does. Absent: those of the group. */
  readonly alarms?: DeploymentAlarms | undefined;
  /** On which events it is taken back, in place of the group's; absent: as the group has it. */
  readonly rollsBackOn?: readonly string[] | undefined;
}

/**
 * Starts a deployment, in the turn that `turnToDeploy` gave, and gives its id. Tried once: CodeDeploy takes no client token, so whoever
 * repeats it looks first whether it was heard.
 * @throws what `call` throws; AwsRejected with DeploymentLimitExceededException where the group is busy
 */
export async function createCodeDeployDeployment(aws: Aws, order: DeploymentOrder): Promise<string> {
  const { rollsBackOn } = order;
  const output = await call(
    aws,
    { operation: 'codedeploy:CreateDeployment', repeat: 'if-it-never-arrived', attempts: 1, hasTurn: true },
    aws.clients.codeDeploy,
    (codeDeploy, send) =>
      codeDeploy.createDeployment(
        {
          applicationName: order.application,
          deploymentGroupName: order.group,
          deploymentConfigName: order.configuration,
          revision: {
            revisionType: 'AppSpecContent',
            appSpecContent: { content: order.content, sha256: order.sha256 },
          },
          ...(order.description === undefined ? {} : { description: order.description.slice(0, 256) }),
          ...(order.alarms === undefined
            ? {}
            : { overrideAlarmConfiguration: toConfiguration(order.alarms) }),
          ...(rollsBackOn === undefined
            ? {}
            : {
                autoRollbackConfiguration: {
                  enabled: rollsBackOn.length > 0,
                  events: [...rollsBackOn] as never[],
                },
              }),
        },
        send,
      ),
  );
  return output.deploymentId ?? '';
}

function toConfiguration({ names, ignoresPollFailure }: DeploymentAlarms): AlarmConfiguration {
  if (names.length === 0) return { enabled: false };
  const alarms = names.map((name) => ({ name }));
  return { enabled: true, ignorePollAlarmFailure: ignoresPollFailure, alarms };
}

/** Resolves when a CreateDeployment may be sent; rejects with the signal's reason. */
export async function turnToDeploy(aws: Aws, rank: Rank, signal?: AbortSignal): Promise<void> {
  await aws.pacing.turn('codedeploy:CreateDeployment', rank, signal);
}

/**
 * Stops a deployment and has its traffic moved back, by a deployment of CodeDeploy's own. Repeating is safe: what has been
 * heard already is refused as ended, and the next look says how.
 * @throws what `call` throws; AwsRejected with DeploymentAlreadyCompletedException where it had ended
 */
export async function stopCodeDeployDeployment(
  aws: Aws,
  id: string,
  limits: Pick<CallOptions, 'signal' | 'answerWithin'> = {},
): Promise<void> {
  await call(
    aws,
    { operation: 'codedeploy:StopDeployment', repeat: 'freely', rank: 'urgent', ...limits },
    aws.clients.codeDeploy,
    (codeDeploy, send) => codeDeploy.stopDeployment({ deploymentId: id, autoRollbackEnabled: true }, send),
  );
}

/**
 * Ends a wait: for somebody to let traffic move, or before the old tasks end.
 * @throws what `call` throws; AwsRejected with DeploymentIsNotInReadyStateException where it does not wait so
 */
export async function continueCodeDeployDeployment(
  aws: Aws,
  id: string,
  wait: 'READY_WAIT' | 'TERMINATION_WAIT',
  limits: Pick<CallOptions, 'signal' | 'answerWithin'> = {},
): Promise<void> {
  await call(
    aws,
    {
      operation: 'codedeploy:ContinueDeployment',
      repeat: 'if-it-never-arrived',
      mayGoUnheard: true,
      ...limits,
    },
    aws.clients.codeDeploy,
    (codeDeploy, send) => codeDeploy.continueDeployment({ deploymentId: id, deploymentWaitType: wait }, send),
  );
}

/** The AWS shape in our words. */
export function toDeploymentState(info: DeploymentInfo): CodeDeployDeploymentState {
  const { errorInformation: error, rollbackInfo: rollback, overrideAlarmConfiguration: alarms } = info;
  return {
    id: info.deploymentId ?? '',
    application: info.applicationName ?? '',
    group: info.deploymentGroupName ?? '',
    status: info.status ?? '',
    configuration: info.deploymentConfigName ?? '',
    createdAt: info.createTime?.getTime() ?? 0,
    startedAt: info.startTime?.getTime(),
    finishedAt: info.completeTime?.getTime(),
    creator: info.creator ?? 'user',
    description: info.description,
    error: error === undefined ? undefined : { code: error.code ?? '', message: error.message ?? '' },
    rollback:
      rollback === undefined
        ? undefined
        : {
            deploymentId: rollback.rollbackDeploymentId,
            triggeredBy: rollback.rollbackTriggeringDeploymentId,
            message: rollback.rollbackMessage,
          },
    rollsBackOn: toRollbackEvents(info.autoRollbackConfiguration),
    alarms: alarms === undefined ? undefined : toGroupAlarms(alarms),
    waits: toGroupWaits(info.blueGreenDeploymentConfiguration),
    isTerminationWaitStarted: info.instanceTerminationWaitTimeStarted ?? false,
    revision: toRevision(info.revision),
  };
}

function toRevision(revision: RevisionLocation = {}): DeploymentRevision {
  const { appSpecContent: text = (revision as OldRevision).string, s3Location: s3 } = revision;
  if (text?.content !== undefined) return { kind: 'content', content: text.content, sha256: text.sha256 };
  if (s3 !== undefined) return { kind: 's3', location: `s3://${s3.bucket ?? ''}/${s3.key ?? ''}` };
  return { kind: 'other' };
}

/** Before there was `AppSpecContent`, AWS had the same under another name; deployments of then are still shown. */
interface OldRevision {
  readonly string?: { readonly content?: string; readonly sha256?: string };
}
