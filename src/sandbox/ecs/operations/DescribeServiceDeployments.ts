import type {
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsResponse,
  Failure,
  ServiceDeployment,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { findServiceDeployment } from '../lookup/service-deployment.ts';
import { invalidParameter } from '../refusals.ts';
import { viewServiceDeployment } from '../views/service-deployment-view.ts';

export const DescribeServiceDeployments: Operation<
  DescribeServiceDeploymentsCommandInput,
  DescribeServiceDeploymentsResponse
> = (world, input) => {
  const arns = [...new Set(input.serviceDeploymentArns ?? [])];
  if (arns.length === 0) throw invalidParameter('Service deployment ARNs cannot be empty.');
  if (arns.length > 20) throw invalidParameter('Service Deployment ARN count cannot exceed 20');
  const serviceDeployments: ServiceDeployment[] = [];
  const failures: Failure[] = [];
  for (const arn of arns) {
    const found = findServiceDeployment(world, arn);
    // Gone with its service.
    if (found === undefined || found.service.status === 'INACTIVE') failures.push({ arn, reason: 'MISSING' });
    else serviceDeployments.push(viewServiceDeployment(found.service, found.serviceDeployment));
  }
  return { serviceDeployments, failures };
};
