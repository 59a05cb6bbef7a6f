import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import { invalidParameter } from './refusals.ts';
import type { LifecyclePolicy, Repository } from './repository.ts';

type Json = Readonly<Record<string, unknown>>;

const countTypes = ['imageCountMoreThan', 'sinceImagePulled', 'sinceImagePushed', 'sinceImageTransitioned'];

/**
 * Refuses a policy that ECR would refuse. The rules are those of "Lifecycle policy properties" in ECR's user guide, the texts those that
 * its JSON schema is known to give.
 */
export function checkLifecyclePolicy(text: string): void {
  const rules = readRules(text);
  for (const rule of rules) checkRule(rule);
  checkTogether(rules);
}

/** The policy of a repository, or AWS's refusal. */
export function findLifecyclePolicy(world: World, repository: Repository): LifecyclePolicy {
  if (repository.lifecyclePolicy !== undefined) return repository.lifecyclePolicy;
  throw new ServiceError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${repository.description.repositoryName}' in the registry with id '${world.account}'`,
  );
}

export function describeLifecyclePolicy(
  world: World,
  { description }: Repository,
  { text, evaluatedAt = 0 }: LifecyclePolicy,
): { registryId: string; repositoryName: string; lifecyclePolicyText: string; lastEvaluatedAt: Date } {
  return {
    registryId: world.account,
    repositoryName: description.repositoryName,
    lifecyclePolicyText: text,
    // 1970 is what AWS says of a policy that was never evaluated.
    lastEvaluatedAt: new Date(evaluatedAt),
  };
}

function readRules(text: string): Json[] {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    policy = undefined;
  }
  if (!isObject(policy)) throw failure('Could not map policyString into LifecyclePolicy.');
  const { rules } = policy;
  if (!Array.isArray(rules)) throw failure('object has missing required properties (["rules"])');
  return rules.map((rule) => {
    if (isObject(rule)) return rule;
    throw failure(
      `instance type (${typeof rule}) does not match any allowed primitive type (allowed: ["object"])`,
    );
  });
}

function checkRule(rule: Json): void {
  checkMembers(rule, ['action', 'rulePriority', 'selection'], ['description']);
  atLeastOne(rule['rulePriority']);
  const { action, selection } = rule;
  if (!isObject(action) || !isObject(selection)) {
    throw failure('instance type does not match any allowed primitive type (allowed: ["object"])');
  }
  checkMembers(action, ['type'], ['targetStorageClass']);
  oneOf(action['type'], ['expire', 'transition']);
  checkSelection(selection);
}

function checkSelection(selection: Json): void {
  const optional = ['countUnit', 'storageClass', 'tagPatternList', 'tagPrefixList'];
  checkMembers(selection, ['countNumber', 'countType', 'tagStatus'], optional);
  const { tagStatus, countType, countUnit, countNumber, tagPrefixList, tagPatternList } = selection;
  oneOf(tagStatus, ['any', 'tagged', 'untagged']);
  oneOf(countType, countTypes);
  if (countUnit !== undefined) oneOf(countUnit, ['days']);
  atLeastOne(countNumber);
  const needsUnit = countType !== 'imageCountMoreThan';
  if (needsUnit !== (countUnit !== undefined)) {
    throw failure('instance failed to match exactly one schema (matched 0 out of 2)');
  }
  const hasTags = [tagPrefixList, tagPatternList].some((list) => Array.isArray(list) && list.length > 0);
  if (tagStatus === 'tagged' && !hasTags) {
    throw failure('Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.');
  }
}

function checkTogether(rules: readonly Json[]): void {
  const priorities = rules.map((rule) => Number(rule['rulePriority']));
  if (new Set(priorities).size < priorities.length) throw failure('Rule priorities must be unique.');
  const any = rules.find((rule) => isObject(rule['selection']) && rule['selection']['tagStatus'] === 'any');
  if (any !== undefined && priorities.some((priority) => priority > Number(any['rulePriority']))) {
    throw failure('Rule for tagStatus=ANY must have the lowest priority per storage class');
  }
}

function checkMembers(object: Json, required: readonly string[], optional: readonly string[]): void {
  const missing = required.filter((name) => !(name in object));
  if (missing.length > 0) throw failure(`object has missing required properties (${list(missing)})`);
  const unknown = Object.keys(object).filter((name) => ![...required, ...optional].includes(name));
  if (unknown.length === 0) return;
  throw failure(`object instance has properties which are not allowed by the schema: (${list(unknown)})`);
}

function oneOf(value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw failure(
    `instance value (${JSON.stringify(value)}) not found in enum (possible values: ${list(allowed)})`,
  );
}

function atLeastOne(value: unknown): void {
  if (!Number.isInteger(value)) {
    const allowed = 'does not match any allowed primitive type (allowed: ["integer"])';
    throw failure(`instance type (${typeof value}) ${allowed}`);
  }
  if (Number(value) >= 1) return;
  throw failure(`numeric instance is lower than the required minimum (minimum: 1, found: ${String(value)})`);
}

function list(names: readonly string[]): string {
  return JSON.stringify([...names].sort());
}

function failure(what: string): ServiceError {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${what}`);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
