import type { ListClustersCommandInput, ListClustersResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { pageOf } from '../page.ts';

export const ListClusters: Operation<ListClustersCommandInput, ListClustersResponse> = (world, input) => {
  const arns = [...world.ecs.clusters.values()]
    .filter((cluster) => cluster.status === 'ACTIVE')
    .map((cluster) => cluster.arn);
  const page = pageOf(arns, input, { default: 100, max: 100 }, (arn) => arn);
  return { clusterArns: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
