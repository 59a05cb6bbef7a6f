import type { ListServiceDeploymentsCommandInput, ListServiceDeploymentsResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findCluster } from '../lookup/cluster.ts';
import { isRemembered } from '../lookup/remembered.ts';
import { findService } from '../lookup/service.ts';
import { pageOf } from '../page.ts';
import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import { viewServiceDeploymentBrief } from '../views/service-deployment-view.ts';

export const ListServiceDeployments: Operation<
  ListServiceDeploymentsCommandInput,
  ListServiceDeploymentsResponse
> = (world, input) => {
  const name = input.service ?? '';
  // A service ARN names its cluster; the member `cluster` is only needed with a short name.
  const cluster = findCluster(world, input.cluster ?? clusterInArn(name));
  const service = findService(world, cluster, name);
  const matching =
    service.status === 'INACTIVE'
      ? []
      : service.serviceDeployments.filter((r) => isRemembered(world, r) && matches(r, input));
  const page = pageOf(matching, input, { default: 20, max: 100 }, (record) => record.arn);
  return {
    serviceDeployments: page.items.map((record) => viewServiceDeploymentBrief(service, record)),
    ...(page.nextToken !== undefined && { nextToken: page.nextToken }),
  };
};

function clusterInArn(name: string): string | undefined {
  const parts = name.split('/');
  return name.startsWith('arn:') && parts.length === 3 ? parts[1] : undefined;
}

function matches(
  record: ServiceDeploymentRecord,
  { status, createdAt }: ListServiceDeploymentsCommandInput,
): boolean {
  if (status !== undefined && status.length > 0 && !status.includes(record.status)) return false;
  if (createdAt?.before !== undefined && record.createdAt >= createdAt.before.getTime()) return false;
  return createdAt?.after === undefined || record.createdAt > createdAt.after.getTime();
}
