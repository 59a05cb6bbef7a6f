import type { ContextEntry, EvaluationResult, PolicyEvaluationDecisionType } from '@aws-sdk/client-iam';
import { readPolicy, type PolicyStatement } from './policy-document.ts';
import { coversAction, matches } from './wildcards.ts';

/** A policy that counts for a principal. */
export interface SourcePolicy {
  /** As the simulator names it: the name of the policy. */
  readonly id: string;
  readonly type: 'role' | 'aws-managed' | 'none';
  /** JSON. */
  readonly document: string;
}

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: readonly ContextEntry[];
}

/**
 * What policies say of one action on one resource: an explicit Deny wins, then an Allow, else it is an implicit deny.
 * Conditions know `StringEquals`, `StringLike`, `ArnEquals` and `ArnLike`. One with another operator, or on a key that nobody gave a
 * value for, does not hold; the key is named in `MissingContextValues`.
 */
export function simulate(policies: readonly SourcePolicy[], question: Question): EvaluationResult {
  const missing = new Set<string>();
  const matching = policies.flatMap((policy) =>
    readPolicy(policy.document)
      .filter((statement) => applies(statement, question, missing))
      .map((statement) => ({ policy, effect: statement.effect })),
  );
  const denied = matching.filter(({ effect }) => effect === 'Deny');
  const decision: PolicyEvaluationDecisionType =
    denied.length > 0 ? 'explicitDeny' : matching.length > 0 ? 'allowed' : 'implicitDeny';
  return {
    EvalActionName: question.action,
    EvalResourceName: question.resource,
    EvalDecision: decision,
    MatchedStatements: (denied.length > 0 ? denied : matching).map(({ policy }) => ({
      SourcePolicyId: policy.id,
      SourcePolicyType: policy.type,
    })),
    MissingContextValues: [...missing],
  };
}

/** The same decision where it does not matter which policy made it. */
export function decide(
  statements: readonly PolicyStatement[],
  question: Question,
): PolicyEvaluationDecisionType {
  const missing = new Set<string>();
  const effects = statements
    .filter((statement) => applies(statement, question, missing))
    .map(({ effect }) => effect);
  if (effects.includes('Deny')) return 'explicitDeny';
  return effects.length > 0 ? 'allowed' : 'implicitDeny';
}

function applies(statement: PolicyStatement, question: Question, missing: Set<string>): boolean {
  const { action, resource } = question;
  const isAction = (pattern: string): boolean => coversAction(pattern, action);
  const isResource = (pattern: string): boolean => matches(pattern, resource);
  const hasAction =
    statement.notActions.length > 0 ? !statement.notActions.some(isAction) : statement.actions.some(isAction);
  const hasResource =
    statement.notResources.length > 0
      ? !statement.notResources.some(isResource)
      : statement.resources.some(isResource);
  return hasAction && hasResource && holds(statement, question, missing);
}

function holds({ conditions }: PolicyStatement, { context }: Question, missing: Set<string>): boolean {
  let all = true;
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(keys)) {
      const given = context.find(({ ContextKeyName: name = '' }) => name.toLowerCase() === key.toLowerCase());
      if (given === undefined) missing.add(key);
      const values = given?.ContextKeyValues ?? [];
      all &&= values.some((value) => wanted.some((pattern) => compares(operator, pattern, value)));
    }
  }
  return all;
}

function compares(operator: string, pattern: string, value: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return pattern === value;
    // "ArnEquals and ArnLike behave identically": IAM JSON policy elements, condition operators.
    case 'StringLike':
    case 'ArnEquals':
    case 'ArnLike':
      return matches(pattern, value);
    default:
      return false;
  }
}
