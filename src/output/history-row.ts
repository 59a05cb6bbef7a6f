import { formatDuration } from '../model/duration.ts';
import type { PastOutcome, PastRelease } from '../model/past-release.ts';
import { revisionName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { shortDigest } from './short-digest.ts';

/** What a person sees of a past release, a text for each column. */
export interface HistoryRow {
  readonly cells: Readonly<Record<HistoryColumn, string>>;
  /** Milliseconds; undefined where the release has not ended, or only its end is known. */
  readonly duration?: number | undefined;
  readonly look: OutcomeLook;
  readonly reason?: string | undefined;
}

export const historyColumns = [
  'when',
  'release',
  'revision',
  'commit',
  'subject',
  'who',
  'digest',
  'strategy',
  'took',
  'outcome',
] as const;
export type HistoryColumn = (typeof historyColumns)[number];

interface OutcomeLook {
  readonly text: string;
  readonly mark: string;
  readonly tone: keyof Palette;
}

const looks: Readonly<Record<PastOutcome, OutcomeLook>> = {
  succeeded: { text: 'succeeded', mark: '✔', tone: 'good' },
  'in-progress': { text: 'in progress', mark: '…', tone: 'warn' },
  'rolled-back': { text: 'rolled back', mark: '↺', tone: 'bad' },
  'rollback-failed': { text: 'rollback failed', mark: '✖', tone: 'bad' },
  failed: { text: 'failed', mark: '✖', tone: 'bad' },
  stopped: { text: 'stopped', mark: '-', tone: 'warn' },
};

/** How a release ended; one that succeeded may have been taken back afterwards, which AWS does not tell. */
export function outcomeLook({ outcome, origin, createdAt }: PastRelease): OutcomeLook {
  const isTakenBack = outcome === 'succeeded' && (origin.takenBackAt ?? 0) >= createdAt;
  return isTakenBack ? { text: 'taken back', mark: '↺', tone: 'bad' } : looks[outcome];
}

export function historyRow(release: PastRelease): HistoryRow {
  const { origin, taskDefinition, digests = {}, source, createdAt, finishedAt } = release;
  const look = outcomeLook(release);
  const digest = origin.digest ?? Object.values(digests)[0];
  const duration = source === 'stamp' || finishedAt === undefined ? undefined : finishedAt - createdAt;
  return {
    duration,
    look,
    reason:
      release.outcome === 'succeeded' || release.reason === undefined ? undefined : harmless(release.reason),
    cells: {
      when: momentOf(createdAt),
      release: shortRelease(release),
      revision: taskDefinition === undefined ? 'unknown' : revisionName(taskDefinition),
      commit: harmless(shortCommit(origin.commit) ?? origin.tag ?? ''),
      subject: harmless(origin.subject ?? ''),
      who: harmless(origin.by ?? 'unknown'),
      digest: digest === undefined ? '' : harmless(shortDigest(digest)),
      strategy: strategyOf(release),
      took: duration === undefined ? '' : formatDuration(duration),
      outcome: `${look.text}${release.serves ? ', serves now' : ''}`,
    },
  };
}

/** `ROLLING`, or the name of a deployment configuration without what all of AWS's own begin with. */
export function strategyOf({ strategy, codeDeployConfiguration }: PastRelease): string {
  return strategy ?? codeDeployConfiguration?.replace(/^CodeDeployDefault\./, '') ?? '';
}

/** `2026-01-15 09:10Z` */
function momentOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

// Enough to be told from the others of a service, and as much as can be typed.
const idLength = 8;

function shortRelease({ id, source }: PastRelease): string {
  // A stamp has no name but that of its revision, which has a column.
  if (source === 'stamp') return '';
  return source === 'ecs' ? id.slice(0, idLength) : id;
}

/** Seven digits, and whether the tree differed from it. */
function shortCommit(commit: string | undefined): string | undefined {
  return commit?.replace(/^([0-9a-f]{7})[0-9a-f]*/i, '$1').replace(/-dirty-.*/, '-dirty');
}
