/** Which images a rule is about. */
export type RuleSelection =
  | { readonly kind: 'any' | 'untagged' }
  /** Each of the patterns fits one of the image's tags. */
  | { readonly kind: 'tagged'; readonly patterns: readonly TagPattern[] }
  /** What this version of ecsdeploy does not know, as it is written. */
  | { readonly kind: 'unknown'; readonly what: string };

/** Of a pattern `*` stands for any characters, none included; of a prefix it stands for itself. */
export interface TagPattern {
  readonly kind: 'prefix' | 'wildcards';
  readonly text: string;
}

/** Which of those images it takes away. */
type RuleLimit =
  /** All but the youngest. */
  | { readonly kind: 'more-than'; readonly count: number }
  /** Those that were pushed, pulled or archived longer ago. */
  | { readonly kind: 'older-than'; readonly since: 'pushed' | 'pulled' | 'archived'; readonly days: number }
  | { readonly kind: 'unknown'; readonly what: string };

/** One rule of a lifecycle policy. */
export interface LifecycleRule {
  /** The lowest number goes first. */
  readonly priority: number;
  readonly selection: RuleSelection;
  readonly isForArchive: boolean;
  readonly limit: RuleLimit;
  /** Undefined: none that is known. */
  readonly action: 'expire' | 'archive' | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The rules of a lifecycle policy in the order of their priority; undefined where the text is no policy. A word that is not known makes
 * its rule unknown, never the nearest known one. Pure.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 * @param text JSON
 */
export function parseLifecyclePolicy(text: string): LifecycleRule[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const rules = asObject(parsed)?.['rules'];
  if (!Array.isArray(rules)) return undefined;
  const read = (rules as readonly unknown[]).map(ruleFrom);
  const known = read.filter((rule) => rule !== undefined);
  return known.length < read.length ? undefined : known.sort((a, b) => a.priority - b.priority);
}

function ruleFrom(value: unknown): LifecycleRule | undefined {
  const rule = asObject(value);
  const selection = asObject(rule?.['selection']);
  const priority = rule?.['rulePriority'];
  if (selection === undefined || typeof priority !== 'number') return undefined;
  const { storageClass = 'standard' } = selection;
  const isKnownClass = storageClass === 'standard' || storageClass === 'archive';
  return {
    priority,
    selection: isKnownClass ? selectionFrom(selection) : unknown('storageClass', storageClass),
    isForArchive: storageClass === 'archive',
    limit: limitFrom(selection),
    action: actionFrom(asObject(rule?.['action'])?.['type']),
  };
}

function selectionFrom({ tagStatus, tagPrefixList, tagPatternList }: Json): RuleSelection {
  if (tagStatus === 'any' || tagStatus === 'untagged') return { kind: tagStatus };
  if (tagStatus !== 'tagged') return unknown('tagStatus', tagStatus);
  const patterns = [
    ...textsOf(tagPrefixList).map((text) => ({ kind: 'prefix', text }) as const),
    ...textsOf(tagPatternList).map((text) => ({ kind: 'wildcards', text }) as const),
  ];
  return patterns.length === 0 ? unknown('tagStatus', tagStatus) : { kind: 'tagged', patterns };
}

const sinceWhat = {
  sinceImagePushed: 'pushed',
  sinceImagePulled: 'pulled',
  sinceImageTransitioned: 'archived',
} as const;

function limitFrom({ countType, countNumber, countUnit }: Json): RuleLimit {
  if (typeof countNumber !== 'number') return unknown('countNumber', countNumber);
  if (countType === 'imageCountMoreThan') return { kind: 'more-than', count: countNumber };
  if (typeof countType !== 'string' || !Object.hasOwn(sinceWhat, countType)) {
    return unknown('countType', countType);
  }
  if (countUnit !== 'days') return unknown('countUnit', countUnit);
  const since = sinceWhat[countType as keyof typeof sinceWhat];
  return { kind: 'older-than', since, days: countNumber };
}

function actionFrom(type: unknown): LifecycleRule['action'] {
  if (type === 'expire') return 'expire';
  return type === 'transition' ? 'archive' : undefined;
}

function unknown(member: string, value: unknown): { readonly kind: 'unknown'; readonly what: string } {
  return {
    kind: 'unknown',
    what: value === undefined ? `no ${member}` : `${member} ${JSON.stringify(value)}`,
  };
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly unknown[]).filter((text): text is string => typeof text === 'string');
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
