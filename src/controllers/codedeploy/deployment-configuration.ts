import type { Aws } from '../../aws/aws.ts';
import {
  findDeploymentConfiguration,
  listDeploymentConfigurations,
  type DeploymentConfigurationState,
} from '../../aws/codedeploy-configurations.ts';
import type { CodeDeployReadOptions, DeploymentGroupState } from '../../aws/codedeploy-groups.ts';
import type { PlannedCodeDeploy, TrafficRouting } from '../../model/codedeploy.ts';
import { EcsdeployError } from '../../model/error.ts';

/** Those that AWS has in every account. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html */
const predefined: Readonly<Record<string, TrafficRouting>> = {
  'CodeDeployDefault.ECSAllAtOnce': { type: 'AllAtOnce' },
  'CodeDeployDefault.ECSLinear10PercentEvery1Minutes': {
    type: 'TimeBasedLinear',
    percent: 10,
    intervalInMinutes: 1,
  },
  'CodeDeployDefault.ECSLinear10PercentEvery3Minutes': {
    type: 'TimeBasedLinear',
    percent: 10,
    intervalInMinutes: 3,
  },
  'CodeDeployDefault.ECSCanary10Percent5Minutes': {
    type: 'TimeBasedCanary',
    percent: 10,
    intervalInMinutes: 5,
  },
  'CodeDeployDefault.ECSCanary10Percent15Minutes': {
    type: 'TimeBasedCanary',
    percent: 10,
    intervalInMinutes: 15,
  },
};

/** Moves all traffic in one step: for a rollback, which is in a hurry. */
export const allAtOnce = 'CodeDeployDefault.ECSAllAtOnce';

type Configuration = PlannedCodeDeploy['configuration'];

/** The configuration that is named does not exist. */
class ConfigurationNotFound extends EcsdeployError {
  constructor(name: string) {
    super({
      code: 'deployment_config.not_found',
      message: `CodeDeploy has no deployment configuration "${name}"`,
      suggestions: [
        `AWS has ${Object.keys(predefined).join(', ')}.`,
        'Or say how traffic is to move, with `deployment.canary` or `deployment.linear`: it is created then.',
      ],
      details: { configuration: name },
    });
  }
}

/** It says nothing of how the traffic of ECS moves. */
class ConfigurationUnfit extends EcsdeployError {
  constructor({ name, computePlatform }: DeploymentConfigurationState) {
    super({
      code: 'config.deployment_configuration',
      message:
        computePlatform === 'ECS'
          ? `The deployment configuration "${name}" moves traffic in a way that this version of ecsdeploy does not know`
          : `The deployment configuration "${name}" is for the compute platform ${computePlatform}, not for ECS`,
      details: { configuration: name, computePlatform },
    });
  }
}

/** A network load balancer moves all its traffic at once. */
class GradualOnNetworkLoadBalancer extends EcsdeployError {
  constructor({ name, routing }: Configuration, { application, group }: DeploymentGroupState) {
    super({
      code: 'config.network_load_balancer',
      message:
        `"${name}" moves traffic in steps (${routing.type}), ` +
        `but "${application}/${group}" has a network load balancer, which CodeDeploy moves all at once`,
      suggestions: [`Take \`strategy: ALL_AT_ONCE\`, or the configuration ${allAtOnce}.`],
      details: { configuration: name, application, group },
    });
  }
}

export interface WantedConfiguration {
  readonly configuration?: string | undefined;
  readonly routing?: TrafficRouting | undefined;
  /** Is told why those of the account could not be looked through: then one may be created of which there is an equal. */
  readonly onUnlisted?: ((error: EcsdeployError) => void) | undefined;
}

/**
 * The deployment configuration for a release: the one that is named, one that moves traffic as wanted, or else the group's own.
 * Creates nothing: `isNew` says that the start will.
 * @throws ConfigurationNotFound, ConfigurationUnfit, GradualOnNetworkLoadBalancer
 */
export async function settleConfiguration(
  aws: Aws,
  group: DeploymentGroupState,
  { configuration, routing, onUnlisted }: WantedConfiguration,
): Promise<Configuration> {
  const settled =
    routing === undefined || configuration !== undefined
      ? await namedConfiguration(aws, configuration ?? group.configuration)
      : await configurationThatMoves(aws, group, { routing, onUnlisted });
  const isNetwork = group.productionListeners.some((arn) => arn.includes(':listener/net/'));
  if (isNetwork && settled.routing.type !== 'AllAtOnce') {
    throw new GradualOnNetworkLoadBalancer(settled, group);
  }
  return settled;
}

