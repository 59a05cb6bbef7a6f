import type { ServiceDeployment, ServiceDeploymentBrief, ServiceRevision } from '@aws-sdk/client-ecs';
import type { DeploymentStatus } from '../model/deployment.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { readTogether, type ReadOptions, type SharedRead } from './shared-reads.ts';

/** A service deployment as AWS describes it, in our words. */
export interface ServiceDeploymentState {
  readonly arn: string;
  readonly status: DeploymentStatus;
  readonly statusReason?: string | undefined;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  readonly targetRevision?: RevisionSummary | undefined;
  readonly sourceRevisions: readonly RevisionSummary[];
  readonly rollback?:
    { readonly reason?: string | undefined; readonly serviceRevisionArn?: string | undefined } | undefined;
  readonly circuitBreaker?:
    { readonly status: string; readonly failureCount: number; readonly threshold: number } | undefined;
  readonly alarms?:
    | { readonly status: string; readonly names: readonly string[]; readonly triggered: readonly string[] }
    | undefined;
}

interface RevisionSummary {
  readonly arn: string;
  readonly requested: number;
  readonly running: number;
  readonly pending: number;
}

export interface ServiceDeploymentListing {
  readonly arn: string;
  readonly status: DeploymentStatus;
  readonly statusReason?: string | undefined;
  readonly targetRevisionArn: string;
  readonly createdAt: number;
}

export interface ServiceRevisionState {
  readonly arn: string;
  readonly taskDefinition: string;
  readonly images: readonly {
    readonly container: string;
    readonly image: string;
    readonly digest?: string | undefined;
  }[];
}

const statuses: Readonly<Record<string, DeploymentStatus>> = {
  PENDING: 'pending',
  IN_PROGRESS: 'in-progress',
  STOP_REQUESTED: 'stopping',
  STOPPED: 'stopped',
  ROLLBACK_REQUESTED: 'rollback-requested',
  ROLLBACK_IN_PROGRESS: 'rolling-back',
  ROLLBACK_SUCCESSFUL: 'rolled-back',
  ROLLBACK_FAILED: 'rollback-failed',
  SUCCESSFUL: 'successful',
};

const serviceDeployments: SharedRead<ServiceDeploymentState> = {
  operation: 'ecs:DescribeServiceDeployments',
  most: 20,
  ask: async (ecs, { items }, send) => {
    const output = await ecs.describeServiceDeployments({ serviceDeploymentArns: [...items] }, send);
    return new Map((output.serviceDeployments ?? []).map(toState).map((state) => [state.arn, state]));
  },
};

/** One service deployment; undefined when AWS does not know the ARN. */
export async function describeServiceDeployment(
  aws: Aws,
  arn: string,
  options: ReadOptions = {},
): Promise<ServiceDeploymentState | undefined> {
  const [found] = await readTogether(aws, serviceDeployments, { group: '', items: [arn] }, options);
  return found;
}

/** The service's deployments, newest first, as far back as `limit`. */
export async function listServiceDeployments(
  aws: Aws,
  { cluster, service }: ServiceRef,
  limit: number,
  options: ReadOptions = {},
): Promise<ServiceDeploymentListing[]> {
  const listed: ServiceDeploymentListing[] = [];
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const output = await call(
      aws,
      { operation: 'ecs:ListServiceDeployments', repeat: 'freely', ...options },
      aws.clients.ecs,
      (ecs, send) =>
        ecs.listServiceDeployments(
          {
            cluster,
            service,
            maxResults: Math.min(100, limit),
            ...(token === undefined ? {} : { nextToken: token }),
          },
          send,
        ),
    );
    listed.push(...(output.serviceDeployments ?? []).map(toListing));
    nextToken = output.nextToken;
  } while (nextToken !== undefined && listed.length < limit);
  return listed.sort((a, b) => b.createdAt - a.createdAt).slice(0, limit);
}

