import type {
  Cluster,
  DescribeClustersCommandInput,
  DescribeClustersResponse,
  Failure,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ecsArn, lastPart } from '../arns.ts';
import { invalidParameter } from '../refusals.ts';
import { viewCluster } from '../views/cluster-view.ts';

export const DescribeClusters: Operation<DescribeClustersCommandInput, DescribeClustersResponse> = (
  world,
  input,
) => {
  const names = new Set((input.clusters ?? ['default']).map(lastPart));
  if (names.size > 100) throw invalidParameter('Clusters can have at most 100 items.');
  const clusters: Cluster[] = [];
  const failures: Failure[] = [];
  for (const name of names) {
    const cluster = world.ecs.clusters.get(name);
    if (cluster === undefined) failures.push({ arn: ecsArn(world, `cluster/${name}`), reason: 'MISSING' });
    else clusters.push(viewCluster(cluster, input.include ?? []));
  }
  return { clusters, failures };
};
