import { nameFromArn } from '../model/service-ref.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { pages, tokenOf } from './pages.ts';

/** Names of all clusters of the region, in order. */
export async function listClusterNames(aws: Aws): Promise<string[]> {
  return await allOf(async (token) => {
    const { clusterArns, nextToken } = await call(
      aws,
      { operation: 'ecs:ListClusters', repeat: 'freely' },
      aws.clients.ecs,
      (ecs, send) => ecs.listClusters({ maxResults: 100, ...tokenOf(token) }, send),
    );
    return { items: clusterArns ?? [], nextToken };
  });
}

/** Names of all services of a cluster, in order. */
export async function listServiceNames(aws: Aws, cluster: string): Promise<string[]> {
  return await allOf(async (token) => {
    const { serviceArns, nextToken } = await call(
      aws,
      { operation: 'ecs:ListServices', repeat: 'freely' },
      aws.clients.ecs,
      (ecs, send) => ecs.listServices({ cluster, maxResults: 100, ...tokenOf(token) }, send),
    );
    return { items: serviceArns ?? [], nextToken };
  });
}

async function allOf(read: Parameters<typeof pages<string>>[0]): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of pages(read)) arns.push(...page);
  return arns.map(nameFromArn).sort();
}
