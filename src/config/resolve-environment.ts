import path from 'node:path';
import type { DataPath } from '../model/data-document.ts';
import { parseDuration } from '../model/duration.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { orderProblems } from './check-order.ts';
import { chooseEnvironment } from './choose-environment.ts';
import { completeCodeDeploy } from './complete-codedeploy.ts';
import { completeDeployment } from './complete-deployment.ts';
import { completeGates } from './complete-gates.ts';
import { completeImage } from './complete-image.ts';
import type { ConfigFile } from './config-file.ts';
import { inheritedMembers, type InheritedMember } from './inherited-members.ts';
import { InvalidConfig, type ConfigProblem } from './invalid-config.ts';
import { mergeLayers, type Layer, type Merged } from './merge-layers.ts';
import { overrideService } from './override-service.ts';
import type { Source } from './provenance.ts';
import type {
  ResolvedConfig,
  ResolvedService,
  ServiceOverrides,
  UnknownInImage,
} from './resolved-service.ts';
import type { Configuration } from './schema.ts';

type Written = NonNullable<NonNullable<Configuration['services']>[string]>;

/**
 * The services of an environment. The more specific member wins: flags, then the service in the environment, the service,
 * the environment, the top of the file.
 * @throws InvalidConfig when a service has no cluster, an image no repository, settings contradict each other once put together, or
 * the services come after each other in a circle.
 */
export function resolveEnvironment(
  config: ConfigFile,
  wanted?: string,
  overrides: ServiceOverrides = {},
): ResolvedConfig {
  const environment = chooseEnvironment(config, wanted);
  const unset = environment === undefined ? [] : config.unsetIn(environment);
  if (unset.length > 0) throw new InvalidConfig(unset);

  const resolved = serviceNames(config, environment).map((name) =>
    resolve(config, environment, name, overrides),
  );
  const services = resolved.map(({ service }) => service);
  const problems = [...resolved.flatMap((one) => one.problems), ...orderProblems(services)];
  if (problems.length > 0) throw new InvalidConfig(problems);
  return { file: config.file, environment, services };
}

function serviceNames({ configuration }: ConfigFile, environment: string | undefined): string[] {
  const base = Object.keys(configuration.services ?? {});
  const { services } = environmentOf(configuration, environment);
  return [...new Set([...base, ...Object.keys(services ?? {})])];
}

function resolve(
  config: ConfigFile,
  environment: string | undefined,
  name: string,
  overrides: ServiceOverrides,
): { service: ResolvedService; problems: ConfigProblem[] } {
  const merged = mergeLayers(layersOf(config, environment, name), isSecret);
  const written: Written = merged.value;
  const { deployment, routing, ...ofDeployment } = completeDeployment(written.deployment ?? {}, {
    approve: written.approve,
    strategyOfRun: overrides.strategy?.value,
    isCodeDeploy: written.codedeploy !== undefined,
  });
  const { codeDeploy, ...ofCodeDeploy } = completeCodeDeploy(
    written.codedeploy,
    {
      routing,
      members: routingMembers.filter((one) => merged.origins.has(one) || merged.mapOrigins.has(one)),
      isOfRun: overrides.strategy !== undefined,
    },
    config.directory,
  );
  const { image, ...ofImage } = completeImage(written.image, config.directory);
  const { gates, watchForMilliseconds, ...ofGates } = completeGates(written.gates, written.watchFor);
  const problems = [
    ...ofDeployment.problems,
    ...ofCodeDeploy.problems,
    ...ofImage.problems,
    ...ofGates.problems,
  ];

  const provenance = new Map<string, Source>();
  for (const [member, at] of merged.origins) provenance.set(member, config.sourceOf(at));
  for (const member of [...ofDeployment.defaults, ...ofImage.defaults, ...ofGates.defaults])
    provenance.set(member, { kind: 'default' });
  if (written.service === undefined) provenance.set('service', { kind: 'default' });

  const { taskDefinition, timeout } = written;
  const service: ResolvedService = {
    name,
    cluster: nameFromArn(written.cluster ?? ''),
    service: nameFromArn(written.service ?? name),
    region: written.region,
    account: written.account,
    taskDefinitionFile:
      taskDefinition === undefined ? undefined : path.resolve(config.directory, taskDefinition),
    containers: written.containers,
    after: written.after ?? [],
    deployment,
    suspendScaling: written.deployment?.suspendScaling,
    codeDeploy,
    image,
    unknownInImage: unknownInImage(config, merged),
    timeoutMilliseconds: timeout === undefined ? undefined : parseDuration(timeout),
    gates,
    watchForMilliseconds,
    rollback: written.rollback,
    github: written.github,
    provenance,
  };
  const overridden = overrideService(service, overrides);
  const home = homeOf(config, environment, name);
  const all = overridden.cluster === '' ? [...problems, noCluster] : problems;
  return { service: overridden, problems: all.map((one) => toProblem(config, name, home, merged, one)) };
}

