import type {
  DeploymentConfiguration,
  DeploymentLifecycleHookDetail,
  ServiceDeployment,
  ServiceDeploymentBrief,
  ServiceRevision,
  ServiceRevisionSummary,
} from '@aws-sdk/client-ecs';
import type { DeploymentStatus } from '../model/deployment.ts';
import { minutes, type Milliseconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import type { LifecycleHook } from '../model/lifecycle.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';
import { AwsRejected } from './errors.ts';
import { readTogether, type ReadOptions, type SharedRead } from './shared-reads.ts';

/** A service deployment as AWS describes it, in our words. */
export interface ServiceDeploymentState {
  readonly arn: string;
  readonly status: DeploymentStatus;
  readonly statusReason?: string | undefined;
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly updatedAt?: number | undefined;
  readonly finishedAt?: number | undefined;
  /** AWS's word, which may be newer than this program; absent for ROLLING. */
  readonly lifecycleStage?: string | undefined;
  readonly hooks: readonly LifecycleHook[];
  readonly configuration: ShiftConfiguration;
  /** The service's `deploymentConfiguration` at that time, as AWS has it. */
  readonly deploymentConfiguration?: object | undefined;
  readonly targetRevision?: RevisionSummary | undefined;
  readonly sourceRevisions: readonly RevisionSummary[];
  readonly rollback?:
    | {
        readonly reason?: string | undefined;
        readonly startedAt?: number | undefined;
        readonly serviceRevisionArn?: string | undefined;
      }
    | undefined;
  readonly circuitBreaker?:
    { readonly status: string; readonly failureCount: number; readonly threshold: number } | undefined;
  readonly alarms?:
    | { readonly status: string; readonly names: readonly string[]; readonly triggered: readonly string[] }
    | undefined;
}

/** How this deployment moves traffic: the service may be configured otherwise meanwhile. */
interface ShiftConfiguration {
  /** AWS's word. */
  readonly strategy: string;
  /** Between two shifts of production traffic; 0 where there is only one. */
  readonly stepBake: Milliseconds;
  /** After the last shift. */
  readonly finalBake: Milliseconds;
  readonly hasHooks: boolean;
}

interface RevisionSummary {
  readonly arn: string;
  readonly requested: number;
  readonly running: number;
  readonly pending: number;
  /** Percent of the requests that AWS means it to have; absent for ROLLING. */
  readonly productionWeight?: number | undefined;
  readonly testWeight?: number | undefined;
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
  readonly createdAt?: number | undefined;
  readonly images: readonly {
    readonly container: string;
    readonly image: string;
    readonly digest?: string | undefined;
  }[];
  /** What the service had besides its task definition, as AWS has it: network, platform, load balancers and the like. */
  readonly settings?: object | undefined;
  /** Which of its two target groups each load balancer serves this revision with, as far as AWS has settled it. */
  readonly servedBy: readonly {
    readonly targetGroupArn: string;
    /** ARN of a rule, or of a listener of a network load balancer. */
    readonly productionListenerRule: string;
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

/** Service deployments by ARN, in their order; those that AWS no longer knows are missing. */
export async function describeServiceDeployments(
  aws: Aws,
  arns: readonly string[],
): Promise<ServiceDeploymentState[]> {
  return await readTogether(aws, serviceDeployments, { group: '', items: arns });
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
export async function stopAndRollBack(
  aws: Aws,
  arn: string,
  limits: Pick<CallOptions, 'signal' | 'answerWithin'> = {},
): Promise<void> {
  await call(
    aws,
    { operation: 'ecs:StopServiceDeployment', repeat: 'freely', rank: 'urgent', ...limits },
    aws.clients.ecs,
    (ecs, send) => ecs.stopServiceDeployment({ serviceDeploymentArn: arn, stopType: 'ROLLBACK' }, send),
  );
}

/** AWS knows no service deployment with this ARN. */
class ServiceDeploymentUnknown extends EcsdeployError {
  constructor(arn: string, cause: unknown) {
    super({
      code: 'deployment.not_found',
      message: `AWS knows no service deployment ${arn}`,
      suggestions: ['AWS keeps them for 90 days, and until their service is deleted.'],
      details: { serviceDeployment: arn },
      cause,
    });
  }
}

/**
 * Answers a PAUSE hook. A hook takes one answer: of a second one AWS says that the hook is completed or unavailable, so that whoever had no
 * reply, or this refusal, looks what became of it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContinueServiceDeployment.html
 * @throws ServiceDeploymentUnknown, and what `call` throws; AwsUnavailable where it may have had its effect
 */
export async function continueServiceDeployment(
  aws: Aws,
  arn: string,
  hookId: string,
  action: 'CONTINUE' | 'ROLLBACK',
  limits: Pick<CallOptions, 'signal' | 'answerWithin'> = {},
): Promise<void> {
  try {
    await call(
      aws,
      {
        operation: 'ecs:ContinueServiceDeployment',
        // Repeating would do no harm, but the refusal of the second try would hide that the first one was heard.
        repeat: 'if-it-never-arrived',
        rank: action === 'ROLLBACK' ? 'urgent' : 'usual',
        mayGoUnheard: true,
        ...limits,
      },
      aws.clients.ecs,
      (ecs, send) => ecs.continueServiceDeployment({ serviceDeploymentArn: arn, hookId, action }, send),
    );
  } catch (error) {
    const isUnknown = error instanceof AwsRejected && error.awsCode === 'ServiceDeploymentNotFoundException';
    throw isUnknown ? new ServiceDeploymentUnknown(arn, error) : error;
  }
}

function toState(deployment: ServiceDeployment): ServiceDeploymentState {
  const { deploymentCircuitBreaker: breaker, alarms, rollback, targetServiceRevision: target } = deployment;
  return {
    arn: deployment.serviceDeploymentArn ?? '',
    status: statuses[deployment.status ?? ''] ?? 'unknown',
    statusReason: deployment.statusReason,
    createdAt: deployment.createdAt?.getTime() ?? 0,
    startedAt: deployment.startedAt?.getTime(),
    updatedAt: deployment.updatedAt?.getTime(),
    finishedAt: (deployment.finishedAt ?? deployment.stoppedAt)?.getTime(),
    lifecycleStage: deployment.lifecycleStage,
    hooks: (deployment.lifecycleHookDetails ?? []).map(toHook),
    configuration: toShiftConfiguration(deployment.deploymentConfiguration),
    deploymentConfiguration: deployment.deploymentConfiguration,
    targetRevision: target === undefined ? undefined : toSummary(target),
    sourceRevisions: (deployment.sourceServiceRevisions ?? []).map(toSummary),
    rollback:
      rollback === undefined
        ? undefined
        : {
            reason: rollback.reason,
            startedAt: rollback.startedAt?.getTime(),
            serviceRevisionArn: rollback.serviceRevisionArn,
          },
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

const hookStatuses: Readonly<Record<string, LifecycleHook['status']>> = {
  AWAITING_ACTION: 'awaiting-action',
  IN_PROGRESS: 'in-progress',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
};

function toHook(detail: DeploymentLifecycleHookDetail): LifecycleHook {
  const { hookId = '', targetType, targetArn, status, expiresAt, timeoutAction } = detail;
  return {
    hookId,
    target: targetType === 'PAUSE' ? 'pause' : 'lambda',
    targetArn,
    status: hookStatuses[status ?? ''] ?? 'unknown',
    expiresAt: expiresAt?.getTime(),
    timeoutAction,
  };
}

/** With AWS's own defaults, which it applies where nothing was configured. */
function toShiftConfiguration(configuration: DeploymentConfiguration = {}): ShiftConfiguration {
  const { strategy = 'ROLLING', lifecycleHooks = [], bakeTimeInMinutes = 0 } = configuration;
  const between =
    strategy === 'CANARY'
      ? (configuration.canaryConfiguration?.canaryBakeTimeInMinutes ?? 10)
      : strategy === 'LINEAR'
        ? (configuration.linearConfiguration?.stepBakeTimeInMinutes ?? 6)
        : 0;
  return {
    strategy,
    stepBake: minutes(between),
    finalBake: minutes(bakeTimeInMinutes),
    hasHooks: lifecycleHooks.length > 0,
  };
}

function toRevisionState(revision: ServiceRevision): ServiceRevisionState {
  return {
    arn: revision.serviceRevisionArn ?? '',
    taskDefinition: revision.taskDefinition ?? '',
    createdAt: revision.createdAt?.getTime(),
    images: (revision.containerImages ?? []).map(({ containerName, image, imageDigest }) => ({
      container: containerName ?? '',
      image: image ?? '',
      digest: imageDigest,
    })),
    settings: settingsIn(revision),
    servedBy: (revision.resolvedConfiguration?.loadBalancers ?? []).flatMap(
      ({ targetGroupArn, productionListenerRule }) =>
        targetGroupArn === undefined || productionListenerRule === undefined
          ? []
          : [{ targetGroupArn, productionListenerRule }],
    ),
  };
}

const notSettings: ReadonlySet<string> = new Set<keyof ServiceRevision>([
  'serviceRevisionArn',
  'serviceArn',
  'clusterArn',
  'taskDefinition',
  'containerImages',
  'createdAt',
  'resolvedConfiguration',
  'guardDutyEnabled',
]);

/** All but what identifies the revision, or says what AWS made of it. */
function settingsIn(revision: ServiceRevision): object {
  return Object.fromEntries(Object.entries(revision).filter(([member]) => !notSettings.has(member)));
}

function toSummary(revision: ServiceRevisionSummary): RevisionSummary {
  return {
    arn: revision.arn ?? '',
    requested: revision.requestedTaskCount ?? 0,
    running: revision.runningTaskCount ?? 0,
    pending: revision.pendingTaskCount ?? 0,
    productionWeight: revision.requestedProductionTrafficWeight,
    testWeight: revision.requestedTestTrafficWeight,
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
