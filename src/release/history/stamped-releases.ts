import type { Aws } from '../../aws/aws.ts';
import { AwsRejected, PermissionDenied } from '../../aws/errors.ts';
import { listRevisions } from '../../aws/task-definitions.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { succeededTag } from '../../task-definitions/tags.ts';
import type { BareRelease } from './bare-release.ts';
import { readRevisions, type OnRefused } from './read-revisions.ts';

/** How many revisions are looked at for a stamp: a call each. */
const mostLooked = 50;

interface StampOrder {
  readonly family: string;
  /** Only what succeeded before this time: the controller remembers the rest. Milliseconds since the epoch. */
  readonly before: number;
  readonly limit: number;
  readonly onRefused?: OnRefused | undefined;
}

interface StampedReleases {
  /** The last success first. */
  readonly releases: readonly BareRelease[];
  /** The revisions that were read on the way, by ARN. */
  readonly revisions: ReadonlyMap<string, RegisteredTaskDefinition>;
}

/**
 * Releases of which only the stamp on their revision is left: `ecsdeploy:succeeded`, which has the moment of the last success. The
 * newest fifty revisions of the family are looked at, ACTIVE or not. Whoever may not read them has none.
 * @throws what reading throws, but no refusal
 */
export async function stampedReleases(
  aws: Aws,
  { family, before, limit, onRefused }: StampOrder,
): Promise<StampedReleases> {
  const listed = await Promise.all(
    (['ACTIVE', 'INACTIVE'] as const).map((status) => listedOrNone(aws, family, status, onRefused)),
  );
  const newest = listed.flat().sort((a, b) => numberOf(b) - numberOf(a));
  const revisions = await readRevisions(aws, newest.slice(0, mostLooked), onRefused);
  const releases = [...revisions.values()]
    .flatMap((revision) => toRelease(revision) ?? [])
    .filter(({ createdAt }) => createdAt < before)
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, limit);
  return { releases, revisions };
}

async function listedOrNone(
  aws: Aws,
  family: string,
  status: 'ACTIVE' | 'INACTIVE',
  onRefused: OnRefused = () => undefined,
): Promise<string[]> {
  try {
    return await listRevisions(aws, family, { status, most: mostLooked });
  } catch (error) {
    if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
    onRefused(error);
    return [];
  }
}

/** Pure. */
function toRelease({ arn, tags }: RegisteredTaskDefinition): BareRelease | undefined {
  const at = Date.parse(tags.find(({ key }) => key === succeededTag)?.value ?? '');
  if (Number.isNaN(at)) return undefined;
  return {
    id: revisionName(arn),
    source: 'stamp',
    taskDefinition: arn,
    createdAt: at,
    finishedAt: at,
    outcome: 'succeeded',
  };
}

function numberOf(arn: string): number {
  return Number(arn.split(':').at(-1));
}
