import { groupsOfCodeDeploy } from './codedeploy/serving-groups.ts';
import { describeServiceRevisions, type ServiceRevisionState } from '../aws/service-deployments.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import type { TaskState } from '../aws/tasks.ts';
import type { CodeDeployGroup } from '../model/codedeploy.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ExpectedTraffic } from './judge-weights.ts';
import type { ReleaseContext } from './release-context.ts';

/** Where the tasks of the PRIMARY deployment are registered. */
export interface ServingGroups {
  readonly targetGroupArns: readonly string[];
  /** Rules through which AWS shifts traffic, with the group that they should send all of it to. */
  readonly traffic: readonly ExpectedTraffic[];
  /** Of a load balancer with two groups it could not be told which of them serves. */
  readonly areAllKnown: boolean;
}

/**
 * The target groups that the PRIMARY revision is served by. Under blue/green the groups of a service stay as configured and take turns:
 * which one it is the service revision tells, or else where its tasks are registered. Under CodeDeploy the service names it.
 * @param codeDeploy the group of CodeDeploy that the service belongs to
 * @throws what reading throws, except for the revision, which is only one of two ways to know
 */
export async function servingGroups(
  context: ReleaseContext,
  service: ServiceState,
  tasks: readonly TaskState[],
  codeDeploy?: CodeDeployGroup,
): Promise<ServingGroups> {
  if (codeDeploy !== undefined) return await groupsOfCodeDeploy(context, service, codeDeploy);
  const shifting = service.loadBalancers.some(({ advanced }) => advanced !== undefined);
  const revision = shifting ? await primaryRevision(context, service) : undefined;
  const targetGroupArns: string[] = [];
  const traffic: ExpectedTraffic[] = [];
  let areAllKnown = true;
  for (const { targetGroupArn, advanced } of service.loadBalancers) {
    if (targetGroupArn === undefined) continue;
    if (advanced === undefined) {
      targetGroupArns.push(targetGroupArn);
      continue;
    }
    const { productionListenerRule: rule, alternateTargetGroupArn } = advanced;
    const pair = [targetGroupArn, alternateTargetGroupArn];
    const serving =
      revision?.servedBy.find(
        (one) => one.productionListenerRule === rule && pair.includes(one.targetGroupArn),
      )?.targetGroupArn ?? (await groupOfTasks(context, pair, addressesOf(service, tasks)));
    if (serving === undefined) {
      areAllKnown = false;
      continue;
    }
    targetGroupArns.push(serving);
    traffic.push({ rule, targetGroupArn: serving });
  }
  return { targetGroupArns, traffic, areAllKnown };
}

/** ECS names a revision by the digits of its deployment. */
async function primaryRevision(
  { aws }: ReleaseContext,
  service: ServiceState,
): Promise<ServiceRevisionState | undefined> {
  const primary = primaryOf(service);
  if (primary === undefined) return undefined;
  const digits = primary.replace(/^ecs-svc\//, '');
  const arn = `${service.arn.replace(':service/', ':service-revision/')}/${digits}`;
  try {
    const [revision] = await describeServiceRevisions(aws, [arn]);
    return revision;
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

function primaryOf({ deployments }: ServiceState): string | undefined {
  return deployments.find(({ status }) => status === 'PRIMARY')?.id;
}

function addressesOf(service: ServiceState, tasks: readonly TaskState[]): ReadonlySet<string> {
  const primary = primaryOf(service);
  return new Set(
    tasks.filter(({ startedBy }) => startedBy === primary).flatMap(({ addresses }) => addresses),
  );
}

/** The only one of the groups that has one of these addresses. */
async function groupOfTasks(
  { aws }: ReleaseContext,
  groups: readonly string[],
  addresses: ReadonlySet<string>,
): Promise<string | undefined> {
  const having: string[] = [];
  try {
    for (const group of groups) {
      const targets = await describeTargetHealth(aws, group);
      if (targets.some(({ id }) => addresses.has(id))) having.push(group);
    }
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
  return having.length === 1 ? having[0] : undefined;
}
