import type {
  DescribeServicesCommandInput,
  DescribeServicesResponse,
  Failure,
  Service,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ecsArn, lastPart } from '../arns.ts';
import { findCluster } from '../lookup/cluster.ts';
import { isVisible, serviceIn } from '../lookup/service.ts';
import { invalidParameter } from '../refusals.ts';
import { viewService } from '../views/service-view.ts';

export const DescribeServices: Operation<DescribeServicesCommandInput, DescribeServicesResponse> = (
  world,
  input,
) => {
  const cluster = findCluster(world, input.cluster);
  const names = [...new Set(input.services ?? [])];
  if (names.length === 0) throw invalidParameter('Services cannot be empty.');
  if (names.length > 10) throw invalidParameter('Services can have at most 10 items.');
  const found = new Map<string, Service>();
  const failures: Failure[] = [];
  for (const name of names) {
    const service = serviceIn(cluster, name);
    if (service !== undefined && isVisible(world, service)) {
      found.set(service.arn, viewService(service, input.include ?? []));
    } else {
      const arn = name.startsWith('arn:') ? name : ecsArn(world, `service/${cluster.name}/${lastPart(name)}`);
      failures.push({ arn, reason: 'MISSING' });
    }
  }
  return { services: [...found.values()], failures };
};
