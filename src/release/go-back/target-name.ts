import { parseDuration, type Milliseconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';

/** What a person means by `--to`. */
export type TargetName =
  /** `-2`: so many successful releases back, counted by revision. */
  | { readonly kind: 'back'; readonly count: number }
  /** `2 hours ago`, or a time: what served then. Milliseconds since the epoch. */
  | { readonly kind: 'moment'; readonly at: number; readonly text: string }
  /** A commit, tag, digest, revision, `family:revision` or deployment. */
  | { readonly kind: 'name'; readonly text: string };

/** A text that names a time, and one that cannot be. */
class UnusableTarget extends EcsdeployError {
  constructor(text: string, why: string) {
    super({
      code: 'usage.rollback_target',
      message: `"${text}" names no release to go back to: ${why}`,
      suggestions: [
        'Name a commit, tag, digest, revision or deployment, or write -2 or "2 hours ago".',
        'See what there is: `ecsdeploy history`.',
      ],
    });
  }
}

const shortestDeploymentId = 20;

/**
 * Reads what stands behind `--to`.
 * @param now milliseconds since the epoch
 * @throws UnusableTarget for a count or a time that means nothing
 */
export function parseTargetName(written: string, now: number): TargetName {
  const text = written.trim();
  if (text === '') throw new UnusableTarget(written, 'it is empty');
  const [, count] = /^-(\d+)$/.exec(text) ?? [];
  if (count !== undefined) {
    if (Number(count) === 0) throw new UnusableTarget(text, 'that is what serves now');
    return { kind: 'back', count: Number(count) };
  }
  // The id of a service deployment may begin with one.
  if (text.startsWith('-') && text.length < shortestDeploymentId)
    throw new UnusableTarget(text, 'only a whole number stands behind the minus');
  const at = parseMoment(text, now);
  if (at === undefined) return { kind: 'name', text };
  if (at > now) throw new UnusableTarget(text, 'that time is still to come');
  return { kind: 'moment', at, text };
}

/** Undefined for what is no time. @throws UnusableTarget for what is one, and cannot be */
function parseMoment(text: string, now: number): number | undefined {
  if (/^yesterday$/i.test(text)) return now - parseDuration('1d');
  const [, ago] = /^(.+?)\s*\bago$/i.exec(text) ?? [];
  if (ago !== undefined) {
    const length = durationOf(ago);
    if (length === undefined) throw new UnusableTarget(text, 'write it as 2 hours ago, 90m ago or 1d ago');
    return now - length;
  }
  // A date alone is one too; a number is a revision.
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i.test(text))
    return undefined;
  const isZoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
  // Times are shown in UTC everywhere here, and are read so.
  const at = Date.parse(text.length === 10 || isZoned ? text : `${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(at)) throw new UnusableTarget(text, 'there is no such time');
  return at;
}

const units: Readonly<Record<string, string>> = {
  second: 's',
  sec: 's',
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
};

/** `2 hours`, `an hour`, `1 hour 30 minutes`, `90m`; a week is seven days. Undefined for what is none. */
function durationOf(text: string): Milliseconds | undefined {
  const short = text
    .toLowerCase()
    .replace(/\b(?:an?|one)\b/g, '1')
    .replace(/(\d+)\s*weeks?\b/g, (_, count: string) => `${Number(count) * 7} day`)
    .replace(/(\d)\s*([a-z]+?)s?\b(?:\s*,|\s+and\b)?/g, (whole, digit: string, unit: string) =>
      units[unit] === undefined ? whole : `${digit}${units[unit]} `,
    )
    .trim();
  try {
    return parseDuration(short);
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}
