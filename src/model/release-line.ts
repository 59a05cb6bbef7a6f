import { formatDuration } from './duration.ts';
import type { PastOutcome, PastRelease } from './past-release.ts';
import { revisionName } from './service-ref.ts';

/** How a past release ended, as a part of a sentence. */
export const pastOutcomeWords: Readonly<Record<PastOutcome, string>> = {
  succeeded: 'succeeded',
  'in-progress': 'in progress',
  'rolled-back': 'was rolled back',
  'rollback-failed': 'failed, and its rollback too',
  failed: 'failed',
  stopped: 'was stopped',
};

// A subject may be a paragraph; a list is read at a glance.
const longestSubject = 60;

/**
 * A past release among others, one of which is to be chosen: revision, age, commit with its subject, how it ended, and its id. Of the
 * characters that tags hold, some may move a terminal's cursor: whoever prints it takes care of those.
 * @param now milliseconds since the epoch; without it the time stands in place of the age
 */
export function releaseLine(release: PastRelease, now?: number): string {
  const { taskDefinition, origin, outcome, id } = release;
  const subject = shortened(origin.subject);
  const commit = [origin.commit?.slice(0, 12), subject === undefined ? undefined : `"${subject}"`];
  const parts = [
    taskDefinition === undefined ? 'unknown revision' : revisionName(taskDefinition),
    ageOf(release, now),
    commit.filter((part) => part !== undefined).join(' '),
    origin.commit === undefined && origin.tag !== undefined ? `tag ${origin.tag}` : '',
    pastOutcomeWords[outcome],
    taskDefinition !== undefined && id === revisionName(taskDefinition) ? '' : id,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** `6 m 40 s ago`, or `2026-01-15 09:10:00Z`: its end, or its beginning where it has none. */
function ageOf({ finishedAt, createdAt }: PastRelease, now: number | undefined): string {
  const at = finishedAt ?? createdAt;
  if (now !== undefined) return `${formatDuration(Math.max(0, now - at))} ago`;
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

function shortened(subject: string | undefined): string | undefined {
  if (subject === undefined || subject.length <= longestSubject) return subject;
  return `${subject.slice(0, longestSubject - 1)}…`;
}
