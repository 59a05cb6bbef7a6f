import { changedBy } from '../model/outcome.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { revisionName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';
import { planTarget } from './plan-target.ts';
import { shortDigest } from './short-digest.ts';

/** Which revision serves after a release, as far as that is known: `web:6 → web:7` where it is another one than before. */
export function whatServes({ outcome, plan, ...result }: ReleaseResult): string {
  const before = named(result.before);
  const target = named(result.target);
  const after = named(result.after) || target;
  switch (outcome.kind) {
    case 'succeeded':
    case 'inconclusive':
      return path(before, after);
    case 'nothing-to-do':
      return after || before;
    case 'rolled-back-as-asked':
      return path(before, revisionName(outcome.to));
    case 'failed-rolled-back':
      return revisionName(outcome.to);
    case 'planned':
      return plan === undefined ? before : path(before, planTarget(plan));
    case 'declined':
    case 'not-started':
      return before;
    case 'error':
      return changedBy(outcome) === 'nothing' ? before : 'not known';
    case 'failed-left':
    case 'stopped':
      return [target, before].filter((name) => name !== '').join(' and ') || 'not known';
    case 'superseded': {
      const { because } = outcome;
      if (because.kind !== 'superseded' || because.taskDefinition === undefined) return 'not known';
      const other = revisionName(because.taskDefinition);
      return because.isUnderWay === true ? underWay(path(target, other)) : other;
    }
    case 'failed-rollback-failed':
      return outcome.serves === undefined ? 'not known' : revisionName(outcome.serves);
    case 'failed-rollback-unseen':
      return underWay(path(target, before));
    case 'unwatched':
    case 'waiting-for-approval':
    case 'reached':
    case 'approved':
      return underWay(path(before, target));
    case 'interrupted':
      if (!outcome.started) return before;
      if (outcome.released === true) return path(before, after);
      return underWay(outcome.rollingBack ? path(target, before) : path(before, target));
    default:
      return outcome satisfies never;
  }
}

/** The commit of what serves, or else its digest, short; empty where neither is known. */
export function imageThatServes({ outcome, plan, after }: ReleaseResult): string {
  switch (outcome.kind) {
    case 'succeeded':
    case 'inconclusive':
    case 'planned': {
      const commit = plan?.target.commit;
      return commit === undefined ? digestOf(plan, after) : shortCommit(harmless(commit));
    }
    case 'nothing-to-do':
    case 'rolled-back-as-asked':
      return digestOf(plan, after);
    // The digests of a release that failed are those that it was to bring in.
    default:
      return '';
  }
}

// Containers that did not change have digests too; what the release is about comes first.
function digestOf(plan: ReleaseResult['plan'], after: ReleaseResult['after']): string {
  const digests = after?.digests ?? {};
  const changed = plan?.target.images.map(({ container }) => digests[container]) ?? [];
  const digest = [...changed, ...Object.values(digests)].find((one) => one !== undefined);
  return digest === undefined ? '' : shortDigest(harmless(digest));
}

// Short enough to read, and still saying where the tree differed from it.
function shortCommit(commit: string): string {
  return `${commit.slice(0, 12)}${commit.includes('-dirty-') ? '-dirty' : ''}`;
}

function named(revision: { readonly taskDefinition: string } | undefined): string {
  return revision === undefined ? '' : harmless(revisionName(revision.taskDefinition));
}

function path(from: string, to: string): string {
  if (to === '') return from;
  return from === '' || from === to ? to : `${from} → ${to}`;
}

function underWay(revisions: string): string {
  return revisions === '' ? 'not known' : `${revisions}, under way`;
}
