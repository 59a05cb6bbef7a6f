import type {
  ListTaskDefinitionFamiliesCommandInput,
  ListTaskDefinitionFamiliesResponse,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { pageOf } from '../page.ts';

export const ListTaskDefinitionFamilies: Operation<
  ListTaskDefinitionFamiliesCommandInput,
  ListTaskDefinitionFamiliesResponse
> = (world, input) => {
  const status = input.status ?? 'ALL';
  const families = [...world.ecs.families]
    .filter(([family]) => family.startsWith(input.familyPrefix ?? ''))
    .filter(([, revisions]) => {
      const isActive = revisions.some((record) => record?.status === 'ACTIVE');
      return status === 'ALL' || (status === 'ACTIVE') === isActive;
    })
    .map(([family]) => family)
    .sort();
  const page = pageOf(families, input, { default: 100, max: 100 }, (family) => family);
  return { families: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
