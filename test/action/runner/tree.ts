import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from '@actions/workflow-parser';
import { ensureStatusFunction } from '@actions/workflow-parser/model/converter/if-condition';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';

/** What an expression comes to. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

const marker: unique symbol = Symbol('expression');

/** Text between `${{` and `}}`, with the contexts and functions that GitHub's schema allows at its place. */
export interface Expression {
  readonly [marker]: true;
  readonly text: string;
  readonly allowed: readonly string[];
}

export function isExpression(tree: Tree | undefined): tree is Expression {
  return typeof tree === 'object' && tree !== null && marker in tree;
}

/** A value of a workflow file in which expressions still stand. */
export type Tree = null | boolean | number | string | Expression | readonly Tree[] | TreeObject;
export interface TreeObject {
  readonly [key: string]: Tree;
}

/** A condition is an expression also without `${{ }}`, and means `success() && …` where it asks for no status itself. */
const condition = 'if';

/** What GitHub's parser has read, without the places in the file. */
export function treeOf(token: TemplateToken | undefined, key = ''): Tree {
  if (token === undefined) return null;
  if (key === condition && token.isScalar) return conditionOf(token);
  if (isBasicExpression(token)) return { [marker]: true, text: token.expression, allowed: allowedAt(token) };
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isSequence(token)) return Array.from({ length: token.count }, (_, index) => treeOf(token.get(index)));
  if (!isMapping(token)) return null;
  const members: Record<string, Tree> = {};
  for (const pair of token) members[pair.key.toString()] = treeOf(pair.value, pair.key.toString());
  return members;
}

function conditionOf(token: TemplateToken): Expression {
  const text = isBasicExpression(token) ? token.expression : token.assertScalar('if').toString();
  const asked = text.trim() === '' ? 'success()' : text.trim();
  return {
    [marker]: true,
    text: ensureStatusFunction(asked, token.definitionInfo),
    allowed: allowedAt(token),
  };
}

function allowedAt(token: TemplateToken): readonly string[] {
  return token.definitionInfo?.allowedContext ?? [];
}

/** The members of a mapping; of anything else, none. */
export function membersOf(tree: Tree | undefined): TreeObject {
  const isObject = typeof tree === 'object' && tree !== null && !Array.isArray(tree);
  return isObject && !isExpression(tree) ? (tree as TreeObject) : {};
}

/** The entries of a sequence; one value counts as a sequence of it, and nothing as an empty one. */
export function entriesOf(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined || tree === null) return [];
  return Array.isArray(tree) ? (tree as readonly Tree[]) : [tree];
}

/** A scalar as text; nothing as an empty one. */
export function wordOf(scalar: Tree | undefined): string {
  if (scalar === undefined || scalar === null) return '';
  return typeof scalar === 'object' ? JSON.stringify(scalar) : String(scalar);
}
