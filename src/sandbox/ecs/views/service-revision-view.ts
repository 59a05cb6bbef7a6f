import type { ServiceRevision } from '@aws-sdk/client-ecs';
import type { ServiceRevisionRecord } from '../records/service-revision.ts';
import type { ServiceRecord } from '../records/service.ts';
import { managedLoadBalancers } from '../traffic/managed-load-balancers.ts';
import { placementOf } from './placement-view.ts';

export function viewServiceRevision(
  service: ServiceRecord,
  revision: ServiceRevisionRecord,
): ServiceRevision {
  const { workload } = revision;
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: service.cluster.arn,
    taskDefinition: workload.taskDefinition.arn,
    ...placementOf(workload),
    loadBalancers: [...workload.loadBalancers],
    serviceRegistries: [...workload.serviceRegistries],
    ...(workload.networkConfiguration !== undefined && {
      networkConfiguration: workload.networkConfiguration,
    }),
    containerImages: (workload.taskDefinition.definition.containerDefinitions ?? []).map((container) => ({
      containerName: container.name,
      image: container.image,
      ...digestOf(revision, container.name),
    })),
    guardDutyEnabled: false,
    ...(workload.serviceConnectConfiguration !== undefined && {
      serviceConnectConfiguration: workload.serviceConnectConfiguration,
    }),
    ...(workload.volumeConfigurations !== undefined && {
      volumeConfigurations: workload.volumeConfigurations,
    }),
    ...(workload.vpcLatticeConfigurations !== undefined && {
      vpcLatticeConfigurations: workload.vpcLatticeConfigurations,
    }),
    ...(workload.gatewayConnectors !== undefined && { gatewayConnectors: workload.gatewayConnectors }),
    ...(workload.monitoring !== undefined && { monitoring: workload.monitoring }),
    createdAt: new Date(revision.createdAt),
    ...resolvedOf(revision),
  };
}

/** Which of its two target groups each load balancer serves the revision with; known from its first task on. */
function resolvedOf({
  workload,
  traffic,
}: ServiceRevisionRecord): Pick<ServiceRevision, 'resolvedConfiguration'> {
  if (traffic === undefined) return {};
  const loadBalancers = managedLoadBalancers(workload.loadBalancers).map((managed) => ({
    targetGroupArn: traffic.targetGroups.get(managed.targetGroupArn),
    productionListenerRule: managed.productionListenerRule,
  }));
  return { resolvedConfiguration: { loadBalancers } };
}

function digestOf(revision: ServiceRevisionRecord, container: string | undefined): { imageDigest?: string } {
  const digest = revision.pinnedDigests.get(container ?? '');
  return digest === undefined ? {} : { imageDigest: digest };
}
