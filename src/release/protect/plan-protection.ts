import type { Aws } from '../../aws/aws.ts';
import { PermissionDenied } from '../../aws/errors.ts';
import { findLifecyclePolicy, listRepositoryImages } from '../../aws/repository-images.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { requireService } from '../../aws/services.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { ProtectionPlan, RepositoryRule, UnprotectedImage } from '../../model/image-protection.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { revisionName, serviceName, type ServiceRef } from '../../model/service-ref.ts';
import { checkAccount } from '../check-account.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import { lastGoodReleases } from '../prune/good-releases.ts';
import { readEnoughReleases } from '../prune/read-enough-releases.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { NamedGroup } from '../requests.ts';
import { whileReading } from '../while-reading.ts';
import { decideProtection } from './decide-protection.ts';
import { imagesOfRevision, type NeededRevision } from './images-of-revision.ts';
import { judgePolicy, keepRule } from './keep-rule.ts';
import { keepTagsOf } from './keep-tag.ts';

export interface ProtectionRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** How many releases before what runs. */
  readonly keep: number;
}

/**
 * Which images a service runs and could go back to, and what it takes to keep them. Reads only.
 * @throws ClusterNotFound, ServiceNotFound, WrongAccount, and what reading throws
 */
export async function planProtection(
  context: ReleaseContext,
  { service, account, codeDeploy = {}, keep }: ProtectionRequest,
): Promise<ProtectionPlan> {
  return await whileReading(context, async (reading) => {
    await checkAccount(reading, account);
    const { aws } = reading;
    const state = await requireService(aws, service);
    const group: CodeDeployGroup | undefined =
      state.controller === 'CODE_DEPLOY' && (codeDeploy.application ?? codeDeploy.group) !== undefined
        ? (await findGroupOf(reading, state, codeDeploy)).state
        : undefined;
    // What runs is among the successful ones, as a rule.
    const order = { service: state, group, keep: keep + 1, stamps: true };
    const releases = await readEnoughReleases(reading, order);
    const revisions = neededRevisions(state, releases, keep);
    const images = await Promise.all(revisions.map((revision) => imagesOfRevision(aws, revision)));
    const found = images.flatMap((one) => one.found);
    const names = [...new Set(found.map(({ repository }) => repository))];
    const listed = await Promise.all(
      names.map(async (repository) => ({ repository, images: await listRepositoryImages(aws, repository) })),
    );
    const tags = keepTagsOf({ arn: state.arn, service: state.ref.service });
    return {
      service: serviceName(state.ref),
      keep,
      ...decideProtection(found, listed, tags),
      unprotected: together(images.flatMap((one) => one.unprotected)),
      repositories: await Promise.all(
        listed.map(async ({ repository, images: all }) => ({
          repository,
          ...(await policyOf(aws, repository)),
          isUnlisted: all === undefined,
        })),
      ),
      rule: keepRule,
    };
  });
}

/** What runs or is coming in, and the last good releases of other revisions. Pure. */
function neededRevisions(
  { taskDefinition, deployments }: Pick<ServiceState, 'taskDefinition' | 'deployments'>,
  releases: readonly PastRelease[],
  keep: number,
): readonly NeededRevision[] {
  const digestsOf = (name: string): NeededRevision['digests'] =>
    releases.find((one) => one.digests !== undefined && revisionName(one.taskDefinition ?? '') === name)
      ?.digests;
  const running = new Map(
    [taskDefinition, ...deployments.map((one) => one.taskDefinition)].map((arn) => [revisionName(arn), arn]),
  );
  const back = lastGoodReleases(releases, releases.length).filter(
    (one) => one.taskDefinition !== undefined && !running.has(revisionName(one.taskDefinition)),
  );
  return [
    ...[...running].map(([revision, arn]): NeededRevision => ({
      use: { kind: 'running', revision },
      taskDefinition: arn,
      digests: digestsOf(revision),
    })),
    ...back.slice(0, keep).map(({ id, taskDefinition: arn = '', digests }, index): NeededRevision => ({
      use: { kind: 'way-back', revision: revisionName(arn), release: id, position: index + 1 },
      taskDefinition: arn,
      digests,
    })),
  ];
}

/** Whoever may not read the policy is told the rule all the same. */
async function policyOf(aws: Aws, repository: string): Promise<Pick<RepositoryRule, 'policy' | 'withRule'>> {
  try {
    return judgePolicy(await findLifecyclePolicy(aws, repository));
  } catch (error) {
    if (error instanceof PermissionDenied) return { policy: 'unknown' };
    throw error;
  }
}

function together(images: readonly UnprotectedImage[]): readonly UnprotectedImage[] {
  const byImage = new Map<string, UnprotectedImage>();
  for (const one of images) {
    const name = `${one.because} ${one.image}`;
    const usedBy = [...(byImage.get(name)?.usedBy ?? []), ...one.usedBy];
    byImage.set(name, { ...one, usedBy });
  }
  return [...byImage.values()];
}
