import type {
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsResponse,
  Failure,
  ServiceRevision,
} from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { pathOf } from '../arns.ts';
import { serviceBehind } from '../lookup/service.ts';
import { invalidParameter } from '../refusals.ts';
import { viewServiceRevision } from '../views/service-revision-view.ts';

export const DescribeServiceRevisions: Operation<
  DescribeServiceRevisionsCommandInput,
  DescribeServiceRevisionsResponse
> = (world, input) => {
  const arns = [...new Set(input.serviceRevisionArns ?? [])];
  checkArns(arns);
  const service = serviceBehind(world, arns[0] ?? '');
  if (service?.status === 'INACTIVE') {
    throw invalidParameter('Cannot call DescribeServiceRevisions for a service that is INACTIVE');
  }
  const serviceRevisions: ServiceRevision[] = [];
  const failures: Failure[] = [];
  for (const arn of arns) {
    const revision = service?.revisions.get(arn);
    if (service === undefined || revision === undefined) failures.push({ arn, reason: 'MISSING' });
    else serviceRevisions.push(viewServiceRevision(service, revision));
  }
  return { serviceRevisions, failures };
};

function checkArns(arns: readonly string[]): void {
  if (arns.length === 0) throw invalidParameter('The Service ARN provided is invalid.');
  if (arns.length > 20) throw invalidParameter('Service Revision ARN count cannot exceed 20');
  const services = new Set<string>();
  for (const arn of arns) {
    const [kind, cluster, service, digits] = pathOf(arn).split('/');
    if (kind !== 'service-revision' || digits === undefined) {
      throw invalidParameter('The ServiceRevision ARN is invalid.');
    }
    services.add(`${cluster}/${service}`);
  }
  if (services.size > 1) {
    throw invalidParameter(
      'Cross service requests are not allowed. All requested service revisions must be for a single service',
    );
  }
}
