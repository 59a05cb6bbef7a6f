import type { Secret } from '@aws-sdk/client-ecs';
import { derivedUuid } from '../../engine/derived-ids.ts';
import { findLiveSecret, findVersion } from '../../secretsmanager/find.ts';
import { isServiceError } from '../../service-error.ts';
import { findParameter } from '../../ssm/find.ts';
import type { World } from '../../world.ts';
import type { TaskRecord } from '../records/task.ts';
import { jsonFault } from './json-fault.ts';

/** Container → variable → value. Nobody may log it. */
export type SecretValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

export type ResolvedSecrets =
  | { readonly kind: 'resolved'; readonly values: SecretValues }
  /** Why the task cannot start. */
  | { readonly kind: 'failed'; readonly reason: string };

type Found =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'no-parameter'; readonly name: string }
  | { readonly kind: 'no-secret'; readonly why: string };

/**
 * Looks up the `secrets` of a task's containers, as ECS does when the task starts. As long as nobody has put a parameter or a secret into the
 * region, each is taken to exist, with a value that says where it would come from; so is one of another region or account.
 */
export function resolveSecrets(world: World, task: TaskRecord): ResolvedSecrets {
  const values = new Map<string, Map<string, string>>();
  const missing: string[] = [];
  for (const { name = '', secrets = [] } of task.taskDefinition.definition.containerDefinitions ?? []) {
    const own = new Map<string, string>();
    for (const secret of secrets) {
      const found = find(world, task, secret);
      if (found.kind === 'no-secret') return failed(inWords(world, task, 'secret', found.why));
      if (found.kind === 'no-parameter') missing.push(found.name);
      else own.set(secret.name ?? '', found.value);
    }
    values.set(name, own);
  }
  // Parameters are asked for together, and told together.
  if (missing.length > 0) return failed(inWords(world, task, 'parameters', missing.join(',')));
  return { kind: 'resolved', values };
}

function failed(reason: string): ResolvedSecrets {
  return { kind: 'failed', reason };
}

function find(world: World, task: TaskRecord, { valueFrom = '' }: Secret): Found {
  const [arn, , service, region, account] = valueFrom.split(':');
  const isElsewhere = arn === 'arn' && (region !== world.region || account !== world.account);
  if (isElsewhere || !(world.ssm.isUsed || world.secretsManager.isUsed)) {
    return { kind: 'value', value: `sandbox:${valueFrom}` };
  }
  return service === 'secretsmanager'
    ? findSecretValue(world, task, valueFrom)
    : findParameterValue(world, valueFrom);
}

function findParameterValue(world: World, reference: string): Found {
  const name = reference.replace(/^arn:.*:parameter/, '');
  try {
    const found = findParameter(world, reference);
    return found === undefined
      ? { kind: 'no-parameter', name }
      : { kind: 'value', value: found.version.value };
  } catch (error) {
    if (isServiceError(error)) return { kind: 'no-parameter', name };
    throw error;
  }
}

/** `<ARN>[:<JSON key>[:<version stage>[:<version id>]]]`, where each of the three may be empty. */
function findSecretValue(world: World, task: TaskRecord, valueFrom: string): Found {
  const parts = valueFrom.split(':');
  const arn = parts.slice(0, 7).join(':');
  const [key, VersionStage, VersionId] = parts.slice(7).map((part) => (part === '' ? undefined : part));
  try {
    const { text = '' } = findVersion(findLiveSecret(world, arn), { VersionStage, VersionId });
    return key === undefined ? { kind: 'value', value: text } : memberOf(text, key);
  } catch (error) {
    if (!isServiceError(error)) throw error;
    const request = `status code: 400, request id: ${derivedUuid(task.id, valueFrom)}`;
    return {
      kind: 'no-secret',
      why: `failed to fetch secret ${arn} from secrets manager: ${error.code}: ${error.message} ${request}`,
    };
  }
}

/** One member of a secret that is a JSON object. What cannot be read is told in the words of the agent's JSON reader. */
function memberOf(text: string, key: string): Found {
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    return { kind: 'no-secret', why: jsonFault(text) ?? 'unexpected end of JSON input' };
  }
  // For Go, null is an object without members.
  object ??= {};
  if (typeof object !== 'object' || Array.isArray(object)) {
    const kind = Array.isArray(object) ? 'array' : typeof object === 'boolean' ? 'bool' : typeof object;
    return {
      kind: 'no-secret',
      why: `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
    };
  }
  const member: unknown = (object as Record<string, unknown>)[key];
  if (member === undefined) {
    return {
      kind: 'no-secret',
      why: `retrieved secret from Secrets Manager did not contain json key ${key}`,
    };
  }
  return { kind: 'value', value: typeof member === 'string' ? member : JSON.stringify(member) };
}

/** On Fargate as stopped tasks have it; on EC2 in the words of the agent. */
function inWords(world: World, task: TaskRecord, what: 'secret' | 'parameters', why: string): string {
  const isSecret = what === 'secret';
  if (!task.onFargate) {
    return isSecret
      ? `Fetching secret data from AWS Secrets Manager in region ${world.region}: ${why}`
      : `Fetching secret data from SSM Parameter Store in ${world.region}: invalid parameters: ${why}`;
  }
  return (
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: ' +
    `unable to retrieve ${isSecret ? 'secret from asm' : 'secrets from ssm'}: service call has been retried 1 time(s): ` +
    (isSecret ? why : `invalid ssm parameters: ${why}`)
  );
}