/** What says how traffic moves. */
const routingMembers = ['deployment.strategy', 'deployment.canary', 'deployment.linear'];

/** Of all that is unknown in the file, what gets into this image: another layer may have overridden it. */
function unknownInImage({ unknownInImages }: ConfigFile, { origins }: Merged): UnknownInImage[] {
  const used = [...origins].filter(([member]) => member.startsWith('image.'));
  return unknownInImages.flatMap(({ path: where, problem }) => {
    const [into] = used.find(([, at]) => at.every((name, index) => where[index] === name)) ?? [];
    return into === undefined ? [] : [{ ...problem, member: into.split('.')[1] ?? '' }];
  });
}

const noCluster = {
  member: 'cluster',
  message: 'is missing: name the cluster here, at the top or with --cluster',
};

/** From the most specific to the most general. */
function layersOf({ configuration }: ConfigFile, environment: string | undefined, name: string): Layer[] {
  const inEnvironment = environmentOf(configuration, environment);
  const from = environment === undefined ? [] : ['environments', environment];
  return [
    { path: [...from, 'services', name], value: own(inEnvironment.services, name) },
    { path: ['services', name], value: own(configuration.services, name) },
    { path: from, value: defaultsOf(inEnvironment) },
    { path: [], value: defaultsOf(configuration) },
  ];
}

function defaultsOf(defaults: Partial<Pick<Configuration, InheritedMember>>): Layer['value'] {
  return Object.fromEntries(inheritedMembers.map((member) => [member, defaults[member]]));
}

/** Half of it from elsewhere would make `env` and `file` of two layers meet in one secret. */
function isSecret([image, secrets, ...id]: readonly string[]): boolean {
  return image === 'image' && secrets === 'secrets' && id.length === 1;
}

function environmentOf(
  configuration: Configuration,
  environment: string | undefined,
): NonNullable<NonNullable<Configuration['environments']>[string]> {
  return environment === undefined ? {} : own(configuration.environments, environment);
}

function own<Value>(
  map: Record<string, Value | null> | undefined,
  name: string,
): Value | Record<string, never> {
  return map !== undefined && Object.hasOwn(map, name) ? (map[name] ?? {}) : {};
}

function homeOf({ configuration }: ConfigFile, environment: string | undefined, name: string): DataPath {
  const isBase = Object.hasOwn(configuration.services ?? {}, name);
  return isBase || environment === undefined
    ? ['services', name]
    : ['environments', environment, 'services', name];
}

function toProblem(
  config: ConfigFile,
  name: string,
  home: DataPath,
  { origins, mapOrigins }: Merged,
  { member, message }: { member: string; message: string },
): ConfigProblem {
  const at = origins.get(member) ?? mapOrigins.get(member) ?? [...home, ...member.split('.')];
  const { file, line, column } = config.sourceOf(at);
  return { file, at: { line, column }, message: `${member} of the service ${name} ${message}` };
}
