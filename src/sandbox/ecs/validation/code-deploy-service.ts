import type { DeploymentConfiguration, LoadBalancer, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { invalidParameter } from '../refusals.ts';

/**
 * Members of UpdateService that are CodeDeploy's to change, with AWS's words for them. Being there is what is refused, whatever the value
 * (2.5.2 of the specification). Captured are the first three; the words of the others are made like them.
 */
const ofCodeDeploy = {
  taskDefinition: 'task definition',
  networkConfiguration: 'network parameters',
  loadBalancers: 'load balancers',
  platformVersion: 'platform version',
  capacityProviderStrategy: 'capacity provider strategy',
  serviceRegistries: 'service registries',
  serviceConnectConfiguration: 'service connect configuration',
  volumeConfigurations: 'volume configurations',
  vpcLatticeConfigurations: 'VPC Lattice configurations',
} as const satisfies Partial<Record<keyof UpdateServiceCommandInput, string>>;

const where =
  'on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new deployment.';

/** Refuses what UpdateService cannot change of a service that CodeDeploy deploys. */
export function checkCodeDeployUpdate(input: UpdateServiceCommandInput): void {
  for (const [member, words] of Object.entries(ofCodeDeploy)) {
    if (input[member as keyof typeof ofCodeDeploy] !== undefined) {
      throw invalidParameter(`Unable to update ${words} ${where}`);
    }
  }
  if (input.forceNewDeployment === true) throw invalidParameter(`Cannot force a new deployment ${where}`);
}

/** Refuses a load balancer setting that CodeDeploy cannot work with; that there must be one is AWS's (2.5.2), of its text only the second half. */
export function checkCodeDeployLoadBalancers(loadBalancers: readonly LoadBalancer[]): void {
  if (loadBalancers.length === 0) {
    throw invalidParameter(
      'When using the CODE_DEPLOY deployment controller the service requires an Application Load Balancer or Network Load Balancer.',
    );
  }
  // "multiple target groups … are only supported with the rolling update deployment controller": ECS developer guide. Own texts from here on.
  if (loadBalancers.length > 1) {
    throw invalidParameter(
      'A service with the CODE_DEPLOY deployment controller can have only one target group.',
    );
  }
  if (loadBalancers.some(({ advancedConfiguration }) => advancedConfiguration !== undefined)) {
    throw invalidParameter('advancedConfiguration can only be used with the ECS deployment controller.');
  }
}

/** Refuses what only a deployment of ECS has. */
export function checkCodeDeployConfiguration({
  deploymentCircuitBreaker,
  alarms,
  strategy = 'ROLLING',
}: DeploymentConfiguration): void {
  if (deploymentCircuitBreaker?.enable === true) {
    throw invalidParameter(
      'DeploymentCircuitBreaker feature can be configured only with ECS deployment controller.',
    );
  }
  if (alarms?.enable === true) {
    throw invalidParameter('DeploymentAlarms feature can be configured only with ECS deployment controller.');
  }
  if (strategy !== 'ROLLING') {
    throw invalidParameter(
      `The deployment strategy ${strategy} can be configured only with ECS deployment controller.`,
    );
  }
}
