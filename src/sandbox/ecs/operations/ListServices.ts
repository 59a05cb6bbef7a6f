import type { ListServicesCommandInput, ListServicesResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findCluster } from '../lookup/cluster.ts';
import { isVisible } from '../lookup/service.ts';
import { pageOf } from '../page.ts';

export const ListServices: Operation<ListServicesCommandInput, ListServicesResponse> = (world, input) => {
  const cluster = findCluster(world, input.cluster);
  const arns = [...cluster.services.values()]
    .filter((service) => service.status !== 'INACTIVE' && isVisible(world, service))
    .filter((service) => input.launchType === undefined || service.workload.launchType === input.launchType)
    .filter(() => (input.schedulingStrategy ?? 'REPLICA') === 'REPLICA')
    .map((service) => service.arn);
  const page = pageOf(arns, input, { default: 10, max: 100 }, (arn) => arn);
  return { serviceArns: page.items, ...(page.nextToken !== undefined && { nextToken: page.nextToken }) };
};
