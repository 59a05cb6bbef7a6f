import type { Aws } from '../../aws/aws.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { versionOf, type PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { originIn } from '../../task-definitions/tags.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { BareRelease } from './bare-release.ts';
import { releasesOfCodeDeploy } from './codedeploy-releases.ts';
import { releasesOfEcs } from './ecs-releases.ts';
import { readRevisions, type OnRefused } from './read-revisions.ts';
import { servingRelease } from './serving-release.ts';
import { stampedReleases } from './stamped-releases.ts';

export interface ReleasesOrder {
  readonly service: ServiceState;
  /** Of a service that CodeDeploy releases to; it is looked for where it is left out. */
  readonly group?: CodeDeployGroup | undefined;
  /** Newest first, at most. */
  readonly limit: number;
  /** Whether revisions beyond AWS's memory are looked for by their stamps, which costs calls. */
  readonly stamps?: boolean;
  /** Is told of what may not be read of revisions: it only adds to a history. */
  readonly onRefused?: OnRefused | undefined;
}

/**
 * The releases of a service, newest first, as its controller remembers them, with what our tags say of their revisions.
 * @throws what reading throws; for CodeDeploy also what finding its group throws
 */
export async function readReleases(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { service, group, limit, stamps = false, onRefused }: ReleasesOrder,
): Promise<PastRelease[]> {
  const remembered = await ofController(aws, { service, group, limit });
  const wanted = limit - remembered.length;
  const stamped =
    stamps && wanted > 0
      ? await stampedReleases(aws, {
          family: familyOf(service.taskDefinition),
          before: remembered.at(-1)?.createdAt ?? Number.POSITIVE_INFINITY,
          limit: wanted,
          onRefused,
        })
      : undefined;
  const releases = [...remembered, ...(stamped?.releases ?? [])];
  const unread = releases.flatMap(({ taskDefinition }) =>
    taskDefinition === undefined || stamped?.revisions.has(taskDefinition) === true ? [] : [taskDefinition],
  );
  const revisions = new Map([
    ...(stamped?.revisions ?? []),
    ...(await readRevisions(aws, unread, onRefused)),
  ]);
  const serving = servingRelease(service, releases);
  const told = releases.map((release) => ({
    ...withRevision(release, revisions.get(release.taskDefinition ?? '')),
    serves: release === serving,
  }));
  return withNotesOfCopies(told, [...revisions.values()]);
}

async function ofController(
  aws: Aws,
  { service, group, limit }: Pick<ReleasesOrder, 'service' | 'group' | 'limit'>,
): Promise<BareRelease[]> {
  if (service.controller !== 'CODE_DEPLOY') return await releasesOfEcs(aws, service.ref, limit);
  const found = group ?? (await findGroupOf({ aws }, service, {})).state;
  return await releasesOfCodeDeploy(aws, { group: found, service, limit });
}

/** Pure. What was taken back as a copy was taken back. */
function withNotesOfCopies(
  releases: readonly PastRelease[],
  revisions: readonly RegisteredTaskDefinition[],
): PastRelease[] {
  const takenBack = new Map<string, number>();
  for (const { arn, tags } of revisions) {
    const { copyOf = revisionName(arn), takenBackAt } = originIn(tags);
    if (takenBackAt !== undefined)
      takenBack.set(copyOf, Math.max(takenBackAt, takenBack.get(copyOf) ?? takenBackAt));
  }
  return releases.map((release) => {
    const takenBackAt = takenBack.get(versionOf(release) ?? '');
    return takenBackAt === undefined ? release : { ...release, origin: { ...release.origin, takenBackAt } };
  });
}

/** Pure. AWS tells the digests that ran; an image that is named by its digest tells it as well. */
function withRevision(
  release: BareRelease,
  revision: RegisteredTaskDefinition | undefined,
): Omit<PastRelease, 'serves'> {
  const named = (revision?.definition.containerDefinitions ?? []).flatMap(({ name, image = '' }) => {
    const digest = /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
    return digest === undefined ? [] : [[name, digest] as const];
  });
  const digests = { ...Object.fromEntries(named), ...release.digests };
  return {
    ...release,
    // CodeDeploy takes `family:revision` too.
    taskDefinition: revision?.arn ?? release.taskDefinition,
    origin: originIn(revision?.tags ?? []),
    digests: Object.keys(digests).length === 0 ? undefined : digests,
  };
}

function familyOf(taskDefinition: string): string {
  return revisionName(taskDefinition).split(':')[0] ?? '';
}
