import type { Tag } from '@aws-sdk/client-ecs';
import type { World } from '../../world.ts';
import { pathOf } from '../arns.ts';
import { invalidParameter } from '../refusals.ts';
import { findCluster } from './cluster.ts';
import { findService } from './service.ts';
import { taskDefinitionNamed } from './task-definition.ts';
import { taskIn } from './task.ts';

/** Anything with tags, by its long ARN. */
export function findTagged(world: World, arn: string): { tags: readonly Tag[] } {
  const [kind, cluster, name] = pathOf(arn).split('/');
  const found = arn.startsWith('arn:') ? lookUp(world, arn, kind, cluster, name) : undefined;
  // The text is not captured; moto answers with this one for ARNs it cannot read.
  if (found === undefined)
    throw invalidParameter(`The specified resource ARN is invalid or does not exist: ${arn}`);
  return found;
}

function lookUp(
  world: World,
  arn: string,
  kind: string | undefined,
  cluster: string | undefined,
  name: string | undefined,
): { tags: readonly Tag[] } | undefined {
  switch (kind) {
    case 'cluster':
      return findCluster(world, cluster);
    case 'service':
      // Tagging needs the long ARN, which names the cluster.
      return name === undefined ? undefined : findService(world, findCluster(world, cluster), name);
    case 'task':
      return name === undefined ? undefined : taskIn(findCluster(world, cluster), name);
    case 'task-definition':
      return taskDefinitionNamed(world, arn);
    default:
      return undefined;
  }
}
