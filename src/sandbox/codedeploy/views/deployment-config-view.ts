import type { DeploymentConfigInfo, TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { DeploymentConfigRecord, TrafficRouting } from '../records/deployment-config.ts';

export function deploymentConfigView({
  id,
  name,
  createdAt,
  routing,
}: DeploymentConfigRecord): DeploymentConfigInfo {
  return {
    deploymentConfigId: id,
    deploymentConfigName: name,
    createTime: new Date(createdAt),
    computePlatform: 'ECS',
    trafficRoutingConfig: routingView(routing),
  };
}

function routingView(routing: TrafficRouting): TrafficRoutingConfig {
  const { type } = routing;
  switch (type) {
    case 'AllAtOnce':
      return { type };
    case 'TimeBasedCanary':
      return {
        type,
        timeBasedCanary: { canaryPercentage: routing.percent, canaryInterval: routing.interval },
      };
    case 'TimeBasedLinear':
      return {
        type,
        timeBasedLinear: { linearPercentage: routing.percent, linearInterval: routing.interval },
      };
    default:
      return type satisfies never;
  }
}
