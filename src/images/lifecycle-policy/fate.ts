import type { StoredImage } from '../../aws/repository-images.ts';
import { fitsTags } from './fits-tags.ts';
import type { LifecycleRule } from './parse-policy.ts';

const day = 24 * 60 * 60 * 1000;

/** What becomes of an image under the lifecycle policy of its repository. `rule` is a priority. */
export type ImageFate =
  /** No rule is about it, as it is tagged now. */
  | { readonly kind: 'stays' }
  /** A list of images names it, and holds it. */
  | { readonly kind: 'held'; readonly index: string }
  /** The next evaluation takes it, which AWS makes within 24 hours. */
  | { readonly kind: 'due'; readonly rule: number; readonly action: Action }
  | {
      readonly kind: 'due-at';
      readonly rule: number;
      readonly action: Action;
      readonly at: number;
      /** A pull puts it off. */
      readonly unlessPulled: boolean;
    }
  /** After so many more images that the rule is about. */
  | {
      readonly kind: 'due-after-pushes';
      readonly rule: number;
      readonly action: Action;
      readonly pushes: number;
    }
  | { readonly kind: 'not-known'; readonly because: UnknownFate };

type Action = 'expire' | 'archive';

/** Why the fate of an image is not known. */
type UnknownFate =
  /** A word of the policy that this version does not know, as it is written. */
  | { readonly kind: 'unknown-rule'; readonly rule: number; readonly what: string }
  /** The rule takes one of several that came at the same moment, and AWS does not say which. */
  | { readonly kind: 'same-moment'; readonly rule: number }
  /** It has no tag, and may be part of a list of images, which would hold it. */
  | { readonly kind: 'perhaps-in-index' };

/**
 * What becomes of one image. AWS's rules of evaluation: an image is taken by exactly one rule or none; one that fits the tags of a rule
 * is not taken by a rule of lower priority; a rule counts the images that rules before it take as if they were still there; what a list
 * of images names stays as long as the list. Pure.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 * @param rules in the order of their priority
 * @param images all of the repository
 */
export function fateOf(
  rules: readonly LifecycleRule[],
  images: readonly StoredImage[],
  image: StoredImage,
  now: number,
): ImageFate {
  const rule = rules.find((one) => isAbout(one, image) !== false);
  const fate = rule === undefined ? undefined : underRule(rule, images, image, now);
  if (fate === undefined) return { kind: 'stays' };
  return fate.kind === 'not-known' ? fate : (heldBy(images, image) ?? fate);
}

/** The digests that an evaluation at this moment would take, each with what becomes of it. Pure. */
export function dueNow(
  rules: readonly LifecycleRule[],
  images: readonly StoredImage[],
  now: number,
): ReadonlyMap<string, Extract<ImageFate, { kind: 'due' }>> {
  const due = new Map<string, Extract<ImageFate, { kind: 'due' }>>();
  for (const image of images) {
    const fate = fateOf(rules, images, image, now);
    if (fate.kind === 'due') due.set(image.digest, fate);
  }
  return due;
}

function underRule(
  rule: LifecycleRule,
  images: readonly StoredImage[],
  image: StoredImage,
  now: number,
): ImageFate | undefined {
  const { priority, selection, limit, action } = rule;
  const unknown = [selection, limit].find((part) => part.kind === 'unknown');
  if (unknown?.kind === 'unknown')
    return notKnown({ kind: 'unknown-rule', rule: priority, what: unknown.what });
  if (action === undefined) return notKnown({ kind: 'unknown-rule', rule: priority, what: 'action' });
  const by = { rule: priority, action };
  switch (limit.kind) {
    case 'more-than':
      return byCount(
        by,
        limit.count,
        images.filter((one) => isAbout(rule, one)),
        image,
      );
    case 'older-than': {
      const since = momentOf(image, limit.since);
      if (since === undefined) return undefined;
      const at = since + limit.days * day;
      const unlessPulled = limit.since === 'pulled';
      return now > at ? { kind: 'due', ...by } : { kind: 'due-at', ...by, at, unlessPulled };
    }
    case 'unknown':
      return notKnown({ kind: 'unknown-rule', rule: priority, what: limit.what });
    default:
      return limit satisfies never;
  }
}

function byCount(
  by: { readonly rule: number; readonly action: Action },
  count: number,
  counted: readonly StoredImage[],
  image: StoredImage,
): ImageFate {
  const own = ageOf(image);
  const younger = counted.filter((one) => ageOf(one) > own).length;
  const sameAge = counted.filter((one) => ageOf(one) === own && one.digest !== image.digest).length;
  if (younger >= count) return { kind: 'due', ...by };
  const left = count - younger - sameAge;
  return left <= 0
    ? notKnown({ kind: 'same-moment', rule: by.rule })
    : { kind: 'due-after-pushes', ...by, pushes: left };
}

/** Undefined: nothing shows that a list of images names it. */
function heldBy(images: readonly StoredImage[], { digest, tags }: StoredImage): ImageFate | undefined {
  const others = images.filter((one) => one.isIndex && one.digest !== digest);
  const holder = others.find(({ children }) => children?.includes(digest));
  if (holder !== undefined) return { kind: 'held', index: holder.digest };
  // Who has pushed a list of images usually has tagged the list alone.
  const isPerhaps = tags.length === 0 && others.some(({ children }) => children === undefined);
  return isPerhaps ? notKnown({ kind: 'perhaps-in-index' }) : undefined;
}

function isAbout({ selection, isForArchive }: LifecycleRule, image: StoredImage): boolean | undefined {
  const fits = fitsTags(selection, image.tags);
  return fits === undefined ? undefined : fits && isForArchive === image.isArchived;
}

/** One that came back from the archive is as old as its return. */
function ageOf({ pushedAt, activatedAt }: StoredImage): number {
  return activatedAt ?? pushedAt;
}

/** Undefined: it never was. One that was never pulled counts from its push. */
function momentOf(image: StoredImage, since: 'pushed' | 'pulled' | 'archived'): number | undefined {
  switch (since) {
    case 'pushed':
      return ageOf(image);
    case 'pulled':
      return Math.max(image.pulledAt ?? 0, ageOf(image));
    case 'archived':
      return image.archivedAt;
    default:
      return since satisfies never;
  }
}

function notKnown(because: UnknownFate): ImageFate {
  return { kind: 'not-known', because };
}
