import type { ServiceState } from '../../aws/service-state.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { PreflightResult } from '../../model/preflight.ts';
import type { EarlierRelease, Readiness } from '../../model/readiness.ts';
import type { RegisteredTaskDefinition, TaskDefinition } from '../../model/task-definition.ts';
import { originIn } from '../../task-definitions/tags.ts';
import { logGroupsCheck } from '../preflight/checks/log-groups.ts';
import { parametersCheck } from '../preflight/checks/parameters.ts';
import { rolesCheck } from '../preflight/checks/roles.ts';
import { secretsCheck } from '../preflight/checks/secrets.ts';
import { targetGroupsCheck } from '../preflight/checks/target-groups.ts';
import { errorOf, passed } from '../preflight/preflight-check.ts';
import type { BringInController, PreflightSubject } from '../preflight/preflight-subject.ts';
import { readOrSkip } from '../preflight/read-or-skip.ts';
import { runChecks } from '../preflight/run-checks.ts';
import type { ReleaseContext } from '../release-context.ts';
import { checkImages } from './check-images.ts';
import { judgeReadiness } from './judge-readiness.ts';

export interface LookOrder {
  readonly service: ServiceState;
  readonly controller: BringInController;
  /** ARN or `family:revision` of what would be gone back to. */
  readonly taskDefinition: string;
  /** The same, where somebody has read it already. */
  readonly revision?: RegisteredTaskDefinition | undefined;
  /** What was just seen to run: what it needs is there. Absent: everything is looked at. */
  readonly running?: TaskDefinition | undefined;
  /** Images that are known to be in other registries than ECR. */
  readonly elsewhere?: readonly string[] | undefined;
  /** Whether values of secrets may be read, to see whether they have the key that is asked of them. */
  readonly readsSecretValues: boolean;
}

const checks = [secretsCheck, parametersCheck, logGroupsCheck, rolesCheck, targetGroupsCheck];

/**
 * Whether a revision could be brought in again: AWS knows it, its images are there and stay, and so is what its tasks need to start.
 * Reads only.
 * @throws CredentialsFailed
 */
export async function lookAtRelease(context: ReleaseContext, order: LookOrder): Promise<Readiness> {
  const { taskDefinition } = order;
  const read = await readOrSkip(
    async () => order.revision ?? (await findTaskDefinition(context.aws, taskDefinition)),
  );
  if (read.kind === 'skipped') {
    return { kind: 'not-known', because: [read.because], release: { taskDefinition }, results: [] };
  }
  const { value: revision } = read;
  const release = releaseOf(taskDefinition, revision);
  const standing = judgeRevision(taskDefinition, revision);
  if (revision === undefined || standing.kind === 'finding') return judgeReadiness(release, [standing]);
  const [images, others] = await Promise.all([
    checkImages(context, revision.definition, order.elsewhere),
    runChecks(context, checks, subjectOf(order, revision.definition)),
  ]);
  return judgeReadiness(release, [standing, ...images, ...others]);
}

/** An INACTIVE revision can be registered again as it was; one that is being deleted is as good as gone. Pure. */
function judgeRevision(
  taskDefinition: string,
  revision: RegisteredTaskDefinition | undefined,
): PreflightResult {
  if (revision === undefined || revision.status === 'DELETE_IN_PROGRESS') {
    return errorOf('revision', taskDefinition, { kind: 'revision-deleted' });
  }
  const note = revision.status === 'INACTIVE' ? ({ kind: 'is-copied' } as const) : undefined;
  return passed('revision', revision.arn, note);
}

function releaseOf(taskDefinition: string, revision: RegisteredTaskDefinition | undefined): EarlierRelease {
  if (revision === undefined) return { taskDefinition };
  const { commit } = originIn(revision.tags);
  return { taskDefinition: revision.arn, ...(commit !== undefined && { commit }) };
}

function subjectOf(
  { service, controller, running, readsSecretValues }: LookOrder,
  definition: TaskDefinition,
): PreflightSubject {
  return {
    service,
    definition,
    running,
    settings: service.settings,
    controller,
    ownRollback: true,
    timeout: 0,
    built: [],
    readsSecretValues,
  };
}
