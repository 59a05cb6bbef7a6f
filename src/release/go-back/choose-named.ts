import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { ReleaseContext } from '../release-context.ts';
import { checkCanRun, tellLacks } from './can-run.ts';
import type { ChosenTarget, TargetOrder } from './choose-target.ts';
import { findNamed, type NamedTarget } from './named-target.ts';
import { historyUntil, readHistory } from './read-history.ts';
import { ReleaseAmbiguous, ReleaseUnknown, TargetGone } from './refusals.ts';
import { parseTargetName } from './target-name.ts';
import type { ReleaseHistory } from './ways-back.ts';

/**
 * The release that a person has named. One that did not succeed is brought in as well: whoever names it may know better; it is told.
 * @throws ReleaseUnknown, ReleaseAmbiguous, TargetGone, a usage error for a name that means nothing, and what reading throws
 */
export async function chooseNamed(
  context: Pick<ReleaseContext, 'aws' | 'clock' | 'report'>,
  order: TargetOrder & { readonly to: string },
): Promise<ChosenTarget> {
  const { service, to } = order;
  const now = context.clock.now();
  const name = parseTargetName(to, now);
  const history = await historyUntil(readHistory(context, order), (some) => isKnown(findNamed(some, name)));
  const named = findNamed(history, name);
  const { releases } = history;
  switch (named.kind) {
    case 'found':
      return await asTarget(context, {
        taskDefinition: named.release.taskDefinition,
        release: named.release,
        history,
        to,
      });
    case 'serves':
      return { kind: 'serves' };
    case 'ambiguous':
      throw new ReleaseAmbiguous(service.ref, to, named.candidates, now);
    case 'too-far':
      throw new ReleaseUnknown(service.ref, to, tooFar(named.most), releases, now);
    case 'unknown': {
      const never = name.kind === 'name' ? await neverReleased(context, name.text, history) : undefined;
      if (never !== undefined) return await asTarget(context, { taskDefinition: never, history, to });
      const why =
        name.kind === 'moment'
          ? 'nothing that AWS remembers had succeeded then'
          : 'AWS remembers none that is called so';
      throw new ReleaseUnknown(service.ref, to, why, releases, now);
    }
    default:
      return named satisfies never;
  }
}

function isKnown({ kind }: NamedTarget): boolean {
  return kind !== 'unknown' && kind !== 'too-far';
}

function tooFar(most: number): string {
  if (most === 0) return 'nothing that AWS remembers had succeeded before what serves';
  return most === 1
    ? 'only one other revision had succeeded before what serves'
    : `only ${String(most)} other revisions had succeeded before what serves`;
}

interface Named {
  /** ARN or `family:revision`. */
  readonly taskDefinition: string;
  readonly release?: PastRelease | undefined;
  readonly history: ReleaseHistory;
  readonly to: string;
}

async function asTarget(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  { taskDefinition, release, history, to }: Named,
): Promise<ChosenTarget> {
  if (revisionName(taskDefinition) === revisionName(history.serving)) return { kind: 'serves' };
  const answer = await checkCanRun(context, taskDefinition);
  if (answer.kind === 'cannot') throw new TargetGone(to, answer.gone);
  tellLacks(context, answer.lacks);
  if (release?.outcome !== 'succeeded') {
    const outcome = release === undefined ? {} : { outcome: release.outcome };
    context.report({ type: 'warning', warning: { kind: 'target-unproven', taskDefinition, ...outcome } });
  }
  return { kind: 'back', release, revision: answer.revision, history };
}

/** ARN of a revision, named in full, that no release of the service is known to have brought in: perhaps AWS has only forgotten it. */
async function neverReleased(
  { aws }: Pick<ReleaseContext, 'aws'>,
  text: string,
  { serving }: ReleaseHistory,
): Promise<string | undefined> {
  if (!/^(?:arn:[\w-]+:ecs:[\w:-]+:task-definition\/)?[\w-]{1,255}:[1-9]\d*$/.test(text)) return undefined;
  const revision = await findTaskDefinition(aws, text);
  const isOfService = revision?.family === revisionName(serving).replace(/:\d+$/, '');
  return isOfService ? revision.arn : undefined;
}
