import type { SettledImage } from '../model/image-plan.ts';
import { isGood, type Outcome } from '../model/outcome.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import { revisionName } from '../model/service-ref.ts';
import { describeEvent, type Known } from './describe-event.ts';
import { describeBuildStep } from './describe-image.ts';
import { describeProgress, endOfProgress } from './describe-progress.ts';
import { describeReason } from './describe-reason.ts';
import { harmless } from './harmless.ts';
import { outcomeInBrief, outcomeReason } from './outcome-in-brief.ts';
import { shortDigest } from './short-digest.ts';

/** Where one of several stands. All but the first four have ended, though `rollback.started` may move them again. */
export type RowState =
  | 'looked-at'
  | 'waiting'
  | 'moving'
  | 'going-back'
  | 'good'
  | 'rolled-back'
  | 'warned'
  | 'bad'
  | 'not-started';

/** The states that ask for somebody, in the order in which they are worth a line. */
export const needsSomebody: readonly RowState[] = ['going-back', 'bad', 'rolled-back', 'warned'];

/** What a person sees of one of several releases, or of an image that they share. A plain value. */
export interface TableRow {
  readonly state: RowState;
  /** What it does or how it ended. */
  readonly text: string;
  /** When what the text says is over, in milliseconds since the epoch. */
  readonly endsAt?: number | undefined;
  /** Why it goes back, or did not end well. */
  readonly reason?: string | undefined;
  /** The cause that a diagnosis found: better than the reason that AWS gave. */
  readonly cause?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** When it began to move, in milliseconds since the epoch; absent while it does not. */
  readonly since?: number | undefined;
  /** How long it moved before that. */
  readonly movedFor: number;
}

/** All are looked at before the first one begins. */
export const firstRow: TableRow = { state: 'looked-at', text: 'being looked at', movedFor: 0 };

/** The row when others have begun. */
export function othersBegan(row: TableRow): TableRow {
  return row.state === 'looked-at' ? { ...row, state: 'waiting', text: 'waiting' } : row;
}

/** How long it has moved by now; undefined if it never has. */
export function elapsed({ since, movedFor }: TableRow, now: number): number | undefined {
  if (since === undefined) return movedFor === 0 ? undefined : movedFor;
  return movedFor + Math.max(0, now - since);
}

/** The row after an event about it. */
export function nextRow(row: TableRow, event: ReleaseEvent, known: Known = {}): TableRow {
  switch (event.type) {
    case 'release.started':
      return moving(row, event, 'preparing');
    case 'release.waiting':
      return { ...row, state: 'waiting', text: describeEvent(event) ?? '' };
    case 'image.planned':
      return moving(row, event, event.image.existing === undefined ? 'to be built' : 'the image is there');
    case 'build.started':
      return moving(row, event, 'building');
    case 'build.output':
      return event.step === undefined
        ? row
        : moving(row, event, `building, ${describeBuildStep(event.step)}`);
    case 'build.ended':
      return moving(row, event, 'built');
    case 'push.started':
      return moving(row, event, 'pushing');
    case 'image.settled':
      return moving(row, event, settledInBrief(event.image));
    case 'deployment.started':
      return moving(
        row,
        event,
        `deployment of ${revisionName(event.deployment.taskDefinition)} ${event.how}`,
      );
    case 'deployment.observed':
      return observed(row, event);
    case 'rollback.started':
      return {
        ...moving(row, event, 'rolling back'),
        state: 'going-back',
        reason: describeReason(event.because),
      };
    case 'diagnosis.made': {
      const { likely } = event.diagnosis;
      return likely === undefined ? row : { ...row, cause: harmless(likely.cause) };
    }
    case 'release.concluded':
      return concluded(row, event, known);
    case 'repository.created':
    case 'plan.made':
    case 'task-definition.settled':
    case 'deployment.waiting-for-other':
    case 'approval.awaited':
    case 'approval.given':
    case 'approval.refused':
    case 'watch.started':
    case 'gates.awaited':
    case 'rollback.asked':
    case 'look.failed':
    case 'verification.ended':
    case 'gate.judged':
      return moving(row, event, describeEvent(event) ?? row.text);
    // These are about the whole run, or too many for one line.
    case 'push.output':
    case 'scaling.suspended':
    case 'scaling.restored':
    case 'scaling.kept-suspended':
    case 'settings.restored':
    case 'settings.kept-aside':
    case 'service.event':
    case 'task.stopped':
    case 'gate.started':
    case 'gate.measured':
    case 'task.output':
    case 'warning':
    case 'rollback.requested':
    case 'approval.answering':
    case 'interrupt.received':
    case 'interrupt.forced':
      // Of a question: it moves when AWS has heard.
      return row;
    default:
      return event satisfies never;
  }
}

