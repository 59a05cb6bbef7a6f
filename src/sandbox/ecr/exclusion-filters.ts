import type { ImageTagMutability, ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr';
import { invalidParameter } from './refusals.ts';

/** Filters belong to the modes that exclude, which need some: at most five, each with at most two wildcards (API_ImageTagMutabilityExclusionFilter). */
export function checkExclusionFilters(
  mutability: ImageTagMutability | undefined,
  filters: readonly ImageTagMutabilityExclusionFilter[] | undefined,
): void {
  const member = 'imageTagMutabilityExclusionFilters';
  const excludes = mutability === 'IMMUTABLE_WITH_EXCLUSION' || mutability === 'MUTABLE_WITH_EXCLUSION';
  const count = filters?.length ?? 0;
  if (!excludes && count > 0) {
    throw invalidParameter(member, `must not be given with imageTagMutability ${mutability ?? 'MUTABLE'}`);
  }
  if (excludes && count === 0) throw invalidParameter(member, `must be given with ${mutability}`);
  if (count > 5) throw invalidParameter(member, 'Member must have length less than or equal to 5');
  for (const { filter = '' } of filters ?? []) {
    const wildcards = filter.split('*').length - 1;
    if (!/^[a-zA-Z0-9._*-]{1,128}$/.test(filter) || wildcards > 2) {
      throw invalidParameter(`${member}.filter`, "must satisfy regular expression '[0-9a-zA-Z._*-]{1,128}'");
    }
  }
}
