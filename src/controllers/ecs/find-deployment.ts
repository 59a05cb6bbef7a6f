import type { Aws } from '../../aws/aws.ts';
import {
  describeServiceDeployment,
  describeServiceRevisions,
  listServiceDeployments,
  type ServiceDeploymentState,
} from '../../aws/service-deployments.ts';
import { describeService } from '../../aws/services.ts';
import { endStatuses, type Deployment } from '../../model/deployment.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { deploymentDigits } from './service-deployment-arn.ts';

/** The service deployment that has not ended, if there is one. */
export async function findInProgress(aws: Aws, service: ServiceRef): Promise<Deployment | undefined> {
  const state = await describeService(aws, service);
  if (state === undefined) return undefined;
  const current =
    state.currentServiceDeployment === undefined
      ? undefined
      : await describeServiceDeployment(aws, state.currentServiceDeployment);
  if (current !== undefined) {
    return endStatuses.has(current.status) ? undefined : await toDeployment(aws, service, current);
  }
  // No service deployment is shown: go by the entry in the service itself.
  const primary = state.deployments.find(({ status }) => status === 'PRIMARY');
  if (primary?.rolloutState !== 'IN_PROGRESS') return undefined;
  return {
    service,
    deploymentId: primary.id,
    taskDefinition: primary.taskDefinition,
    createdAt: primary.createdAt,
  };
}

// AWS gives the newest first, but does not promise it.
const newestAreAmong = 20;

/** The newest service deployment that AWS remembers, ended or not. */
export async function findLatest(aws: Aws, service: ServiceRef): Promise<Deployment | undefined> {
  const [newest] = await listServiceDeployments(aws, service, newestAreAmong);
  const state = newest === undefined ? undefined : await describeServiceDeployment(aws, newest.arn);
  return state === undefined ? undefined : await toDeployment(aws, service, state);
}

/** A deployment by `ecs-svc/…`, its digits, or the ARN of its service deployment. */
export async function locateDeployment(
  aws: Aws,
  service: ServiceRef,
  idOrArn: string,
): Promise<Deployment | undefined> {
  let arn: string | undefined = idOrArn.startsWith('arn:') ? idOrArn : undefined;
  // Whoever drives a deployment may stop it: that of another service is not found, whatever was pasted.
  if (arn !== undefined && !isOf(arn, service)) return undefined;
  if (arn === undefined) {
    const listed = await listServiceDeployments(aws, service, 100);
    const byId = listed.find((entry) => entry.arn.endsWith(`/${idOrArn}`));
    const digits = deploymentDigits(idOrArn);
    arn = (
      byId ?? listed.find((entry) => digits !== '' && deploymentDigits(entry.targetRevisionArn) === digits)
    )?.arn;
  }
  const found = arn === undefined ? undefined : await describeServiceDeployment(aws, arn);
  return found === undefined ? undefined : toDeployment(aws, service, found);
}

/** `…:service-deployment/prod/web/abc` */
function isOf(serviceDeploymentArn: string, { cluster, service }: ServiceRef): boolean {
  return serviceDeploymentArn.includes(`:service-deployment/${cluster}/${service}/`);
}

async function toDeployment(
  aws: Aws,
  service: ServiceRef,
  state: ServiceDeploymentState,
): Promise<Deployment | undefined> {
  const revisionArn = state.targetRevision?.arn;
  if (revisionArn === undefined) return undefined;
  const [revision] = await describeServiceRevisions(aws, [revisionArn]);
  return {
    service,
    serviceDeploymentArn: state.arn,
    serviceRevisionArn: revisionArn,
    deploymentId: `ecs-svc/${deploymentDigits(revisionArn)}`,
    taskDefinition: revision?.taskDefinition ?? '',
    createdAt: state.createdAt,
    endedAt: endStatuses.has(state.status) ? (state.finishedAt ?? state.createdAt) : undefined,
  };
}
