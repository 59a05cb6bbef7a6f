import { evaluate, type Scope } from './expressions.ts';
import type { Json, JsonObject, TreeObject } from './tree.ts';

/** What `strategy` comes to. */
export interface Strategy {
  /** One `matrix` context for each job; a job without a matrix has an empty one. */
  readonly combinations: readonly JsonObject[];
  readonly isFailFast: boolean;
  readonly maxParallel: number;
}

/** The jobs of a matrix: all combinations, less `exclude`, more `include` (docs.github.com, "Running variations of jobs in a workflow"). */
export function strategyOf(strategy: TreeObject, scope: Scope): Strategy {
  const { matrix, 'fail-fast': failFast, 'max-parallel': most } = evaluate(strategy, scope) as JsonObject;
  return {
    combinations: combinationsOf((matrix ?? {}) as JsonObject),
    isFailFast: failFast !== false,
    maxParallel: typeof most === 'number' ? most : Infinity,
  };
}

function combinationsOf(matrix: JsonObject): readonly JsonObject[] {
  const { include, exclude, ...axes } = matrix;
  const excluded = (exclude ?? []) as readonly JsonObject[];
  const product = Object.entries(axes).reduce<readonly JsonObject[]>(
    (so, [name, values]) =>
      so.flatMap((one) => (values as readonly Json[]).map((value) => ({ ...one, [name]: value }))),
    Object.keys(axes).length === 0 ? [] : [{}],
  );
  const kept = product.filter(
    (one) => !excluded.some((without) => agree(without, one, Object.keys(without))),
  );
  const added = (include ?? []) as readonly JsonObject[];
  const all = added.reduce<readonly JsonObject[]>((so, one) => including(so, one, Object.keys(axes)), kept);
  return all.length === 0 && Object.keys(matrix).length === 0 ? [{}] : all;
}

/** An entry of `include` adds to every combination whose own values it does not change; to none, and it is one more. */
function including(
  all: readonly JsonObject[],
  entry: JsonObject,
  axes: readonly string[],
): readonly JsonObject[] {
  const shared = Object.keys(entry).filter((name) => axes.includes(name));
  const takes = (one: JsonObject): boolean =>
    axes.length > 0 && axes.some((axis) => axis in one) && agree(entry, one, shared);
  if (!all.some(takes)) return [...all, entry];
  return all.map((one) => (takes(one) ? { ...one, ...entry } : one));
}

function agree(one: JsonObject, other: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