/**
 * How a configuration moves traffic; for those of AWS no call is made.
 * @throws ConfigurationNotFound, ConfigurationUnfit
 */
export async function namedConfiguration(
  aws: Aws,
  name: string,
  options: CodeDeployReadOptions = {},
): Promise<Configuration> {
  const ofAws = predefined[name];
  if (ofAws !== undefined) return { name, routing: ofAws, isNew: false };
  const found = await findDeploymentConfiguration(aws, name, options);
  if (found === undefined) throw new ConfigurationNotFound(name);
  if (found.computePlatform !== 'ECS' || found.routing === undefined) throw new ConfigurationUnfit(found);
  return { name, routing: found.routing, isNew: false };
}

// AWS lists names alone, and an account may have 200: each more costs a call.
const mostToRead = 10;
// A configuration cannot be changed, but somebody may have taken the name for another one.
const mostNames = 5;

async function configurationThatMoves(
  aws: Aws,
  group: DeploymentGroupState,
  { routing, onUnlisted }: WantedConfiguration & { readonly routing: TrafficRouting },
): Promise<Configuration> {
  const ofAws = Object.entries(predefined).find(([, other]) => isSameRouting(other, routing));
  if (ofAws !== undefined) return { name: ofAws[0], routing, isNew: false };
  let free: string | undefined;
  for (let number = 1; number <= mostNames && free === undefined; number++) {
    const name = derivedName(routing, number);
    const ours = await findDeploymentConfiguration(aws, name);
    if (ours === undefined) free = name;
    else if (isSameRouting(ours.routing, routing)) return { name, routing, isNew: false };
  }
  for (const name of await othersToRead(aws, group, onUnlisted)) {
    const other = await findDeploymentConfiguration(aws, name);
    if (isSameRouting(other?.routing, routing)) return { name, routing, isNew: false };
  }
  if (free !== undefined) return { name: free, routing, isNew: true };
  throw new NoFreeName(derivedName(routing));
}

/** Others of the account, the group's own first; none where they are many, or may not be listed. */
async function othersToRead(
  aws: Aws,
  { configuration }: DeploymentGroupState,
  onUnlisted: WantedConfiguration['onUnlisted'],
): Promise<string[]> {
  try {
    const listed = await listDeploymentConfigurations(aws, { attempts: 2 });
    const others = listed.filter((name) => !name.startsWith('CodeDeployDefault.') && !isDerived(name));
    const most = others.length <= mostToRead ? others : others.filter((name) => name === configuration);
    return most.sort((a, b) => Number(b === configuration) - Number(a === configuration));
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    onUnlisted?.(error);
    return [];
  }
}

/** All the names that we would give are taken by configurations that move traffic otherwise. */
class NoFreeName extends EcsdeployError {
  constructor(name: string) {
    super({
      code: 'config.deployment_configuration',
      message: `The name "${name}" is taken by a deployment configuration that moves traffic otherwise`,
      suggestions: ['Create one yourself, and name it with `codedeploy.config`.'],
      details: { configuration: name },
    });
  }
}

const prefix = 'ecsdeploy-';

function isDerived(name: string): boolean {
  return name.startsWith(prefix);
}

/**
 * `ecsdeploy-canary-25-percent-7-minutes`: says what it holds, so that the next release finds it. Far below the 100 characters that AWS
 * allows.
 * @param number of the try: names may be taken
 */
export function derivedName(routing: TrafficRouting, number = 1): string {
  const words = routing.type === 'AllAtOnce' ? 'all-at-once' : stepwise(routing);
  return `${prefix}${words}${number === 1 ? '' : `-${number}`}`;
}

function stepwise({ type, percent, intervalInMinutes }: Exclude<TrafficRouting, { type: 'AllAtOnce' }>) {
  const kind = type === 'TimeBasedCanary' ? 'canary' : 'linear';
  return `${kind}-${percent}-percent-${intervalInMinutes}-minutes`;
}

export function isSameRouting(a: TrafficRouting | undefined, b: TrafficRouting): boolean {
  if (a?.type !== b.type) return false;
  if (a.type === 'AllAtOnce' || b.type === 'AllAtOnce') return true;
  return a.percent === b.percent && a.intervalInMinutes === b.intervalInMinutes;
}
