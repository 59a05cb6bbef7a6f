import type { DataPath } from '../model/data-document.ts';

/** One map of settings and where it stands in the file. */
export interface Layer {
  readonly path: DataPath;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Merged {
  readonly value: Readonly<Record<string, unknown>>;
  /** Where each leaf comes from, by the names that lead to it joined with dots. */
  readonly origins: ReadonlyMap<string, DataPath>;
}

/** Merges maps deeply, the first layer that has a value wins; lists are values. */
export function mergeLayers(layers: readonly Layer[]): Merged {
  const origins = new Map<string, DataPath>();
  return { value: merge(layers, [], origins), origins };
}

function merge(
  layers: readonly Layer[],
  prefix: readonly string[],
  origins: Map<string, DataPath>,
): Record<string, unknown> {
  const names = new Set(layers.flatMap(({ value }) => Object.keys(value)));
  const entries = [...names].flatMap((name): [string, unknown][] => {
    const having = layers
      .map(({ path, value }) => ({ path: [...path, name], value: value[name] }))
      .filter(({ value }) => value !== undefined);
    const [first] = having;
    if (first === undefined) return [];
    const member = [...prefix, name];
    if (isMap(first.value)) {
      const maps = having.flatMap(({ path, value }) => (isMap(value) ? [{ path, value }] : []));
      return [[name, merge(maps, member, origins)]];
    }
    origins.set(member.join('.'), first.path);
    return [[name, first.value]];
  });
  return Object.fromEntries(entries);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
