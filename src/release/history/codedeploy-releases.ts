import type { Aws } from '../../aws/aws.ts';
import {
  listCodeDeployDeployments,
  type CodeDeployDeploymentState,
} from '../../aws/codedeploy-deployments.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { readAppSpec } from '../../controllers/codedeploy/app-spec-revision.ts';
import { statusOf } from '../../controllers/codedeploy/deployment-status.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { outcomeOf, type BareRelease } from './bare-release.ts';

/** The releases of a group, newest first, each with how it was taken back, if it was. @throws what reading throws */
export async function releasesOfCodeDeploy(
  aws: Aws,
  { group, service, limit }: { group: CodeDeployGroup; service: ServiceState; limit: number },
): Promise<BareRelease[]> {
  // A release may have another deployment beside it, which takes it back.
  const listed = await listCodeDeployDeployments(aws, group, { most: 2 * limit });
  return toReleases(listed, service, aws.clock.now()).slice(0, limit);
}

/** Pure. The deployments that only take others back are no releases of their own. */
function toReleases(
  listed: readonly CodeDeployDeploymentState[],
  service: Pick<ServiceState, 'deployments'>,
  now: number,
): BareRelease[] {
  const byId = new Map(listed.map((one) => [one.id, one]));
  return listed
    .filter(
      ({ rollback, creator }) => rollback?.triggeredBy === undefined && creator !== 'codeDeployRollback',
    )
    .map((state): BareRelease => {
      const rollback = byId.get(state.rollback?.deploymentId ?? '');
      const endedFor = state.finishedAt === undefined ? undefined : Math.max(0, now - state.finishedAt);
      const outcome = outcomeOf(statusOf({ state, rollback, endedFor, isAskedToGoBack: false }));
      return {
        id: state.id,
        source: 'codedeploy',
        taskDefinition: taskDefinitionOf(state, service),
        createdAt: state.createdAt,
        finishedAt: outcome === 'in-progress' ? undefined : (rollback?.finishedAt ?? state.finishedAt),
        codeDeployConfiguration: state.configuration,
        outcome,
        reason: reasonOf(state),
      };
    });
}

/** An AppSpec in a bucket is not read: then the task set tells, as long as it is there. */
function taskDefinitionOf(
  { id, revision }: CodeDeployDeploymentState,
  { deployments }: Pick<ServiceState, 'deployments'>,
): string | undefined {
  const said = revision.kind === 'content' ? readAppSpec(revision.content).taskDefinition : undefined;
  return said ?? deployments.find(({ externalId }) => externalId === id)?.taskDefinition;
}

function reasonOf({ error, rollback }: CodeDeployDeploymentState): string | undefined {
  return [error?.message, rollback?.message, error?.code].find((text) => text !== undefined && text !== '');
}
