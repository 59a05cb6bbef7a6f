import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { PastOutcome, PastRelease } from '../../model/past-release.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { readHistory, type PastRelease as GroupRelease } from '../codedeploy/history.ts';
import { releasesOfEcs } from '../history/ecs-releases.ts';
import type { ReleaseContext } from '../release-context.ts';

// A deployment in progress is judged by what came just before it.
const nearby = 40;

/**
 * The releases of a service without what our tags say of them: all that is needed to see whether a deployment in progress goes back, in few calls.
 * @param group where CodeDeploy releases to it
 * @throws what reading throws
 */
export async function readLeanHistory(
  context: Pick<ReleaseContext, 'aws'>,
  service: ServiceRef,
  group: CodeDeployGroup | undefined,
): Promise<PastRelease[]> {
  if (group === undefined) {
    const releases = await releasesOfEcs(context.aws, service, nearby);
    return releases.map((release) => ({ ...release, origin: {}, serves: false }));
  }
  const releases = await readHistory(context, group);
  return [...releases.map(toRelease), ...replacedByFirst(releases)];
}

/**
 * The first release of a group replaced something that CodeDeploy does not remember: ecsdeploy notes it, also of one that failed. Pure.
 */
export function replacedByFirst(releases: readonly GroupRelease[]): PastRelease[] {
  const first = releases.findLast(({ insteadOf }) => insteadOf !== undefined);
  if (first?.insteadOf === undefined) return [];
  return [
    {
      id: first.insteadOf,
      source: 'stamp',
      taskDefinition: first.insteadOf,
      // It served until then, and came before it; since when is not known.
      createdAt: first.createdAt - 1,
      outcome: 'succeeded',
      origin: {},
      serves: false,
    },
  ];
}

const outcomes: Readonly<Record<GroupRelease['end'], PastOutcome>> = {
  succeeded: 'succeeded',
  back: 'rolled-back',
  halted: 'stopped',
  none: 'in-progress',
};

function toRelease({ id, createdAt, end, taskDefinition }: GroupRelease): PastRelease {
  return {
    id,
    source: 'codedeploy',
    taskDefinition,
    createdAt,
    outcome: outcomes[end],
    origin: {},
    serves: false,
  };
}
