import { describeAllServices, describeTasksOfFamily } from '../../aws/all-services.ts';
import { listRuleTasks } from '../../aws/event-rules.ts';
import { listClusterNames } from '../../aws/list-services.ts';
import { listScheduledTasks } from '../../aws/schedules.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { findTaskDefinition, listRevisions } from '../../aws/task-definitions.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { revisionName, serviceName, type ServiceRef } from '../../model/service-ref.ts';
import { succeededTag, takenBackAt } from '../../task-definitions/tags.ts';
import type { ReleaseContext } from '../release-context.ts';
import { lastGoodReleases } from './good-releases.ts';
import type { FamilyRevision, FamilyUser, PruneFacts } from './prune-facts.ts';
import { readEnoughReleases } from './read-enough-releases.ts';
import { needed, RevisionUnknown } from './refusals.ts';

type Reading = Pick<ReleaseContext, 'aws'>;

export interface FactsOrder {
  readonly family: string;
  /** How many successful releases count. */
  readonly keep: number;
  /** The service whose group is known. */
  readonly known: ServiceRef;
  readonly group?: CodeDeployGroup | undefined;
}

/**
 * Everything that could need a revision of a family: revisions with their stamps, services and tasks of all clusters, releases, rules,
 * schedules. Whatever is missing would be a guess, so that a read that fails ends it all.
 * @throws NotKnown, RevisionUnknown
 */
export async function readPruneFacts(context: Reading, order: FactsOrder): Promise<PruneFacts> {
  const { aws } = context;
  const { family } = order;
  const clusters = await needed('the clusters', () => listClusterNames(aws));
  const [revisions, services, tasks, rules, schedules] = await Promise.all([
    needed('the revisions', () => readFamily(context, family)),
    needed('the services', () => Promise.all(clusters.map((cluster) => describeAllServices(aws, cluster)))),
    needed('the tasks', () => readTasks(context, clusters, family)),
    needed('the rules of EventBridge', () => listRuleTasks(aws)),
    needed('the schedules of EventBridge Scheduler', () => listScheduledTasks(aws)),
  ]);
  const users = services.flat().filter((state) => uses(state, family));
  return {
    family,
    revisions,
    services: await Promise.all(users.map((state) => readUser(context, state, order))),
    tasks,
    rules,
    schedules,
  };
}

async function readFamily({ aws }: Reading, family: string): Promise<FamilyRevision[]> {
  const listed = await Promise.all(
    (['ACTIVE', 'INACTIVE'] as const).map(async (status) => {
      const arns = await listRevisions(aws, family, { status, most: Number.POSITIVE_INFINITY });
      return arns.map((arn) => ({ arn, status }));
    }),
  );
  const read = await Promise.all(
    listed.flat().map(async ({ arn, status }): Promise<FamilyRevision | undefined> => {
      const found = await findTaskDefinition(aws, arn);
      // Deleted meanwhile, or about to be.
      if (found === undefined || found.status === 'DELETE_IN_PROGRESS') return undefined;
      const stamp = Date.parse(found.tags.find(({ key }) => key === succeededTag)?.value ?? '');
      return {
        number: found.revision,
        status,
        succeededAt: Number.isNaN(stamp) ? undefined : stamp,
        takenBackAt: takenBackAt(found.tags),
      };
    }),
  );
  return read.filter((revision) => revision !== undefined);
}

async function readTasks(
  { aws }: Reading,
  clusters: readonly string[],
  family: string,
): Promise<PruneFacts['tasks']> {
  const found = await Promise.all(
    clusters.map(async (cluster) =>
      (await describeTasksOfFamily(aws, cluster, family)).map(({ taskDefinition }) => ({
        cluster,
        revision: revisionName(taskDefinition),
      })),
    ),
  );
  return found.flat();
}

/** Whether a service has the family: now, or in a deployment or task set. */
function uses({ status, taskDefinition, deployments }: ServiceState, family: string): boolean {
  const names = [taskDefinition, ...deployments.map((one) => one.taskDefinition)].map(revisionName);
  return status !== 'INACTIVE' && names.some((name) => name.startsWith(`${family}:`));
}

async function readUser(context: Reading, state: ServiceState, order: FactsOrder): Promise<FamilyUser> {
  const service = serviceName(state.ref);
  const releases = await needed(`the releases of ${service}`, () =>
    readEnoughReleases(context, { service: state, keep: order.keep, group: groupOf(state, order) }),
  );
  const inProgress = releases.filter(({ outcome }) => outcome === 'in-progress');
  const counted = [...inProgress, ...lastGoodReleases(releases, order.keep)];
  const nameless = counted.find(({ taskDefinition }) => taskDefinition === undefined);
  if (nameless !== undefined) throw new RevisionUnknown(service, nameless.id);
  return {
    service,
    revision: revisionName(state.taskDefinition),
    deployments: state.deployments.map(({ taskDefinition, status }) => ({
      revision: revisionName(taskDefinition),
      status,
    })),
    releases,
  };
}

/** Only of the service that was asked for it may be known; that of others is looked for. */
function groupOf({ ref }: ServiceState, { known, group }: FactsOrder): CodeDeployGroup | undefined {
  return serviceName(ref) === serviceName(known) ? group : undefined;
}
