import type { TrafficRoutingConfig } from '@aws-sdk/client-codedeploy';
import type { TrafficRouting } from '../model/codedeploy.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import type { CodeDeployReadOptions } from './codedeploy-groups.ts';
import { pages, tokenOf } from './pages.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A deployment configuration, which says how traffic moves. */
export interface DeploymentConfigurationState {
  readonly name: string;
  /** ECS | Server | Lambda | Kubernetes */
  readonly computePlatform: string;
  /** Undefined where it is none that we know. */
  readonly routing?: TrafficRouting | undefined;
}

/** A deployment configuration by name; undefined where there is none. */
export async function findDeploymentConfiguration(
  aws: Aws,
  name: string,
  options: CodeDeployReadOptions = {},
): Promise<DeploymentConfigurationState | undefined> {
  const unknown = ['DeploymentConfigDoesNotExistException', 'InvalidDeploymentConfigNameException'];
  return await unlessUnknown(unknown, async () => {
    const { deploymentConfigInfo: info } = await call(
      aws,
      { operation: 'codedeploy:GetDeploymentConfig', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) => codeDeploy.getDeploymentConfig({ deploymentConfigName: name }, send),
    );
    if (info === undefined) return undefined;
    return {
      name: info.deploymentConfigName ?? name,
      computePlatform: info.computePlatform ?? 'Server',
      routing: toRouting(info.trafficRoutingConfig),
    };
  });
}

/** Names of all deployment configurations of the account, whatever their platform: AWS lists nothing but names. */
export async function listDeploymentConfigurations(
  aws: Aws,
  options: CodeDeployReadOptions = {},
): Promise<string[]> {
  const names: string[] = [];
  const listed = pages(async (token) => {
    const { deploymentConfigsList, nextToken } = await call(
      aws,
      { operation: 'codedeploy:ListDeploymentConfigs', repeat: 'freely', ...options },
      aws.clients.codeDeploy,
      (codeDeploy, send) => codeDeploy.listDeploymentConfigs(tokenOf(token), send),
    );
    return { items: deploymentConfigsList ?? [], nextToken };
  });
  for await (const page of listed) names.push(...page);
  return names;
}

/**
 * Creates a deployment configuration, or finds that somebody has created it meanwhile: its name says what it holds.
 * @throws what `call` throws; AwsRejected with DeploymentConfigLimitExceededException where there are 200
 */
export async function createDeploymentConfiguration(
  aws: Aws,
  name: string,
  routing: TrafficRouting,
): Promise<void> {
  await unlessUnknown(['DeploymentConfigAlreadyExistsException'], () =>
    call(
      aws,
      { operation: 'codedeploy:CreateDeploymentConfig', repeat: 'freely' },
      aws.clients.codeDeploy,
      (codeDeploy, send) =>
        codeDeploy.createDeploymentConfig(
          {
            deploymentConfigName: name,
            computePlatform: 'ECS',
            trafficRoutingConfig: toRoutingConfiguration(routing),
          },
          send,
        ),
    ),
  );
}

function toRouting(configuration: TrafficRoutingConfig = {}): TrafficRouting | undefined {
  const { type, timeBasedCanary: canary, timeBasedLinear: linear } = configuration;
  switch (type) {
    case 'AllAtOnce':
      return { type };
    case 'TimeBasedCanary':
      return {
        type,
        percent: canary?.canaryPercentage ?? 0,
        intervalInMinutes: canary?.canaryInterval ?? 0,
      };
    case 'TimeBasedLinear':
      return {
        type,
        percent: linear?.linearPercentage ?? 0,
        intervalInMinutes: linear?.linearInterval ?? 0,
      };
    default:
      return undefined;
  }
}

function toRoutingConfiguration(routing: TrafficRouting): TrafficRoutingConfig {
  switch (routing.type) {
    case 'AllAtOnce':
      return { type: routing.type };
    case 'TimeBasedCanary':
      return {
        type: routing.type,
        timeBasedCanary: { canaryPercentage: routing.percent, canaryInterval: routing.intervalInMinutes },
      };
    case 'TimeBasedLinear':
      return {
        type: routing.type,
        timeBasedLinear: { linearPercentage: routing.percent, linearInterval: routing.intervalInMinutes },
      };
    default:
      return routing satisfies never;
  }
}
