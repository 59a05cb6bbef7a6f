import { ControlInputError } from '../../control-input-error.ts';
import { membersOf, type Members } from './requirement.ts';
import { readPolicy, type PolicyStatement } from '../policy-document.ts';

const statementMembers = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

/** Those that `simulate` knows. */
const operators = ['StringEquals', 'StringLike', 'ArnEquals', 'ArnLike'];

/**
 * Reads a policy that requests are to be held against.
 * @param document parsed JSON, or its text
 * @throws ControlInputError with one sentence that says which statement is wrong, and how
 */
export function readEnforcedPolicy(document: unknown): readonly PolicyStatement[] {
  const parsed = typeof document === 'string' ? parse(document) : document;
  if (!isObject(parsed)) throw new ControlInputError('The policy must be a JSON object with a Statement.');
  const { Version: version, Statement: statement } = membersOf(parsed);
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new ControlInputError(`The Version of the policy must be 2012-10-17, not ${shown(version)}.`);
  }
  const statements = Array.isArray(statement) ? (statement as unknown[]) : [statement];
  if (statement === undefined || statements.length === 0) {
    throw new ControlInputError('The policy has no Statement.');
  }
  statements.forEach(checkStatement);
  return readPolicy(JSON.stringify(parsed));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ControlInputError(`The policy is no JSON: ${why}.`);
  }
}

function checkStatement(given: unknown, index: number): void {
  const refuse = (what: string): never => {
    const sid = membersOf(given)['Sid'];
    const name = typeof sid === 'string' ? ` (${sid})` : '';
    throw new ControlInputError(`Statement ${index + 1}${name} of the policy ${what}.`);
  };
  if (!isObject(given)) refuse(`must be an object, not ${shown(given)}`);
  const statement = membersOf(given);
  const unknown = Object.keys(statement).find((name) => !statementMembers.some((known) => known === name));
  if (unknown !== undefined) {
    refuse(`has the member ${unknown}, and may have ${statementMembers.join(', ')} only`);
  }
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') {
    refuse(`must have the Effect Allow or Deny, not ${shown(statement['Effect'])}`);
  }
  checkList(statement, 'Action', isAction, 'an action such as ecs:UpdateService', refuse);
  checkList(statement, 'Resource', isResource, 'an ARN or *', refuse);
  checkConditions(statement['Condition'], refuse);
}

function checkList(
  statement: Members,
  name: 'Action' | 'Resource',
  isGood: (text: string) => boolean,
  wanted: string,
  refuse: (what: string) => never,
): void {
  const given = [statement[name], statement[`Not${name}`]].filter((value) => value !== undefined);
  if (given.length !== 1) refuse(`must have either ${name} or Not${name}`);
  const values = given.flatMap((value) => value as unknown);
  const bad = values.find((value) => typeof value !== 'string' || !isGood(value));
  if (bad !== undefined || values.length === 0) {
    refuse(`must name ${wanted} as ${name}, not ${shown(bad ?? values)}`);
  }
}

function checkConditions(condition: unknown, refuse: (what: string) => never): void {
  if (condition === undefined) return;
  if (!isObject(condition)) refuse(`must have an object as Condition, not ${shown(condition)}`);
  for (const [operator, keys] of Object.entries(membersOf(condition))) {
    if (!operators.includes(operator)) {
      refuse(`has the condition operator ${operator}; the sandbox knows ${operators.join(', ')}`);
    }
    if (!isObject(keys)) refuse(`must have an object as ${operator}, not ${shown(keys)}`);
  }
}

function isAction(text: string): boolean {
  return text === '*' || /^[\w-]+:[\w*?]+$/.test(text);
}

function isResource(text: string): boolean {
  return text === '*' || text.startsWith('arn:');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
