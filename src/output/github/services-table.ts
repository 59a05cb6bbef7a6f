import { parseImageReference } from '../../model/image-reference.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import { outcomeInBrief } from '../outcome-in-brief.ts';
import { planRevisions } from '../plan-target.ts';
import { shortDigest } from '../short-digest.ts';
import { outcomeIcon } from './outcome-icon.ts';
import { code, plain, table } from './markdown.ts';
import type { ReleaseRecord } from './release-record.ts';
import { versionsOf, type Version, type Versions } from './versions.ts';

const columns = ['Service', 'Outcome', 'Revision', 'Commit', 'Image'];

/** A row for each release: how it ended, and revision, commit and image, old → new. */
export function servicesTable(
  results: readonly ReleaseResult[],
  recordOf: (service: string) => ReleaseRecord | undefined,
): string {
  return table(
    columns,
    results.map((result) => {
      const name = serviceName(result.service);
      const versions = versionsOf(result, recordOf(name));
      return [
        code(name),
        `${outcomeIcon(result.outcome)} ${plain(brief(result))}`,
        revisionsOf(result, versions),
        path(versions, commitOf),
        path(versions, imageOf),
      ];
    }),
  );
}

function revisionsOf({ plan, outcome }: ReleaseResult, versions: Versions): string {
  // One that is still to be registered has no name.
  if (outcome.kind === 'planned' && plan !== undefined) return plain(planRevisions(plan));
  return path(versions, ({ revision }) => (revision === undefined ? '' : code(revision)));
}

function brief({ outcome, before, target }: ReleaseResult): string {
  return outcomeInBrief(outcome, { before: before?.taskDefinition, after: target?.taskDefinition });
}

/** `old → new`; what was there before alone would look as if it were there now. */
function path({ before, after }: Versions, cell: (version: Version) => string): string {
  const [from, to] = [cell(before), cell(after)];
  if (from === '' || from === to) return to;
  if (to === '') return `${from} → not known`;
  return `${from} → ${to}`;
}

function commitOf({ commit, subject }: Version): string {
  if (commit === undefined) return '';
  const words = subject === undefined ? '' : ` ${plain(subject)}`;
  return `${code(commit.replace(/^([0-9a-f]{12})[0-9a-f]+/i, '$1'))}${words}`;
}

/** Tag and digest of the image, whichever are known. */
function imageOf({ digest, tag, image }: Version): string {
  const parsed = image === undefined ? undefined : parseImageReference(image);
  const known = [tag ?? parsed?.tag, shortDigest(digest ?? parsed?.digest ?? '')];
  const parts = known.filter((part) => part !== undefined && part !== '').map((part) => code(part ?? ''));
  return parts.length === 0 ? code(image ?? '') : parts.join(' ');
}
