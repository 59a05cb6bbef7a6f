import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { TokenType, type Token } from '@actions/expressions/lexer';
import { splitAllowedContext } from '@actions/workflow-parser/templates/allowed-context';
import { isExpression, type Expression, type Json, type JsonObject, type Tree } from './tree.ts';

/** What `success()`, `failure()` and `cancelled()` are asked about. */
export type Status = 'success' | 'failure' | 'cancelled';

/** What an expression can see. */
export interface Scope {
  /** `github`, `env`, `inputs` and so on, each by its name. */
  readonly contexts: JsonObject;
  readonly status: Status;
}

/** A value with all its expressions evaluated as GitHub does; throws where an expression asks for what its place does not offer. */
export function evaluate(tree: Tree, scope: Scope): Json {
  if (isExpression(tree)) return plain(evaluated(tree, scope));
  if (Array.isArray(tree)) return (tree as readonly Tree[]).map((entry) => evaluate(entry, scope));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, evaluate(value, scope)]));
}

/** The value as text, as it stands in an environment variable or an input. */
export function textOf(tree: Tree | undefined, scope: Scope): string {
  if (tree === undefined) return '';
  if (isExpression(tree)) return evaluated(tree, scope).coerceString();
  return typeof tree === 'object' && tree !== null
    ? JSON.stringify(evaluate(tree, scope))
    : String(tree ?? '');
}

/** A mapping of texts, such as `env` and `with`. */
export function textsOf(members: Tree | undefined, scope: Scope): Record<string, string> {
  const mapping = isExpression(members) ? evaluate(members, scope) : (members ?? {});
  return Object.fromEntries(
    Object.entries(mapping as Record<string, Tree>).map(([key, value]) => [key, textOf(value, scope)]),
  );
}

/** Whether a condition holds; without one, whether all went well so far. */
export function holds(tree: Tree | undefined, scope: Scope): boolean {
  if (tree === undefined) return scope.status === 'success';
  const value = evaluate(tree, scope);
  return !(value === null || value === false || value === 0 || value === '' || Number.isNaN(value));
}

function evaluated({ text, allowed }: Expression, scope: Scope): data.ExpressionData {
  const { namedContexts, functions } = splitAllowedContext([...allowed]);
  const parsed = new Parser(tokensOf(text), namedContexts, functions).parse();
  const seen = namedContexts.map((key) => ({ key, value: dataOf(scope.contexts[key] ?? {}) }));
  return new Evaluator(parsed, new data.Dictionary(...seen), statusFunctions(scope.status)).evaluate();
}

/** The package leaves all quotes but the first doubled in a literal; the runner does not (Expressions2/Tokens, `''` is one quote everywhere). */
function tokensOf(text: string): Token[] {
  return new Lexer(text).lex().tokens.map((token) => {
    const { type, value } = token;
    return type === TokenType.STRING && typeof value === 'string'
      ? { ...token, value: value.replaceAll("''", "'") }
      : token;
  });
}

function statusFunctions(status: Status): Map<string, FunctionDefinition> {
  const answers = {
    always: true,
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
  };
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  );
}

function dataOf(value: Json): data.ExpressionData {
  return JSON.parse(JSON.stringify(value), data.reviver) as data.ExpressionData;
}

function plain(value: data.ExpressionData): Json {
  return JSON.parse(JSON.stringify(value, data.replacer)) as Json;
}
