import type { PastOrigin } from '../model/past-release.ts';
import type { Tag } from '../model/task-definition.ts';
import { copyOf } from './copy-of.ts';

// AWS: at most 50 tags, keys of 128 and values of 256 characters.
const mostTags = 50;
const longestKey = 128;
const longestValue = 256;
// Letters, digits, spaces and _ . : / = + - @ are what every AWS service takes.
const illegal = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/** A tag that AWS would not have taken as it was wished. */
export interface AlteredTag extends Tag {
  /** The value as registered; undefined: the tag is left out. */
  readonly becomes?: string | undefined;
}

export interface LegalTags {
  readonly tags: readonly Tag[];
  readonly altered: readonly AlteredTag[];
}

/** What a revision was made from, as far as it is known. */
export interface Origin {
  readonly commit?: string | undefined;
  readonly digest?: string | undefined;
  /** The name of the image among people, beside its digest. */
  readonly tag?: string | undefined;
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  /** Who released it. */
  readonly by?: string | undefined;
  /** URL of the run of a pipeline that did. */
  readonly run?: string | undefined;
}

export const succeededTag = 'ecsdeploy:succeeded';
/** On a revision whose release was taken back although AWS calls it successful: the time at which that release was over. */
export const takenBackTag = 'ecsdeploy:taken-back';
export const digestTag = 'ecsdeploy:digest';
export const commitTag = 'ecsdeploy:commit';
export const imageTagTag = 'ecsdeploy:tag';
export const subjectTag = 'ecsdeploy:subject';
export const byTag = 'ecsdeploy:by';
const runTag = 'ecsdeploy:run';

/** The tags that say what a revision was made from. */
export function originTags({ commit, digest, tag, subject, by, run }: Origin): Tag[] {
  const tags = [
    { key: commitTag, value: commit },
    { key: digestTag, value: digest },
    { key: imageTagTag, value: tag },
    { key: subjectTag, value: subject === undefined ? undefined : legalSentence(subject) },
    { key: byTag, value: by === undefined ? undefined : clean(by, longestValue) },
    { key: runTag, value: run },
  ];
  return tags.flatMap(({ key, value }) => (value === undefined || value === '' ? [] : [{ key, value }]));
}

/**
 * A sentence of people in the alphabet that AWS takes, to be read and not to be looked up: `fix(api): don't retry (#12)` becomes
 * `fix api: dont retry 12`.
 */
function legalSentence(text: string): string {
  const words = text
    .replace(/["'`\u2018\u2019]/g, '')
    .replace(illegal, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[:.])/g, '')
    .trim();
  return clean(words, longestValue);
}

/** What the tags of a revision say it was made from; each of them may be missing. */
export function originIn(tags: readonly Tag[]): PastOrigin {
  const noted = (key: string): string | undefined => {
    const value = tags.find((tag) => tag.key === key)?.value;
    return value === '' ? undefined : value;
  };
  return {
    commit: noted(commitTag),
    subject: noted(subjectTag),
    digest: noted(digestTag),
    tag: noted(imageTagTag),
    by: noted(byTag),
    run: noted(runTag),
    takenBackAt: takenBackAt(tags),
    copyOf: copyOf(tags),
  };
}

/** Until when releases of a revision were taken back, as its tags say; undefined: none was. Milliseconds since the epoch. */
export function takenBackAt(tags: readonly Tag[]): number | undefined {
  const at = Date.parse(tags.find(({ key }) => key === takenBackTag)?.value ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/**
 * The tags of a new revision, in AWS's alphabet: those of its base without AWS's own, which nobody may set, and without our
 * notes, which are about the base (`ecsdeploy:succeeded` copied over would be a lie); then the new ones.
 */
export function tagsOfNewRevision(base: readonly Tag[], added: readonly Tag[]): LegalTags {
  const isAuthors = ({ key }: Tag): boolean => !/^(?:aws|ecsdeploy):/i.test(key);
  const tags = new Map<string, Tag>();
  const altered: AlteredTag[] = [];
  for (const wished of [...base.filter(isAuthors), ...added]) {
    const tag = toLegal(wished);
    const isAllowed =
      tag.key !== '' && !/^aws:/i.test(tag.key) && (tags.has(tag.key) || tags.size < mostTags);
    if (isAllowed) tags.set(tag.key, tag);
    if (!isAllowed) altered.push(wished);
    else if (tag.key !== wished.key || tag.value !== wished.value)
      altered.push({ ...wished, becomes: tag.value });
  }
  return { tags: [...tags.values()], altered };
}

/** A tag in the alphabet and length that AWS takes; one from a file may lack its value, which AWS takes for an empty one. */
export function toLegal({ key, value }: Partial<Tag>): Tag {
  return { key: clean(key ?? '', longestKey), value: clean(value ?? '', longestValue) };
}

function clean(text: string, longest: number): string {
  const cut = text.replace(illegal, '-').slice(0, longest);
  // Half a character at the cut would be refused as well.
  return cut.replace(/[\uD800-\uDBFF]$/, '');
}
