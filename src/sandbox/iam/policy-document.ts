import { malformedPolicy } from './refusals.ts';
import { coversAction } from './wildcards.ts';

/** One statement of a policy, with every member that may be one text or several as a list. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Operator → key → values: `StringEquals`, `iam:PassedToService`, … */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly hasPrincipal: boolean;
  /** `Principal.Service`, or `*` for everybody. */
  readonly services: readonly string[];
  /** The same of `NotPrincipal`: everybody but these. */
  readonly notServices: readonly string[] | undefined;
}

/** Reads a policy document; throws `MalformedPolicyDocument` if it is none. What it allows is not judged here. */
export function readPolicy(json: string): PolicyStatement[] {
  const document = parse(json);
  const statements = isObject(document) ? document['Statement'] : undefined;
  const list = Array.isArray(statements) ? (statements as unknown[]) : [statements];
  if (!list.every(isObject)) throw malformedPolicy('Syntax errors in policy.');
  return list.map(readStatement);
}

/** A policy of a role: it says what may be done, not who. */
export function checkPermissions(json: string): void {
  for (const statement of readPolicy(json)) {
    if (statement.hasPrincipal) throw malformedPolicy('Policy document should not specify a principal.');
    if (statement.actions.length + statement.notActions.length === 0) {
      throw malformedPolicy('Policy statement must contain actions.');
    }
    if (statement.resources.length + statement.notResources.length === 0) {
      throw malformedPolicy('Policy statement must contain resources.');
    }
  }
}

/** A trust policy: it says who may assume a role. */
export function checkTrust(json: string): void {
  for (const statement of readPolicy(json)) {
    if (statement.resources.length + statement.notResources.length > 0) {
      throw malformedPolicy('Has prohibited field Resource');
    }
    if (!statement.hasPrincipal) throw malformedPolicy('AssumeRolepolicy contained an invalid principal.');
  }
}

/**
 * Whether a trust policy lets a service of AWS's assume the role: `ecs-tasks.amazonaws.com`. An explicit Deny wins. Conditions of what
 * allows are taken to hold, those of what denies not to.
 */
export function trusts(json: string, service: string): boolean {
  const about = readPolicy(json).filter(
    (statement) => coversAssumeRole(statement) && meansService(statement, service),
  );
  const isDenied = about.some(
    ({ effect, conditions }) => effect === 'Deny' && Object.keys(conditions).length === 0,
  );
  return !isDenied && about.some(({ effect }) => effect === 'Allow');
}

function coversAssumeRole({ actions, notActions }: PolicyStatement): boolean {
  const covers = (pattern: string): boolean => coversAction(pattern, 'sts:AssumeRole');
  return notActions.length > 0 ? !notActions.some(covers) : actions.some(covers);
}

function meansService({ services, notServices }: PolicyStatement, service: string): boolean {
  const names = (listed: readonly string[]): boolean => listed.includes(service) || listed.includes('*');
  return notServices === undefined ? names(services) : !names(notServices);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
}

function readStatement(statement: Record<string, unknown>): PolicyStatement {
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw malformedPolicy('Syntax errors in policy.');
  return {
    effect,
    actions: textsOf(statement['Action']),
    notActions: textsOf(statement['NotAction']),
    resources: textsOf(statement['Resource']),
    notResources: textsOf(statement['NotResource']),
    conditions: conditionsOf(statement['Condition']),
    services: servicesOf(statement['Principal']),
    notServices: statement['NotPrincipal'] === undefined ? undefined : servicesOf(statement['NotPrincipal']),
    hasPrincipal: statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined,
  };
}

/** "Principal": "*" and {"AWS": "*"} are the same: AWS JSON policy elements, Principal. */
function servicesOf(principal: unknown): readonly string[] {
  if (!isObject(principal)) return textsOf(principal);
  const everybody = textsOf(principal['AWS']).filter((one) => one === '*');
  return [...textsOf(principal['Service']), ...everybody];
}

function conditionsOf(value: unknown): PolicyStatement['conditions'] {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => [key, textsOf(values)]),
      ),
    ]),
  );
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
