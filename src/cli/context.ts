import path from 'node:path';
import type { ConfigFile } from '../config/config-file.ts';
import type { Source, Sourced } from '../config/provenance.ts';
import { resolveEnvironment } from '../config/resolve-environment.ts';
import type { ResolvedService, ServiceOverrides } from '../config/resolved-service.ts';
import { selectServices } from '../config/select-services.ts';
import { serviceFromFlags } from '../config/service-from-flags.ts';
import { EcsdeployError } from '../model/error.ts';
import type { WantedStrategy } from '../model/wanted-strategy.ts';
import { defaultTimeout } from '../release/follow-policy.ts';
import type { TaskDefinitionSource } from '../release/requests.ts';
import { askGit } from './ask-git.ts';

/** What the commands about one service take from the command line. */
export interface ServiceChoice {
  /** The argument: a service of the configuration file. */
  readonly name?: string | undefined;
  readonly cluster?: string | undefined;
  readonly service?: string | undefined;
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  readonly region?: string | undefined;
  readonly timeout?: number | undefined;
  readonly strategy?: WantedStrategy | undefined;
}

/** Only one of the two flags that name a service without a file. */
class HalfAService extends EcsdeployError {
  constructor(given: 'cluster' | 'service', cause: unknown) {
    const other = given === 'cluster' ? 'service' : 'cluster';
    super({
      code: `usage.${other}_missing`,
      message: `--${given} names a service only together with --${other}, and there is no ecsdeploy.yml to take the rest from`,
      suggestions: [`Add --${other}, or run it where ecsdeploy.yml is.`],
      cause,
    });
  }
}

/** What the commands about several services take. */
export interface ServicesChoice extends Omit<ServiceChoice, 'name'> {
  readonly names: readonly string[];
  /** All services of the environment. */
  readonly all: boolean;
}

class ServicesNamedTwice extends EcsdeployError {
  constructor(one: string, other: string) {
    super({
      code: 'usage.services_named_twice',
      message: `${one} and ${other} both say which services are meant`,
      suggestions: ['Leave one of them out.'],
    });
  }
}

/**
 * The service that is meant. `--cluster` and `--service` together name it without a file; otherwise the configuration
 * file does, and single flags override what stands there.
 */
export async function resolveService({ name, ...choice }: ServiceChoice): Promise<ResolvedService> {
  const names = name === undefined ? [] : [name];
  const [selected] = await resolveServices({ ...choice, names, all: false });
  if (selected === undefined) throw new TypeError('selectServices returns at least one service');
  return selected;
}

/** The services that are meant, at least one, each once; otherwise as `resolveService`. */
export async function resolveServices(choice: ServicesChoice): Promise<readonly ResolvedService[]> {
  const { names, all, cluster, service, config, environment } = choice;
  if (all && names.length > 0) throw new ServicesNamedTwice('--all', names.join(' '));
  if (service !== undefined && names.length > 1) throw new ServicesNamedTwice('--service', names.join(' '));
  const overrides = overridesOf(choice);
  const isNamedByFile = names.length > 0 || all || config !== undefined || environment !== undefined;
  if (cluster !== undefined && service !== undefined && !isNamedByFile) {
    const one = { cluster: given('cluster', cluster), service: given('service', service) };
    return [serviceFromFlags({ ...overrides, ...one })];
  }
  const resolved = resolveEnvironment(await loadFile(choice), environment, overrides);
  if (all)
    return selectServices(
      resolved,
      resolved.services.map(({ name }) => name),
    );
  const wanted = keyOf(resolved.services, service);
  return selectServices(resolved, names.length === 0 && wanted !== undefined ? [wanted] : names);
}

/** What the flags of a command say of a service; they win over the file. */
export function overridesOf({
  cluster,
  region,
  timeout,
  strategy,
}: Omit<ServiceChoice, 'name'>): ServiceOverrides {
  return {
    ...(cluster === undefined ? {} : { cluster: given('cluster', cluster) }),
    ...(region === undefined ? {} : { region: given('region', region) }),
    ...(timeout === undefined ? {} : { timeoutMilliseconds: given('timeout', timeout) }),
    ...(strategy === undefined ? {} : { strategy: given('strategy', strategy) }),
  };
}

/** How long to follow, when neither flag nor file says so. */
export function timeoutOf(service: ResolvedService): number {
  return service.timeoutMilliseconds ?? defaultTimeout;
}

/** A file path, a registered revision, or what runs now. */
export async function taskDefinitionSource(
  service: ResolvedService,
  flag: string | undefined,
): Promise<TaskDefinitionSource> {
  if (flag !== undefined && isRevision(flag)) return { kind: 'revision', nameOrArn: flag };
  const file = flag === undefined ? service.taskDefinitionFile : path.resolve(flag);
  if (file === undefined) return { kind: 'live' };
  const shownAs = path.relative(process.cwd(), file);
  const { loadTaskDefinition } = await import('../task-definitions/load.ts');
  const loaded = await loadTaskDefinition({
    file,
    shownAs: shownAs.startsWith('..') ? file : shownAs,
    variables: process.env,
    git: askGit(),
  });
  return { kind: 'file', ...loaded };
}

/** `family:7` or an ARN; a file is never named so, since a colon with a number ends no file name in use. */
function isRevision(text: string): boolean {
  return /^arn:[\w-]+:ecs:/.test(text) || /^[\w-]{1,255}:\d+$/.test(text);
}

/** The configuration file that is meant. @throws what loading throws, and HalfAService */
export async function loadFile(choice: ServiceChoice): Promise<ConfigFile> {
  // zod and yaml take longer to load than Node itself to start: only for who has a file.
  const { loadConfig } = await import('../config/load-config.ts');
  try {
    return await loadConfig({
      path: choice.config,
      startDirectory: process.cwd(),
      variables: process.env,
      git: askGit(),
    });
  } catch (error) {
    const only = choice.cluster === undefined ? 'service' : 'cluster';
    const isHalf = (choice.cluster === undefined) !== (choice.service === undefined);
    const isMissing = error instanceof EcsdeployError && error.code === 'config.none';
    if (isHalf && isMissing && choice.config === undefined) throw new HalfAService(only, error);
    throw error;
  }
}

/** `--service` with a file: the key in it, or the name that the service has at AWS. */
function keyOf(services: readonly ResolvedService[], service: string | undefined): string | undefined {
  if (service === undefined) return undefined;
  return services.find((one) => one.service === service)?.name ?? service;
}

function given<Value>(flag: string, value: Value): Sourced<Value> {
  const source: Source = { kind: 'flag', flag: `--${flag}` };
  return { value, source };
}
