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
  /** Where each map stands in the most specific layer that has it. */
  readonly mapOrigins: ReadonlyMap<string, DataPath>;
}

/** Whether the map that these names lead to is one value, and never mixed from layers. */
type IsWhole = (member: readonly string[]) => boolean;

/** Merges maps deeply, the first layer that has a value wins; lists are values, and so are maps that are whole. */
export function mergeLayers(layers: readonly Layer[], isWhole: IsWhole): Merged {
  const origins = new Map<string, DataPath>();
  const mapOrigins = new Map<string, DataPath>();
  return { value: merge(layers, [], { isWhole, origins, mapOrigins }), origins, mapOrigins };
}

interface Merging {
  readonly isWhole: IsWhole;
  readonly origins: Map<string, DataPath>;
  readonly mapOrigins: Map<string, DataPath>;
}

function merge(
  layers: readonly Layer[],
  prefix: readonly string[],
  merging: Merging,
): Record<string, unknown> {
  const names = new Set(layers.flatMap(({ value }) => Object.keys(value)));
  const entries = [...names].flatMap((name): [string, unknown][] => {
    const having = layers
      .map(({ path, value }) => ({ path: [...path, name], value: value[name] }))
      .filter(({ value }) => value !== undefined);
    const [first] = having;
    if (first === undefined) return [];
    const member = [...prefix, name];
    if (isMap(first.value) && !merging.isWhole(member)) {
      merging.mapOrigins.set(member.join('.'), first.path);
      const maps = having.flatMap(({ path, value }) => (isMap(value) ? [{ path, value }] : []));
      return [[name, merge(maps, member, merging)]];
    }
    merging.origins.set(member.join('.'), first.path);
    return [[name, first.value]];
  });
  return Object.fromEntries(entries);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
