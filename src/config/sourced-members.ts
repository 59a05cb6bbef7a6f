import { formatDuration } from '../model/duration.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { ResolvedCodeDeploy } from './complete-codedeploy.ts';
import { gateSettingOf } from './gate-setting-of.ts';
import { maskedSetting } from './masked-setting.ts';
import { formatSource } from './provenance.ts';
import type { ResolvedService } from './resolved-service.ts';
import { settingOf } from './setting-of.ts';

/** One value of a service with the place that it comes from. */
export interface SourcedMember {
  /** As the file spells it: `deployment.circuitBreaker.rollback`. */
  readonly member: string;
  readonly value: unknown;
  readonly source: string;
}

/** Every value that the configuration gives a service, by name. */
export function sourcedMembers(service: ResolvedService): SourcedMember[] {
  return [...service.provenance]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([member, source]) => ({
      member,
      value: valueOf(service, member),
      source: formatSource(source),
    }));
}

function valueOf(service: ResolvedService, member: string): unknown {
  const [top] = member.split('.');
  if (member === 'deployment.suspendScaling') return service.suspendScaling;
  if (member === 'deployment.strategy') return strategyOf(service);
  if (top === 'codedeploy') return codeDeployValueOf(service.codeDeploy, member);
  if (top === 'deployment' || top === 'approve') return settingOf(service.deployment, member);
  if (top === 'gates') return gateSettingOf(service.gates, member);
  if (member === 'watchFor') return formatDuration(service.watchForMilliseconds);
  if (member === 'taskDefinition') return service.taskDefinitionFile;
  if (member === 'timeout')
    return service.timeoutMilliseconds === undefined
      ? undefined
      : formatDuration(service.timeoutMilliseconds);
  if (member.startsWith('image.')) return imageValueOf(service.image, member.slice('image.'.length));
  return member.split('.').reduce<unknown>((at, part) => (isMap(at) ? at[part] : undefined), service);
}

/** ALL_AT_ONCE is no strategy of ECS, and none of its settings: all that remains of it is how CodeDeploy moves traffic. */
function strategyOf({ deployment, codeDeploy }: ResolvedService): string | undefined {
  return deployment.strategy ?? (codeDeploy?.routing?.type === 'AllAtOnce' ? 'ALL_AT_ONCE' : undefined);
}

function codeDeployValueOf(codeDeploy: ResolvedCodeDeploy | undefined, member: string): unknown {
  const [, name, event = ''] = member.split('.');
  switch (name) {
    case 'config':
      return codeDeploy?.configuration;
    case 'appspec':
      return codeDeploy?.appSpecFile;
    case 'hooks':
      return codeDeploy?.hooks?.[event];
    default:
      return name === 'application' || name === 'group' ? codeDeploy?.[name] : undefined;
  }
}

/** Names of secrets may hold dots. Of a secret only the place is shown that it comes from. */
function imageValueOf(image: ImageSettings | undefined, member: string): unknown {
  const [, map, name = ''] = /^(buildArgs|secrets)\.(.*)$/s.exec(member) ?? [];
  if (map === 'buildArgs') return maskedSetting(name, image?.buildArgs[name]);
  if (map === 'secrets') {
    const from = image?.secrets.find(({ id }) => id === name)?.from;
    return from?.kind === 'env' ? { env: from.variable } : { file: from?.path };
  }
  return image?.[member as keyof ImageSettings];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
