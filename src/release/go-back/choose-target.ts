import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import type { PastRelease } from '../../model/past-release.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import type { CannotRun } from '../../model/way-back.ts';
import type { OnRefused } from '../history/read-revisions.ts';
import type { ReleaseContext } from '../release-context.ts';
import { checkCanRun, tellLacks } from './can-run.ts';
import { chooseNamed } from './choose-named.ts';
import { decideTarget, isLeftHalfWay, type TargetDecision } from './decide-target.ts';
import { readHistory, type HistoryOrder } from './read-history.ts';
import { NoRollbackTarget } from './refusals.ts';
import { isGood, runs, type GoodRelease, type ReleaseHistory } from './ways-back.ts';

/** What a way back leads to, and what is known of the releases before. */
export interface FoundTarget {
  readonly kind: 'back';
  /** Absent: a revision that no release is known to have brought in. */
  readonly release?: PastRelease | undefined;
  /** ACTIVE, or INACTIVE and to be registered again. */
  readonly revision: RegisteredTaskDefinition;
  readonly history: ReleaseHistory;
}

export type ChosenTarget =
  | FoundTarget
  /** The newest release was taken back already. */
  | {
      readonly kind: 'already-back';
      /** Where going further back would lead. */ readonly further?: GoodRelease | undefined;
    }
  /** What was named serves already. */
  | { readonly kind: 'serves' };

export interface TargetOrder extends HistoryOrder {
  /** What a person has named; absent: the last release that succeeded before. */
  readonly to?: string | undefined;
}

/**
 * Where a service goes back to; what that passes over, or what is doubtful of it, is told.
 * @throws NoRollbackTarget, ReleaseUnknown, ReleaseAmbiguous, TargetGone, and what reading throws
 */
export async function chooseTarget(
  context: Pick<ReleaseContext, 'aws' | 'clock' | 'report'>,
  order: TargetOrder,
): Promise<ChosenTarget> {
  const { to } = order;
  const telling = { ...order, onRefused: onceTold(context) };
  return to === undefined
    ? await chooseLastGood(context, telling)
    : await chooseNamed(context, { ...telling, to });
}

/** A refusal is the same for each revision. */
function onceTold({ report }: Pick<ReleaseContext, 'report'>): OnRefused {
  const told = new Set<string>();
  return ({ message: error }) => {
    if (told.has(error)) return;
    told.add(error);
    report({ type: 'warning', warning: { kind: 'evidence-missing', what: 'revisions', error } });
  };
}

async function chooseLastGood(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  order: HistoryOrder,
): Promise<ChosenTarget> {
  const passedOver = new Map<string, CannotRun>();
  const { service } = order;
  let isBack = false;
  for await (const history of readHistory(context, order)) {
    if (isLeftHalfWay(history.releases[0], service)) return await backToServing(context, history);
    const decision = decideTarget(history);
    isBack = decision.kind === 'already-back';
    // What lies further back tells where to, and whether the newest one was a way back itself.
    if (decision.kind === 'nothing-before' || decision.ways.length === 0) continue;
    if (decision.kind === 'already-back') return { kind: 'already-back', further: decision.ways[0] };
    const found = await firstThatCanRun(context, decision.ways, passedOver);
    if (found === undefined) continue;
    tellDoubts(context, decision, passedOver);
    return { kind: 'back', ...found, history };
  }
  if (isBack) return { kind: 'already-back' };
  throw new NoRollbackTarget(service.ref, service.taskDefinition, [...passedOver.values()]);
}

/** Where a release was halted half-way, what served before it is the way back: all traffic is to be in one place. */
async function backToServing(
  { aws }: Pick<ReleaseContext, 'aws'>,
  history: ReleaseHistory,
): Promise<FoundTarget> {
  const release = history.releases.find((one) => isGood(one) && runs(one, history.serving));
  const revision = await requireTaskDefinition(aws, history.serving);
  return { kind: 'back', release, revision, history };
}

function tellDoubts(
  { report }: Pick<ReleaseContext, 'report'>,
  { failedBefore }: Extract<TargetDecision, { kind: 'back' }>,
  passedOver: ReadonlyMap<string, CannotRun>,
): void {
  for (const gone of passedOver.values())
    report({ type: 'warning', warning: { kind: 'target-passed-over', gone } });
  if (failedBefore !== undefined) {
    const { id, reason } = failedBefore;
    report({ type: 'warning', warning: { kind: 'way-back-failed-before', deployment: id, reason } });
  }
}

async function firstThatCanRun(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  ways: readonly GoodRelease[],
  passedOver: Map<string, CannotRun>,
): Promise<Pick<FoundTarget, 'release' | 'revision'> | undefined> {
  for (const release of ways) {
    if (passedOver.has(release.taskDefinition)) continue;
    const answer = await checkCanRun(context, release.taskDefinition);
    if (answer.kind === 'can-run') {
      tellLacks(context, answer.lacks);
      return { release, revision: answer.revision };
    }
    passedOver.set(release.taskDefinition, answer.gone);
  }
  return undefined;
}
