import type { Aws } from '../../aws/aws.ts';
import {
  findCodeDeployDeployment,
  listCodeDeployDeployments,
  type CodeDeployDeploymentState,
} from '../../aws/codedeploy-deployments.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { describeService } from '../../aws/services.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { endStatuses, type Deployment } from '../../model/deployment.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { readAppSpec } from './app-spec-revision.ts';
import { hasEnded, statusOf } from './deployment-status.ts';

// AWS gives the newest first, but does not promise it.
const newestAreAmong = 25;

/**
 * The deployment of the group that has not ended. One that failed and is being taken back goes on until that has an end: then it is
 * the one that failed, not the one that CodeDeploy goes back with.
 */
export async function findInProgress(
  aws: Aws,
  service: ServiceRef,
  group: CodeDeployGroup,
): Promise<Deployment | undefined> {
  const [active] = await listCodeDeployDeployments(aws, group, { onlyActive: true });
  if (active !== undefined) return await toDeployment(aws, service, await originOf(aws, active));
  // Between the end of one and the start of the one that takes it back, none is active.
  const newest = await newestOf(aws, group);
  if (newest === undefined) return undefined;
  const status = statusOf({ state: newest, endedFor: endedFor(aws, newest), isAskedToGoBack: false });
  const mayGoBack = status === 'rollback-requested' || status === 'stopping';
  return mayGoBack ? await toDeployment(aws, service, newest) : undefined;
}

/** The newest deployment of the group that AWS remembers, ended or not. */
export async function findLatest(
  aws: Aws,
  service: ServiceRef,
  group: CodeDeployGroup,
): Promise<Deployment | undefined> {
  const newest = await newestOf(aws, group);
  return newest && (await toDeployment(aws, service, await originOf(aws, newest)));
}

/** A deployment of the group by `d-…`, or by the task set `ecs-svc/…` that it has made. */
export async function locateDeployment(
  aws: Aws,
  service: ServiceRef,
  group: CodeDeployGroup,
  id: string,
): Promise<Deployment | undefined> {
  const deploymentId = id.startsWith('d-') ? id : await makerOf(aws, service, id);
  const found = deploymentId === undefined ? undefined : await findCodeDeployDeployment(aws, deploymentId);
  // Whoever drives a deployment may stop it: that of another service is not found, whatever was pasted.
  if (found?.application !== group.application || found.group !== group.group) return undefined;
  return await toDeployment(aws, service, await originOf(aws, found));
}

/** A deployment of CodeDeploy as one of the service. */
export async function toDeployment(
  aws: Aws,
  service: ServiceRef,
  state: CodeDeployDeploymentState,
): Promise<Deployment> {
  const { content } = state.revision.kind === 'content' ? state.revision : { content: undefined };
  const named = content === undefined ? undefined : readAppSpec(content).taskDefinition;
  const made = madeBy(state.id, await describeService(aws, service));
  return {
    service,
    deploymentId: state.id,
    codeDeploy: { application: state.application, group: state.group },
    taskSet: made?.id,
    taskDefinition: named ?? made?.taskDefinition ?? '',
    createdAt: state.createdAt,
    endedAt: await endOf(aws, state),
  };
}

/** The task set that a deployment has made, while the service shows it. */
export function madeBy(
  deploymentId: string,
  service: ServiceState | undefined,
): ServiceState['deployments'][number] | undefined {
  return service?.deployments.find(({ externalId }) => externalId === deploymentId);
}

/** The deployment that this one takes back; itself where it takes back none. */
async function originOf(aws: Aws, state: CodeDeployDeploymentState): Promise<CodeDeployDeploymentState> {
  const origin = state.rollback?.triggeredBy;
  return (origin === undefined ? undefined : await findCodeDeployDeployment(aws, origin)) ?? state;
}

async function newestOf(aws: Aws, group: CodeDeployGroup): Promise<CodeDeployDeploymentState | undefined> {
  const [newest] = await listCodeDeployDeployments(aws, group, { most: newestAreAmong });
  return newest;
}

async function makerOf(aws: Aws, service: ServiceRef, taskSet: string): Promise<string | undefined> {
  const state = await describeService(aws, service);
  return state?.deployments.find(({ id }) => id === taskSet)?.externalId;
}

async function endOf(aws: Aws, state: CodeDeployDeploymentState): Promise<number | undefined> {
  if (!hasEnded(state)) return undefined;
  const back = state.rollback?.deploymentId;
  const rollback = back === undefined ? undefined : await findCodeDeployDeployment(aws, back);
  const status = statusOf({ state, rollback, endedFor: endedFor(aws, state), isAskedToGoBack: false });
  return endStatuses.has(status) ? (rollback?.finishedAt ?? state.finishedAt ?? state.createdAt) : undefined;
}

function endedFor({ clock }: Aws, { finishedAt, createdAt }: CodeDeployDeploymentState): number {
  return clock.now() - (finishedAt ?? createdAt);
}
