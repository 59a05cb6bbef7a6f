import type { Repository } from './repository.ts';

/** Whether a tag may not move to another image: the repository's rule, and the patterns that are excluded from it. */
export function isImmutable(repository: Repository, tag: string): boolean {
  const { imageTagMutability, imageTagMutabilityExclusionFilters: filters = [] } = repository.description;
  const isExcluded = filters.some((filter) => matches(filter.filter ?? '', tag));
  switch (imageTagMutability) {
    case 'IMMUTABLE':
      return true;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return !isExcluded;
    case 'MUTABLE_WITH_EXCLUSION':
      return isExcluded;
    case 'MUTABLE':
    case undefined:
      return false;
  }
}

function matches(pattern: string, tag: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(tag);
}
