import type { ServiceState } from '../../aws/service-state.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { readHistory as readGroup } from '../codedeploy/history.ts';
import { readReleases } from '../history/read-releases.ts';
import type { ReleaseContext } from '../release-context.ts';
import { replacedByFirst } from './lean-history.ts';
import type { OnRefused } from '../history/read-revisions.ts';
import { originalOf } from './original-of.ts';
import { replacedByOldest } from './replaced-by-oldest.ts';
import { runs, type ReleaseHistory } from './ways-back.ts';

export interface HistoryOrder {
  readonly service: ServiceState;
  /** Where CodeDeploy releases to it. */
  readonly group?: CodeDeployGroup | undefined;
  /** Is told of what may not be read of revisions. */
  readonly onRefused?: OnRefused | undefined;
}

/** How many are read first. A call for each revision: what was good is seldom further back than this, and at night every second counts. */
export const nearby = 15;
// ECS keeps service deployments for 90 days, CodeDeploy for good; a hundred of them reach back far enough for a night.
const farBack = 100;

/**
 * The releases of a service, and more of them each time that those before have not told enough: the newest ones, then all that AWS remembers, and at
 * last what only stamps on revisions tell.
 * @throws what reading throws
 */
export async function* readHistory(
  context: Pick<ReleaseContext, 'aws'>,
  { service, group, onRefused }: HistoryOrder,
): AsyncGenerator<ReleaseHistory, void, undefined> {
  const { taskDefinition: serving } = service;
  const newest = await readReleases(context, { service, group, limit: nearby, onRefused });
  const original = newest.some((release) => runs(release, serving))
    ? undefined
    : await originalOf(context, serving);
  yield { releases: newest, serving, original };
  if (newest.length >= nearby) {
    yield {
      releases: await readReleases(context, { service, group, limit: farBack, onRefused }),
      serving,
      original,
    };
  }
  const all = await readReleases(context, { service, group, limit: farBack, stamps: true, onRefused });
  if (group === undefined) {
    const replaced = await replacedByOldest(context, all);
    yield { releases: replaced === undefined ? all : inserted(all, replaced), serving, original };
  } else {
    const replaced = replacedByFirst(await readGroup(context, group));
    yield { releases: [...all, ...replaced.map((one) => withNotes(one, all))], serving, original };
  }
}

/** What is noted on its revision, if that was released again since: also that it was taken back then. Pure. */
function withNotes(release: PastRelease, others: readonly PastRelease[]): PastRelease {
  const { taskDefinition } = release;
  const same = taskDefinition === undefined ? undefined : others.find((other) => runs(other, taskDefinition));
  return same === undefined ? release : { ...release, origin: same.origin };
}

/** Among those of which only a stamp is left, by its time. Pure. */
function inserted(releases: readonly PastRelease[], one: PastRelease): PastRelease[] {
  const remembered = releases.filter(({ source }) => source !== 'stamp');
  const stamped = releases.filter(({ source }) => source === 'stamp');
  return [...remembered, ...[one, ...stamped].sort((a, b) => b.createdAt - a.createdAt)];
}

/** The first history that tells enough, or the whole one. */
export async function historyUntil(
  histories: AsyncIterable<ReleaseHistory>,
  isEnough: (history: ReleaseHistory) => boolean,
): Promise<ReleaseHistory> {
  let last: ReleaseHistory = { releases: [], serving: '' };
  for await (const history of histories) {
    last = history;
    if (isEnough(history)) break;
  }
  return last;
}
