import type { UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { closestNames } from '../model/closest-name.ts';
import { EcsdeployError } from '../model/error.ts';
import type { HookDefinition } from '../model/hook-definition.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';
import type { ServiceMembers } from '../model/service-members.ts';
import { nameFromArn, type ServiceRef } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { toDeploymentConfiguration } from './deployment-configuration.ts';
import { AwsRejected } from './errors.ts';
import { withOpenShape } from './open-shape.ts';
import type { Rank } from './pacing.ts';
import { toServiceState, type ServiceState } from './service-state.ts';
import { readTogether, type ReadOptions, type SharedRead } from './shared-reads.ts';

/** The cluster is not in this account and region. */
class ClusterNotFound extends EcsdeployError {
  constructor(cluster: string, where: { region: string }, known: readonly string[]) {
    const close = closestNames(cluster, known);
    super({
      code: 'cluster.not_found',
      message: `There is no cluster "${cluster}" in ${where.region}`,
      suggestions: [
        ...(close.length > 0 ? [`Did you mean ${close.join(' or ')}?`] : []),
        ...(close.length === 0 && known.length > 0
          ? [`Clusters here: ${known.slice(0, 10).join(', ')}.`]
          : []),
        'Check --region, AWS_PROFILE and the spelling.',
      ],
      details: { cluster, region: where.region, close },
    });
  }
}

/** The cluster has no such service, or only a deleted one. */
class ServiceNotFound extends EcsdeployError {
  constructor({ cluster, service }: ServiceRef, known: readonly string[], status?: string) {
    const close = closestNames(service, known);
    super({
      code: 'service.not_found',
      message:
        status === undefined
          ? `There is no service "${service}" in cluster "${cluster}"`
          : `Service "${service}" in cluster "${cluster}" is ${status}: it was deleted`,
      suggestions: [
        ...(close.length > 0 ? [`Did you mean ${close.join(' or ')}?`] : []),
        ...(close.length === 0 && known.length > 0
          ? [`Services here: ${known.slice(0, 10).join(', ')}.`]
          : []),
        ...(known.length === 0
          ? ['The cluster has no service in this region; check --cluster and --region.']
          : []),
      ],
      details: { cluster, service, close },
    });
  }
}

const servicesOfCluster: SharedRead<ServiceState> = {
  operation: 'ecs:DescribeServices',
  most: 10,
  ask: async (ecs, { group: cluster, items }, send) => {
    const { DescribeServicesCommand } = await import('./sdk/ecs.ts');
    // Hooks of others are sent back as they were, with members that this SDK may not know.
    const command = new DescribeServicesCommand({ cluster, services: [...items], include: ['TAGS'] });
    const output = await ecs.send(withOpenShape(command), send);
    return new Map(
      (output.services ?? []).map((service) => [service.serviceName ?? '', toServiceState(service)]),
    );
  },
  concernsAll: ({ code }) => code === 'ClusterNotFoundException',
};

/** One look at a service; undefined when AWS does not know it (or does not show it yet). */
export async function describeService(
  aws: Aws,
  { cluster, service }: ServiceRef,
  options: ReadOptions = {},
): Promise<ServiceState | undefined> {
  const question = { group: cluster, items: [service] };
  const [found] = await readTogether(aws, servicesOfCluster, question, options);
  return found;
}

/**
 * The service, which must be there and active.
 * @throws ClusterNotFound, ServiceNotFound, with names that are close
 */
export async function requireService(aws: Aws, ref: ServiceRef): Promise<ServiceState> {
  let state: ServiceState | undefined;
  try {
    state = await describeService(aws, ref);
  } catch (error) {
    if (!isRejection(error, 'ClusterNotFoundException')) throw error;
    const region = await aws.clients.region();
    throw new ClusterNotFound(ref.cluster, { region }, await namesOrNone(() => listClusters(aws)));
  }
  if (state?.status === 'ACTIVE') return state;
  throw new ServiceNotFound(ref, await namesOrNone(() => listServices(aws, ref.cluster)), state?.status);
}

/** What UpdateService is asked for; what is absent is not sent, so that AWS keeps it. */
export interface ServiceUpdate {
  readonly taskDefinition: string;
  readonly force: boolean;
  readonly settings: DeploymentSettings;
  /** All hooks that the service is to have, also those of others; absent: they stay. */
  readonly lifecycleHooks?: readonly HookDefinition[] | undefined;
  readonly members?: ServiceMembers | undefined;
}

/**
 * Resolves when an UpdateService may be sent. Whoever relies on how the service stands reads it after that: a wait may be long.
 * Rejects with the signal's reason.
 */
export async function turnToUpdate(aws: Aws, rank: Rank, signal?: AbortSignal): Promise<void> {
  await aws.pacing.turn('ecs:UpdateService', rank, signal);
}

/**
 * Starts a deployment, in the turn that `turnToUpdate` gave. Tried once: whoever repeats it looks first, since somebody else may
 * have started one meanwhile.
 */
export async function updateService(aws: Aws, ref: ServiceRef, update: ServiceUpdate): Promise<ServiceState> {
  const { UpdateServiceCommand } = await import('./sdk/ecs.ts');
  const input = {
    cluster: ref.cluster,
    service: ref.service,
    taskDefinition: update.taskDefinition,
    ...(update.force ? { forceNewDeployment: true } : {}),
    ...settingsInput(update),
    // In AWS's shapes, as a service revision has them.
    ...(update.members as Partial<UpdateServiceCommandInput> | undefined),
  };
  const output = await call(
    aws,
    { operation: 'ecs:UpdateService', repeat: 'if-it-never-arrived', attempts: 1, hasTurn: true },
    aws.clients.ecs,
    (ecs, send) => ecs.send(withOpenShape(new UpdateServiceCommand(input)), send),
  );
  return toServiceState(output.service ?? {});
}

/**
 * Changes settings alone, which starts no deployment; repeating has no further effect.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export async function updateSettings(
  aws: Aws,
  ref: ServiceRef,
  change: Pick<ServiceUpdate, 'settings' | 'lifecycleHooks'>,
): Promise<void> {
  const { UpdateServiceCommand } = await import('./sdk/ecs.ts');
  const input = { cluster: ref.cluster, service: ref.service, ...settingsInput(change) };
  await call(
    aws,
    { operation: 'ecs:UpdateService', repeat: 'freely', attempts: 4 },
    aws.clients.ecs,
    (ecs, send) => ecs.send(withOpenShape(new UpdateServiceCommand(input)), send),
  );
}

function settingsInput({
  settings,
  lifecycleHooks,
}: Pick<ServiceUpdate, 'settings' | 'lifecycleHooks'>): Pick<
  UpdateServiceCommandInput,
  'deploymentConfiguration' | 'healthCheckGracePeriodSeconds'
> {
  const configuration = toDeploymentConfiguration(settings, lifecycleHooks);
  const grace = settings.healthCheckGracePeriodSeconds;
  return {
    ...(configuration === undefined ? {} : { deploymentConfiguration: configuration }),
    ...(grace === undefined ? {} : { healthCheckGracePeriodSeconds: grace }),
  };
}

/** Whether an error is AWS's refusal with this code. */
export function isRejection(error: unknown, awsCode: string): error is AwsRejected {
  return error instanceof AwsRejected && error.awsCode === awsCode;
}

async function listServices(aws: Aws, cluster: string): Promise<string[]> {
  const output = await call(
    aws,
    { operation: 'ecs:ListServices', repeat: 'freely', attempts: 2 },
    aws.clients.ecs,
    (ecs, send) => ecs.listServices({ cluster, maxResults: 100 }, send),
  );
  return (output.serviceArns ?? []).map(nameFromArn);
}

async function listClusters(aws: Aws): Promise<string[]> {
  const output = await call(
    aws,
    { operation: 'ecs:ListClusters', repeat: 'freely', attempts: 2 },
    aws.clients.ecs,
    (ecs, send) => ecs.listClusters({ maxResults: 100 }, send),
  );
  return (output.clusterArns ?? []).map(nameFromArn);
}

/** Suggestions only add to an error; failing to make them must not replace it. */
async function namesOrNone(list: () => Promise<string[]>): Promise<string[]> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof EcsdeployError) return [];
    throw error;
  }
}
