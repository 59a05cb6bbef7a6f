import type { ServiceState } from '../../aws/service-state.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { describeTasks, listTasks, type TaskState } from '../../aws/tasks.ts';
import { chooseController } from '../../controllers/choose-controller.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { gatesLeft } from '../gates/gates-left.ts';
import { groupOf, locateService } from '../history/history.ts';
import { readReleases } from '../history/read-releases.ts';
import { judgeStanding } from '../judge-standing.ts';
import { knownImages } from '../known-images.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { PromotionRequest } from './promotion-request.ts';
import { NotHealthyThere, OtherCredentials } from './refusals.ts';
import { whyNotProven } from './why-not-proven.ts';

/** A service whose last release has succeeded, and which runs as it should. */
export interface HealthySource {
  readonly service: ServiceState;
  readonly account: string;
  readonly region: string;
  /** What serves. */
  readonly revision: RegisteredTaskDefinition;
  /** When its release had ended, or else was begun. Milliseconds since the epoch. */
  readonly since: number;
  /** That run what serves, all of it. */
  readonly tasks: readonly TaskState[];
}

// A call for each revision: whether the last release went back shows by the few before it.
const nearby = 15;

/**
 * What runs in another environment, if it is known to be good: its last release is over and was not taken back, and its tasks run and are
 * healthy now. Reads only.
 * @param context of the other environment
 * @throws NotHealthyThere, OtherCredentials, ServiceNotFound, and what reading throws
 */
export async function findHealthy(context: ReleaseContext, from: PromotionRequest): Promise<HealthySource> {
  const { aws } = context;
  const { service, account, region } = await locate(context, from);
  const group = await groupOf(context, service, from.codeDeploy);
  const primary = service.deployments.find(({ status }) => status === 'PRIMARY');
  const [inProgress, releases, revision] = await Promise.all([
    chooseController(aws, service, from.codeDeploy).find(service.ref),
    readReleases(context, { service, group, limit: nearby }),
    requireTaskDefinition(aws, primary?.taskDefinition ?? service.taskDefinition),
  ]);
  const unproven = whyNotProven({ service, inProgress, releases });
  if (unproven !== undefined) throw new NotHealthyThere(from, unproven);

  const createdAt = primary?.createdAt ?? 0;
  const taskDefinition = revision.arn;
  if (gatesLeft(from, revision, { createdAt }) !== undefined)
    throw new NotHealthyThere(from, { why: 'not-watched', taskDefinition });
  const { outcome } = await judgeStanding(context, {
    service: service.ref,
    codeDeploy: group,
    taskDefinition,
    // What a tag of ours notes binds nobody: the tasks tell what they run.
    expected: knownImages(revision).filter(({ isNote }) => isNote !== true),
  });
  if (outcome.kind !== 'nothing-to-do') {
    const because = 'because' in outcome ? outcome.because : { kind: 'no-running-task' as const };
    throw new NotHealthyThere(from, { why: 'unhealthy', taskDefinition, because });
  }
  const arns = await listTasks(aws, service.ref, 'RUNNING');
  const tasks = await describeTasks(aws, service.ref.cluster, arns);
  const [serving] = releases.filter(({ serves }) => serves);
  return {
    service,
    account,
    region,
    revision,
    since: serving?.finishedAt ?? serving?.createdAt ?? createdAt,
    tasks: tasks.filter(({ startedBy, lastStatus }) => startedBy === primary?.id && lastStatus === 'RUNNING'),
  };
}

/** @throws OtherCredentials */
async function locate(
  context: ReleaseContext,
  from: PromotionRequest,
): Promise<{ service: ServiceState; account: string; region: string }> {
  try {
    return await locateService(context, from);
  } catch (error) {
    const isOther = error instanceof EcsdeployError && error.code === 'refused.wrong_account';
    throw isOther ? new OtherCredentials(from, error) : error;
  }
}
