import type { RepositoryRule } from '../../model/image-protection.ts';
import { keepPrefix } from './keep-tag.ts';

// More than any repository has of them; a rule has to have a number.
const moreThanThereAre = 9999;

/**
 * The rule that keeps images with our tags: ECR lets no rule of lower priority take an image that fits the tags of this one, and this one
 * takes none.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export const keepRule = {
  rulePriority: 1,
  description: 'Keep what ecsdeploy could go back to',
  selection: {
    tagStatus: 'tagged',
    tagPrefixList: [keepPrefix],
    countType: 'imageCountMoreThan',
    countNumber: moreThanThereAre,
  },
  action: { type: 'expire' },
} as const;

type Rule = Readonly<Record<string, unknown>>;

/**
 * Whether a policy keeps images with our tags, and if not, what it has to be. Pure.
 * @param policy JSON text; undefined: the repository has none
 */
export function judgePolicy(policy: string | undefined): Pick<RepositoryRule, 'policy' | 'withRule'> {
  if (policy === undefined) return { policy: 'none' };
  const rules = rulesOf(policy);
  if (rules === undefined) return { policy: 'unknown' };
  const [first, ...rest] = rules;
  if (first !== undefined && isKeepRule(first)) return { policy: 'kept' };
  const others = [first, ...rest].filter((rule) => rule !== undefined && !isKeepRule(rule));
  const moved = others.map((rule, index) => ({ ...rule, rulePriority: index + 2 }));
  return { policy: 'absent', withRule: JSON.stringify({ rules: [keepRule, ...moved] }) };
}

/** In the order of their priority; undefined where the text is no policy. */
function rulesOf(policy: string): Rule[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    return undefined;
  }
  const rules = isRule(parsed) ? parsed['rules'] : undefined;
  if (!Array.isArray(rules) || !rules.every(isRule)) return undefined;
  return [...rules].sort((a, b) => Number(a['rulePriority']) - Number(b['rulePriority']));
}

/** Of at least a thousand: a smaller number would take images of a busy repository. */
function isKeepRule({ selection }: Rule): boolean {
  if (!isRule(selection)) return false;
  const { tagPrefixList: prefixes, countType, countNumber } = selection;
  return (
    Array.isArray(prefixes) &&
    prefixes.length === 1 &&
    prefixes[0] === keepPrefix &&
    countType === 'imageCountMoreThan' &&
    Number(countNumber) >= 1_000
  );
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
