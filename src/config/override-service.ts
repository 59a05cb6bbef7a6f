import type { DeploymentSettings } from '../model/release-plan.ts';
import { settingsOfStrategy } from '../model/strategy-conflicts.ts';
import { trafficRouting } from '../model/traffic-routing.ts';
import type { WantedStrategy } from '../model/wanted-strategy.ts';
import type { ResolvedCodeDeploy } from './complete-codedeploy.ts';
import type { Source } from './provenance.ts';
import type { ResolvedService, ServiceOverrides } from './resolved-service.ts';

/** A service with what flags say in the place of what the file says. */
export function overrideService(
  service: ResolvedService,
  { strategy, ...overrides }: ServiceOverrides,
): ResolvedService {
  const overridden = overrideMembers(service, overrides);
  if (strategy === undefined) return overridden;
  const deployment = settingsOfStrategy(strategy.value, service.deployment);
  const codeDeploy = codeDeployOfStrategy(strategy.value, deployment, service.codeDeploy);
  const provenance = new Map([...overridden.provenance].filter(([member]) => isLeft(deployment, member)));
  provenance.delete('codedeploy.config');
  return {
    ...overridden,
    deployment,
    codeDeploy,
    provenance: provenance.set('deployment.strategy', strategy.source),
  };
}

/** The name of a deployment configuration is for runs that say nothing of a strategy. */
function codeDeployOfStrategy(
  strategy: WantedStrategy,
  deployment: DeploymentSettings,
  before: ResolvedCodeDeploy | undefined,
): ResolvedCodeDeploy | undefined {
  const { routing } = trafficRouting(strategy, deployment);
  if (before === undefined && routing === undefined) return undefined;
  return { ...before, configuration: undefined, routing };
}

/** Whether what the file says is still in force: what is meant for other strategies may have been left out. */
function isLeft(deployment: DeploymentSettings, member: string): boolean {
  const [top, name] = member.split('.');
  if (top === 'approve') return deployment.approvals !== undefined;
  const optional = ['canary', 'linear', 'earlySuccess', 'hooks'] as const;
  const found = top === 'deployment' ? optional.find((one) => one === name) : undefined;
  return found === undefined || deployment[found] !== undefined;
}

function overrideMembers(service: ResolvedService, overrides: PlainOverrides): ResolvedService {
  const provenance = new Map<string, Source>(service.provenance);
  const values: Record<string, unknown> = {};
  for (const [member, override] of Object.entries(overrides) as [keyof PlainOverrides, Override][]) {
    if (override === undefined) continue;
    values[member] = override.value;
    provenance.set(provenanceNames[member], override.source);
  }
  return { ...service, ...values, provenance };
}

type PlainOverrides = Omit<ServiceOverrides, 'strategy'>;
type Override = PlainOverrides[keyof PlainOverrides];

// Members are named as the file names them, also where the value comes from a flag.
const provenanceNames: Record<keyof PlainOverrides, string> = {
  cluster: 'cluster',
  region: 'region',
  account: 'account',
  taskDefinitionFile: 'taskDefinition',
  containers: 'containers',
  timeoutMilliseconds: 'timeout',
};
