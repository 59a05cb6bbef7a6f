import type { GateSubject, SubjectTargetGroups } from '../../gates/subject.ts';
import { findDeploymentGroup } from '../../aws/codedeploy-groups.ts';
import { describeListenerWeights } from '../../aws/listener-rules.ts';
import { describeService } from '../../aws/services.ts';
import { describeServiceRevisions } from '../../aws/service-deployments.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { Deployment } from '../../model/deployment.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseContext } from '../release-context.ts';
import { servingGroups } from '../serving-groups.ts';
import { targetGroupsOf } from '../target-groups.ts';
import { whileReading } from '../while-reading.ts';

/** What the subjects of all moments of a release have in common. */
export type SubjectFacts = Omit<GateSubject, 'moment' | 'since' | 'deployment' | 'targetGroups'>;

/**
 * @param taskDefinition ARN of the registered revision
 * @param releasedAt when the release began, local clock
 */
export function subjectFacts(plan: ReleasePlan, taskDefinition: string, releasedAt: number): SubjectFacts {
  const { service, region, account, current, target } = plan;
  return {
    service,
    region,
    account,
    releasedAt,
    taskDefinition,
    previous: current.taskDefinition === '' ? undefined : current.taskDefinition,
    commit: target.commit,
    digests: target.digests,
  };
}

/** Whether each revision may have target groups of its own. Pure. */
export function canBeSplit(
  { loadBalancers }: Pick<ServiceState, 'loadBalancers'>,
  { codeDeploy }: Pick<Deployment, 'codeDeploy'>,
): boolean {
  return codeDeploy !== undefined || loadBalancers.some(({ advanced }) => advanced !== undefined);
}

/** The target groups of a service whose revisions share them. Pure. */
export function sharedGroups(service: Pick<ServiceState, 'loadBalancers'>): SubjectTargetGroups {
  return { isSplit: false, ofNew: targetGroupsOf(service), ofOld: [] };
}

/**
 * Where the tasks are registered that serve before there is another revision: of two groups that take turns, the one whose turn it is.
 * Undefined: AWS does not tell.
 * @throws the interruption's reason
 */
export async function groupsThatServe(
  context: ReleaseContext,
  service: ServiceState,
): Promise<SubjectTargetGroups | undefined> {
  if (!service.loadBalancers.some(({ advanced }) => advanced !== undefined)) return sharedGroups(service);
  const serving = await whileReading(context, (reading) => servingGroups(reading, service, []));
  return serving.areAllKnown ? { isSplit: false, ofNew: serving.targetGroupArns, ofOld: [] } : undefined;
}

/**
 * Where the tasks of the new revision are registered, and where those of the old one: under ECS the new service revision tells, under
 * CodeDeploy the task set of the deployment. Undefined: AWS does not tell, now.
 * @param service as it was when this process came: of a deployment that is taken up it may name the old target group, or the new one
 */
export async function targetGroupsOfRelease(
  context: Pick<ReleaseContext, 'aws'>,
  service: ServiceState,
  deployment: Deployment,
): Promise<SubjectTargetGroups | undefined> {
  if (!canBeSplit(service, deployment)) return sharedGroups(service);
  try {
    return deployment.codeDeploy === undefined
      ? await groupsOfEcs(context, service, deployment)
      : await groupsOfCodeDeploy(context, deployment, deployment.codeDeploy);
  } catch (error) {
    // It is a help for measuring, and no reason to fail.
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

async function groupsOfEcs(
  { aws }: Pick<ReleaseContext, 'aws'>,
  service: ServiceState,
  { serviceRevisionArn }: Deployment,
): Promise<SubjectTargetGroups | undefined> {
  const pairs = service.loadBalancers.filter(({ advanced }) => advanced !== undefined);
  if (pairs.length === 0 || serviceRevisionArn === undefined) return undefined;
  const [revision] = await describeServiceRevisions(aws, [serviceRevisionArn]);
  const served = revision?.servedBy.map(({ targetGroupArn }) => targetGroupArn) ?? [];
  const ofNew = pairs.flatMap(({ targetGroupArn, advanced }) =>
    [targetGroupArn, advanced?.alternateTargetGroupArn].filter(
      (arn): arn is string => arn !== undefined && served.includes(arn),
    ),
  );
  return split(ofNew, targetGroupsOf(service));
}

/**
 * The task set that the deployment has created names its own target group. Where the service's are depends on when it is asked: CodeDeploy
 * makes it name the new one once all traffic has moved. The other of the pair is behind the same listeners.
 */
async function groupsOfCodeDeploy(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { service: ref, deploymentId }: Deployment,
  group: NonNullable<Deployment['codeDeploy']>,
): Promise<SubjectTargetGroups | undefined> {
  const service = await describeService(aws, ref);
  const own = service?.deployments.find(({ externalId }) => externalId === deploymentId);
  if (service === undefined || own === undefined) return undefined;
  const found = await findDeploymentGroup(aws, group);
  const names = found?.targetGroups ?? [];
  const behind: string[] = [];
  for (const listener of found?.productionListeners ?? []) {
    for (const { groups } of await describeListenerWeights(aws, listener)) {
      behind.push(...groups.map(({ targetGroupArn }) => targetGroupArn));
    }
  }
  const pair = behind.filter((arn) => names.some((name) => arn.includes(`/${name}/`)));
  return split(own.targetGroupArns ?? [], [...targetGroupsOf(service), ...pair]);
}

function split(ofNew: readonly string[], all: readonly string[]): SubjectTargetGroups | undefined {
  if (ofNew.length === 0) return undefined;
  return { isSplit: true, ofNew, ofOld: [...new Set(all)].filter((arn) => !ofNew.includes(arn)) };
}