/** An image that is shared ends when its registry holds it; for a service that is only the beginning. */
export function imageSettled(row: TableRow, at: number): TableRow {
  return { ...stopped(row, at), state: 'good' };
}

/**
 * The row when nothing more will come: what never had its turn has not started, and what still moves was left.
 * @param how `well`: the command came to its end, and so did everything in it
 */
export function atTheEnd(row: TableRow, at: number, how: 'well' | undefined): TableRow {
  switch (row.state) {
    case 'looked-at':
    case 'waiting':
      return { ...row, state: 'not-started', text: 'not started' };
    case 'moving':
      return { ...stopped(row, at), state: how === 'well' ? 'good' : 'warned' };
    case 'going-back':
      return { ...stopped(row, at), state: 'bad' };
    default:
      return row;
  }
}

// What ended may begin again: a run that takes back what it has released.
function moving(row: TableRow, { at }: ReleaseEvent, text: string): TableRow {
  const state = row.state === 'going-back' ? 'going-back' : 'moving';
  const isAgain = row.outcome !== undefined;
  return {
    state,
    text,
    reason: isAgain ? undefined : row.reason,
    cause: isAgain ? undefined : row.cause,
    since: row.since ?? at,
    movedFor: row.movedFor,
  };
}

function observed(row: TableRow, event: Extract<ReleaseEvent, { type: 'deployment.observed' }>): TableRow {
  const { phase, at } = event.snapshot;
  const words = describeProgress(event.snapshot);
  if (phase === 'rolling-back') return { ...moving(row, event, words), state: 'going-back' };
  // Where we go back by a deployment of our own, its phases are those of any other.
  const isBack = row.state === 'going-back' && phase !== 'ended';
  const next = moving(row, event, isBack ? `rolling back: ${words}` : words);
  const endsAt = endOfProgress(event.snapshot);
  // AWS's clock and ours differ.
  return endsAt === undefined ? next : { ...next, endsAt: endsAt - at + event.at };
}

function stopped(row: TableRow, at: number): TableRow {
  return { ...row, endsAt: undefined, since: undefined, movedFor: elapsed(row, at) ?? 0 };
}

function concluded(
  row: TableRow,
  { at, outcome }: Extract<ReleaseEvent, { type: 'release.concluded' }>,
  known: Known,
): TableRow {
  const why = outcomeReason(outcome);
  return {
    ...stopped(row, at),
    state: endOf(outcome),
    text: outcomeInBrief(outcome, known),
    reason: why === undefined ? undefined : (row.cause ?? why),
    outcome,
  };
}

function endOf(outcome: Outcome): RowState {
  if (isGood(outcome)) return 'good';
  switch (outcome.kind) {
    case 'failed-rolled-back':
      return 'rolled-back';
    case 'not-started':
      return 'not-started';
    case 'superseded':
    case 'unwatched':
    case 'inconclusive':
    case 'interrupted':
    case 'declined':
    case 'waiting-for-approval':
      return 'warned';
    default:
      return 'bad';
  }
}

function settledInBrief({ tag, digest, how }: SettledImage): string {
  // The SHA of a commit, short enough to read.
  const name = /^[0-9a-f]{40,64}$/.test(tag) ? tag.slice(0, 12) : tag;
  const came = { found: 'found', pushed: 'pushed', 'pushed-by-another': 'pushed by another run' }[how];
  return `image ${name} ${came} (${shortDigest(digest)})`;
}
