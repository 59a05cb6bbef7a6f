import { tagsOf, type Image, type LifecycleMark, type Repository } from './repository.ts';

const day = 24 * 60 * 60 * 1000;

/** A rule of a policy that ECR has taken. */
interface Rule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: 'any' | 'tagged' | 'untagged';
    readonly tagPrefixList?: readonly string[];
    readonly tagPatternList?: readonly string[];
    readonly storageClass?: string;
    readonly countType: string;
    readonly countNumber: number;
  };
  readonly action: { readonly type: 'expire' | 'transition' };
}

/**
 * What a lifecycle policy does to the images of a repository, as "How lifecycle policies work" in ECR's user guide has it: rules in the order
 * of their priority; whatever has the tags of a rule is out of reach of those after it, and still counted by them; and what a manifest
 * list names stays as long as the list.
 */
export function evaluateLifecycle(repository: Repository, text: string, now: number): LifecycleMark[] {
  const { rules } = JSON.parse(text) as { readonly rules: readonly Rule[] };
  const images = youngestFirst(repository);
  const named = new Set(images.flatMap(({ children }) => children));
  const seen = new Set<string>();
  const marks: LifecycleMark[] = [];
  for (const { rulePriority: rule, selection, action } of [...rules].sort(byPriority)) {
    const identified = images.filter(({ digest }) => isSelected(selection, tagsOf(repository, digest)));
    for (const image of beyond(selection, identified, now)) {
      if (seen.has(image.digest) || named.has(image.digest)) continue;
      const tags = tagsOf(repository, image.digest);
      marks.push({ image, tags, rule, action: action.type === 'expire' ? 'EXPIRE' : 'TRANSITION' });
    }
    for (const { digest } of identified) seen.add(digest);
  }
  return marks;
}

/** Of two that came at the same moment the later one is the younger. */
function youngestFirst({ images }: Repository): Image[] {
  return [...images.values()].reverse().sort((a, b) => b.pushedAt - a.pushedAt);
}

function byPriority(a: Rule, b: Rule): number {
  return a.rulePriority - b.rulePriority;
}

function isSelected(selection: Rule['selection'], tags: readonly string[]): boolean {
  // Nothing is ever archived here.
  if (selection.storageClass === 'archive') return false;
  if (selection.tagStatus === 'any') return true;
  if (selection.tagStatus === 'untagged') return tags.length === 0;
  const { tagPrefixList: prefixes = [], tagPatternList: patterns = [] } = selection;
  return (
    prefixes.every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
    patterns.every((pattern) => tags.some((tag) => expressionOf(pattern).test(tag)))
  );
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}

function beyond(
  { countType, countNumber }: Rule['selection'],
  identified: readonly Image[],
  now: number,
): readonly Image[] {
  const isOlder = (since: number): boolean => now - since > countNumber * day;
  switch (countType) {
    case 'imageCountMoreThan':
      return identified.slice(countNumber);
    case 'sinceImagePushed':
      return identified.filter(({ pushedAt }) => isOlder(pushedAt));
    case 'sinceImagePulled':
      return identified.filter(({ pulledAt, pushedAt }) => isOlder(pulledAt ?? pushedAt));
    default:
      return [];
  }
}
