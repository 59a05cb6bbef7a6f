import type { ServiceDeployment, ServiceDeploymentBrief } from '@aws-sdk/client-ecs';
import type { DeploymentStatus } from '../model/deployment.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

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

type ReadOptions = Pick<CallOptions, 'attempts' | 'signal'>;

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

/** One service deployment; undefined when AWS does not know the ARN. */
export async function describeServiceDeployment(
  aws: Aws,
  arn: string,
  options: ReadOptions = {},
): Promise<ServiceDeploymentState | undefined> {
  const ecs = await aws.clients.ecs();
  const output = await call(
    aws,
    { operation: 'ecs:DescribeServiceDeployments', repeat: 'freely', ...options },
    (send) => ecs.describeServiceDeployments({ serviceDeploymentArns: [arn] }, send),
  );
  const found = output.serviceDeployments?.[0];
  return found === undefined ? undefined : toState(found);
}

/** The service's deployments, newest first, as far back as `limit`. */
export async function listServiceDeployments(
  aws: Aws,
  { cluster, service }: ServiceRef,
  limit: number,
  options: ReadOptions = {},
): Promise<ServiceDeploymentListing[]> {
  const ecs = await aws.clients.ecs();
  const listed: ServiceDeploymentListing[] = [];
  let nextToken: string | undefined;
  do {
    const token = nextToken;
    const output = await call(
      aws,
      { operation: 'ecs:ListServiceDeployments', repeat: 'freely', ...options },
      (send) =>
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

/** Service revisions by ARN; those that AWS no longer knows are missing. At most 20 a call, as AWS allows. */
export async function describeServiceRevisions(
  aws: Aws,
  arns: readonly string[],
): Promise<ServiceRevisionState[]> {
  const ecs = await aws.clients.ecs();
  // A repeated ARN makes AWS answer 500.
  const distinct = [...new Set(arns)];
  const found: ServiceRevisionState[] = [];
  for (let start = 0; start < distinct.length; start += 20) {
    const page = distinct.slice(start, start + 20);
    const output = await call(aws, { operation: 'ecs:DescribeServiceRevisions', repeat: 'freely' }, (send) =>
      ecs.describeServiceRevisions({ serviceRevisionArns: page }, send),
    );
    for (const revision of output.serviceRevisions ?? []) {
      found.push({
        arn: revision.serviceRevisionArn ?? '',
        taskDefinition: revision.taskDefinition ?? '',
        images: (revision.containerImages ?? []).map(({ containerName, image, imageDigest }) => ({
          container: containerName ?? '',
          image: image ?? '',
          digest: imageDigest,
        })),
      });
    }
  }
  return found;
}

/** Asks AWS to stop this deployment and go back. AWS continues what is already stopping, so repeating is safe. */
export async function stopAndRollBack(aws: Aws, arn: string): Promise<void> {
  const ecs = await aws.clients.ecs();
  await call(aws, { operation: 'ecs:StopServiceDeployment', repeat: 'freely' }, (send) =>
    ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, send),
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
    finishedAt: deployment.finishedAt?.getTime(),
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