const serviceRevisions: SharedRead<ServiceRevisionState> = {
  operation: 'ecs:DescribeServiceRevisions',
  most: 20,
  ask: async (ecs, { items }, send) => {
    const output = await ecs.describeServiceRevisions({ serviceRevisionArns: [...items] }, send);
    return new Map((output.serviceRevisions ?? []).map(toRevisionState).map((state) => [state.arn, state]));
  },
};

/** Service revisions by ARN; those that AWS no longer knows are missing. */
export async function describeServiceRevisions(
  aws: Aws,
  arns: readonly string[],
): Promise<ServiceRevisionState[]> {
  const found: ServiceRevisionState[] = [];
  for (const [service, ofService] of byService(arns)) {
    found.push(...(await readTogether(aws, serviceRevisions, { group: service, items: ofService })));
  }
  return found;
}

/** AWS takes only revisions of one service in a call. */
function byService(arns: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const arn of new Set(arns)) {
    const service = arn.slice(0, arn.lastIndexOf('/'));
    groups.set(service, [...(groups.get(service) ?? []), arn]);
  }
  return groups;
}

/** Asks AWS to stop this deployment and go back. AWS continues what is already stopping, so repeating is safe. */
export async function stopAndRollBack(aws: Aws, arn: string): Promise<void> {
  await call(
    aws,
    { operation: 'ecs:StopServiceDeployment', repeat: 'freely', rank: 'urgent' },
    aws.clients.ecs,
    (ecs, send) => ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, send),
  );
}

function toState(deployment: ServiceDeployment): ServiceDeploymentState {
  const { deploymentCircuitBreaker: breaker, alarms, rollback, targetServiceRevision: target } = deployment;
  return {
    arn: deployment.serviceDeploymentArn ?? '',
    status: statuses[deployment.status ?? ''] ?? 'unknown',
    statusReason: deployment.statusReason,
    createdAt: deployment.createdAt?.getTime() ?? 0,
    startedAt: deployment.startedAt?.getTime(),
    finishedAt: (deployment.finishedAt ?? deployment.stoppedAt)?.getTime(),
    targetRevision: target === undefined ? undefined : toSummary(target),
    sourceRevisions: (deployment.sourceServiceRevisions ?? []).map(toSummary),
    rollback:
      rollback === undefined
        ? undefined
        : { reason: rollback.reason, serviceRevisionArn: rollback.serviceRevisionArn },
    circuitBreaker:
      breaker === undefined
        ? undefined
        : {
            status: breaker.status ?? '',
            failureCount: breaker.failureCount ?? 0,
            threshold: breaker.threshold ?? 0,
          },
    alarms:
      alarms === undefined
        ? undefined
        : {
            status: alarms.status ?? '',
            names: alarms.alarmNames ?? [],
            triggered: alarms.triggeredAlarmNames ?? [],
          },
  };
}

function toRevisionState(revision: ServiceRevision): ServiceRevisionState {
  return {
    arn: revision.serviceRevisionArn ?? '',
    taskDefinition: revision.taskDefinition ?? '',
    images: (revision.containerImages ?? []).map(({ containerName, image, imageDigest }) => ({
      container: containerName ?? '',
      image: image ?? '',
      digest: imageDigest,
    })),
  };
}

function toSummary(revision: {
  arn?: string | undefined;
  requestedTaskCount?: number | undefined;
  runningTaskCount?: number | undefined;
  pendingTaskCount?: number | undefined;
}): RevisionSummary {
  return {
    arn: revision.arn ?? '',
    requested: revision.requestedTaskCount ?? 0,
    running: revision.runningTaskCount ?? 0,
    pending: revision.pendingTaskCount ?? 0,
  };
}

function toListing(brief: ServiceDeploymentBrief): ServiceDeploymentListing {
  return {
    arn: brief.serviceDeploymentArn ?? '',
    status: statuses[brief.status ?? ''] ?? 'unknown',
    statusReason: brief.statusReason,
    targetRevisionArn: brief.targetServiceRevisionArn ?? '',
    createdAt: brief.createdAt?.getTime() ?? 0,
  };
}
