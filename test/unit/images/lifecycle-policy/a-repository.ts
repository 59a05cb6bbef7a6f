import type { StoredImage } from '../../../../src/aws/repository-images.ts';

export const day = 24 * 60 * 60 * 1000;
export const now = Date.UTC(2026, 0, 15, 12);

/** An image called by one letter, pushed so many days ago. */
export function anImage(
  name: string,
  daysAgo: number,
  tags: readonly string[] = [],
  more: Partial<StoredImage> = {},
): StoredImage {
  const digest = `sha256:${name}`;
  return { digest, tags, pushedAt: now - daysAgo * day, isArchived: false, isIndex: false, ...more };
}

export interface RuleOrder {
  readonly prefixes?: readonly string[];
  readonly patterns?: readonly string[];
  readonly tagStatus?: string;
  readonly keep?: number;
  readonly days?: number;
  readonly countType?: string;
  readonly action?: string;
}

/** A policy as JSON text; the rules in the order of their priority. */
export function aPolicy(...rules: readonly RuleOrder[]): string {
  return JSON.stringify({
    rules: rules.map(
      ({ prefixes, patterns, tagStatus, keep, days, countType, action = 'expire' }, index) => ({
        rulePriority: index + 1,
        selection: {
          tagStatus: tagStatus ?? ((prefixes ?? patterns) ? 'tagged' : 'any'),
          tagPrefixList: prefixes,
          tagPatternList: patterns,
          ...(keep === undefined
            ? { countType: countType ?? 'sinceImagePushed', countUnit: 'days', countNumber: days }
            : { countType: countType ?? 'imageCountMoreThan', countNumber: keep }),
        },
        action: { type: action },
      }),
    ),
  });
}
