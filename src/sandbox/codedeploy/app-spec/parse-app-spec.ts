import type { AwsVpcConfiguration, CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';
import { parse } from 'yaml';
import { frozenCopy } from '../../ecs/freeze.ts';
import { hookableEvents, type HookableEvent } from '../records/lifecycle-event.ts';
import type { AppSpec } from '../records/revision.ts';
import { invalidRevision } from '../refusals.ts';
import { isMapping, memberOf, textMember, textsMember } from './members.ts';

const fullArn = /^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+:\d+$/;

/**
 * Reads an AppSpec for ECS, in YAML or JSON. Its `version` is not judged, as other numbers than 0.0 are in use.
 * @throws InvalidRevisionException; the beginning of the text is AWS's, and all of it for what is neither YAML nor JSON
 */
export function parseAppSpec(content: string): AppSpec {
  const root = parsed(content);
  const resources = listOf(memberOf(root, 'Resources'));
  const [resource, ...others] = resources.flatMap((item) => (isMapping(item) ? Object.values(item) : []));
  if (resource === undefined) throw invalid('The AppSpec file has no resource (Resources).');
  if (others.length > 0) throw invalid('The AppSpec file for ECS must have exactly one resource.');
  const type = textMember(resource, 'Type');
  if (type !== 'AWS::ECS::Service') {
    throw invalid(`The type of the resource must be AWS::ECS::Service, not ${type ?? 'nothing'}.`);
  }
  const properties = memberOf(resource, 'Properties');
  const taskDefinition = textMember(properties, 'TaskDefinition');
  if (taskDefinition === undefined) throw invalid('The property TaskDefinition is missing.');
  if (!fullArn.test(taskDefinition)) {
    throw invalid(`TaskDefinition must be the full ARN of a task definition revision: ${taskDefinition}`);
  }
  return {
    taskDefinition,
    container: container(memberOf(properties, 'LoadBalancerInfo')),
    platformVersion: textMember(properties, 'PlatformVersion'),
    networkConfiguration: networkConfiguration(memberOf(properties, 'NetworkConfiguration')),
    capacityProviderStrategy: capacityProviders(memberOf(properties, 'CapacityProviderStrategy')),
    hooks: hooks(memberOf(root, 'Hooks')),
  };
}

function parsed(content: string): unknown {
  try {
    const root: unknown = parse(content);
    if (isMapping(root)) return root;
  } catch {
    // Said below, in AWS's words.
  }
  throw invalid('The input AppSpec file is a not well-formed yaml. The template cannot be parsed.');
}

function container(info: unknown): AppSpec['container'] {
  const name = textMember(info, 'ContainerName');
  const port = Number(textMember(info, 'ContainerPort'));
  if (name === undefined || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw invalid('LoadBalancerInfo must have a ContainerName and a ContainerPort.');
  }
  return { name, port };
}

function networkConfiguration(value: unknown): AppSpec['networkConfiguration'] {
  if (value === undefined || value === null) return undefined;
  const settings = memberOf(value, 'AwsvpcConfiguration');
  const subnets = textsMember(settings, 'Subnets');
  const securityGroups = textsMember(settings, 'SecurityGroups');
  const assignPublicIp = textMember(settings, 'AssignPublicIp');
  if (
    subnets === undefined ||
    securityGroups === undefined ||
    (assignPublicIp !== 'ENABLED' && assignPublicIp !== 'DISABLED')
  ) {
    throw invalid(
      'NetworkConfiguration must have Subnets, SecurityGroups and AssignPublicIp in its AwsvpcConfiguration.',
    );
  }
  const awsvpcConfiguration: AwsVpcConfiguration = { subnets, securityGroups, assignPublicIp };
  return frozenCopy({ awsvpcConfiguration });
}

function capacityProviders(value: unknown): AppSpec['capacityProviderStrategy'] {
  const items = listOf(value);
  if (items.length === 0) return undefined;
  return items.map((item): CapacityProviderStrategyItem => {
    const capacityProvider = textMember(item, 'CapacityProvider');
    if (capacityProvider === undefined) {
      throw invalid('Every item of CapacityProviderStrategy must have a CapacityProvider.');
    }
    return {
      capacityProvider,
      base: Number(textMember(item, 'Base') ?? 0),
      weight: Number(textMember(item, 'Weight') ?? 0),
    };
  });
}

function hooks(value: unknown): AppSpec['hooks'] {
  const found = new Map<HookableEvent, string[]>();
  for (const item of listOf(value)) {
    for (const [name, target] of isMapping(item) ? Object.entries(item) : []) {
      const event = hookableEvents.find((known) => known.toLowerCase() === name.toLowerCase());
      if (event === undefined) throw invalid(`${name} is not a lifecycle event that can have a hook.`);
      if (typeof target !== 'string' || target === '') {
        throw invalid(`The hook of ${name} must name a Lambda function.`);
      }
      found.set(event, [...(found.get(event) ?? []), target]);
    }
  }
  return found;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function invalid(detail: string): Error {
  return invalidRevision(
    `The deployment failed because the AppSpec file that specifies the deployment configuration is missing or has an invalid configuration. ${detail}`,
  );
}
