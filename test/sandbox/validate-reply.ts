import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Shape, StructureShape } from '../../src/sandbox/protocol/shape.ts';
import { serviceNamed } from '../../src/sandbox/service-catalogue.ts';
import { ServiceModel } from '../../src/sandbox/service-model.ts';
import type { ServiceName } from '../../src/sandbox/service-name.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';

const packages: Readonly<Record<ServiceName, string>> = {
  'application-autoscaling': '@aws-sdk/client-application-auto-scaling',
  cloudwatch: '@aws-sdk/client-cloudwatch',
  codedeploy: '@aws-sdk/client-codedeploy',
  ecr: '@aws-sdk/client-ecr',
  ecs: '@aws-sdk/client-ecs',
  elbv2: '@aws-sdk/client-elastic-load-balancing-v2',
  events: '@aws-sdk/client-eventbridge',
  iam: '@aws-sdk/client-iam',
  logs: '@aws-sdk/client-cloudwatch-logs',
  scheduler: '@aws-sdk/client-scheduler',
  secretsmanager: '@aws-sdk/client-secrets-manager',
  ssm: '@aws-sdk/client-ssm',
  sts: '@aws-sdk/client-sts',
};

/** Values that the documentation of a member has and its enum lacks. */
const documented: Readonly<Record<string, readonly string[]>> = {
  'ServiceDeployment.lifecycleStage': ['PRE_PRODUCTION_TRAFFIC_SHIFT'],
};

interface Judge {
  readonly model: ServiceModel;
  /** The values that a member may have, where the SDK's types say that it is an enum. */
  enumOf(structure: string, member: string): ReadonlySet<string> | undefined;
}

const judges = new Map<ServiceName, Judge>();

/**
 * Compares a successful reply, as it goes over the wire, with AWS's model of the operation: types, no unknown keys, no
 * nulls, enum values, numeric timestamps. Returns one sentence for each thing that is wrong; none means that all is well.
 */
export async function validateReply(
  service: ServiceName,
  operation: string,
  wireBody: string,
): Promise<string[]> {
  const judge = judges.get(service) ?? (await newJudge(service));
  judges.set(service, judge);
  const shape = judge.model.operation(operation)?.output;
  if (shape === undefined) return [`${service} has no operation ${operation}`];
  if (shape.kind !== 'structure') return [];
  const problems: string[] = [];
  if (wireBody.startsWith('<')) {
    const result = parseXml(wireBody).children.find((child) => child.name === `${operation}Result`);
    if (result === undefined) return [`${operation}Result is missing`];
    judgeStructure(judge, shape, fromXml(shape, result), operation, problems);
  } else {
    judgeStructure(judge, shape, JSON.parse(wireBody), operation, problems);
  }
  return problems;
}

function judgeValue(
  judge: Judge,
  shape: Shape,
  value: unknown,
  path: string,
  problems: string[],
  allowed?: ReadonlySet<string>,
): void {
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') problems.push(`${path} is ${JSON.stringify(value)}, not a string`);
      else if (allowed?.has(value) === false)
        problems.push(`${path} is ${value}, not one of ${[...allowed].join(', ')}`);
      return;
    case 'blob':
      if (typeof value !== 'string') problems.push(`${path} is not base64 text`);
      return;
    case 'number':
    case 'timestamp':
      if (typeof value !== 'number') problems.push(`${path} is ${JSON.stringify(value)}, not a number`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') problems.push(`${path} is ${JSON.stringify(value)}, not a boolean`);
      return;
    case 'list':
      if (!Array.isArray(value)) problems.push(`${path} is not a list`);
      else
        value.forEach((item, index) =>
          judgeValue(judge, shape.member(), item, `${path}[${index}]`, problems, allowed),
        );
      return;
    case 'map':
      if (!isObject(value)) problems.push(`${path} is not a map`);
      else
        for (const [key, item] of Object.entries(value))
          judgeValue(judge, shape.value(), item, `${path}.${key}`, problems);
      return;
    case 'structure':
      judgeStructure(judge, shape, value, path, problems);
      return;
    case 'document':
    case 'unit':
      return;
  }
}

function judgeStructure(
  judge: Judge,
  shape: StructureShape,
  value: unknown,
  path: string,
  problems: string[],
): void {
  if (!isObject(value)) {
    problems.push(`${path} is ${JSON.stringify(value)}, not a structure`);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const memberShape = shape.members.get(key);
    if (memberShape === undefined) problems.push(`${path}.${key} is not a member of ${shape.name}`);
    else judgeValue(judge, memberShape(), member, `${path}.${key}`, problems, judge.enumOf(shape.name, key));
  }
}

/** XML as the value that JSON would have been; what does not fit is left as text, for the judge to complain of. */
function fromXml(shape: Shape, element: XmlElement): unknown {
  switch (shape.kind) {
    case 'structure':
      return Object.fromEntries(
        element.children.map((child) => {
          const member = shape.members.get(child.name);
          return [child.name, member === undefined ? child.text : fromXml(member(), child)];
        }),
      );
    case 'list':
      return element.children.map((child) =>
        child.name === 'member' ? fromXml(shape.member(), child) : null,
      );
    case 'number':
      return /^-?[\d.]+$/.test(element.text) ? Number(element.text) : element.text;
    case 'boolean':
      return element.text === 'true' ? true : element.text === 'false' ? false : element.text;
    case 'timestamp':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(element.text)
        ? Date.parse(element.text)
        : element.text;
    case 'map':
    case 'string':
    case 'blob':
    case 'document':
    case 'unit':
      return element.text;
  }
}

async function newJudge(service: ServiceName): Promise<Judge> {
  const sdk = await serviceNamed(service).load();
  const enumNames = readEnumMembers(packages[service]);
  return {
    model: new ServiceModel(sdk),
    enumOf(structure, member) {
      const values = sdk[enumNames.get(`${structure}.${member}`) ?? ''];
      if (!isObject(values)) return undefined;
      return new Set([...Object.values(values).map(String), ...(documented[`${structure}.${member}`] ?? [])]);
    },
  };
}

/** Schemas call an enum a string. The SDK's type declarations know better: `rolloutState?: DeploymentRolloutState | undefined`. */
function readEnumMembers(sdkPackage: string): Map<string, string> {
  const root = dirname(createRequire(import.meta.url).resolve(`${sdkPackage}/package.json`));
  const names = new Map<string, string>();
  for (const file of ['models_0', 'models_1']) {
    let text: string;
    try {
      text = readFileSync(join(root, 'dist-types', 'models', `${file}.d.ts`), 'utf8');
    } catch {
      continue;
    }
    let structure = '';
    for (const line of text.split('\n')) {
      structure = /^export interface (\w+)/.exec(line)?.[1] ?? structure;
      const [, member, type] = /^ {4}(\w+)\??: (\w+)(?:\[\])?(?: \| undefined)?;/.exec(line) ?? [];
      if (member !== undefined && type !== undefined) names.set(`${structure}.${member}`, type);
    }
  }
  return names;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
