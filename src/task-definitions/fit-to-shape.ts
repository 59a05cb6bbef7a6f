import { formatDataPath, type DataPath } from '../model/data-document.ts';
import type { Shape } from './definition-shape.ts';

/** A value that cannot be what ECS wants at its place. */
interface Misfit {
  readonly path: DataPath;
  /** A sentence that names the path and the value. */
  readonly message: string;
  readonly suggestion?: string | undefined;
}

export interface Fitted {
  readonly value: unknown;
  readonly misfits: readonly Misfit[];
}

/** How a plain scalar is written in the file: YAML reads `1.10` as 1.1, and the author wrote 1.10. */
export type SourceOf = (path: DataPath) => string | undefined;

/**
 * Makes values what ECS wants where that changes only their type (`8080` ↔ `"8080"`), and drops members that are null, which
 * is how AWS's own tools write "not set". Everything else is kept, and what cannot be meant is told.
 */
export function fitToShape(value: unknown, shape: Shape, sourceOf: SourceOf): Fitted {
  const misfits: Misfit[] = [];

  const fit = (at: unknown, wanted: Shape | undefined, path: DataPath): unknown => {
    if (wanted === undefined) return fitUnknown(at, path);
    switch (wanted.kind) {
      case 'text':
        return fitText(at, path);
      case 'number':
        return fitNumber(at, path);
      case 'flag':
        return fitFlag(at, path);
      case 'list':
        if (!Array.isArray(at)) return refuse(at, path, 'a list', suggestList(path, at));
        return at.map((item, index) => fit(item, wanted.of, [...path, index]));
      case 'names':
        return fitMap(at, path, () => wanted.of);
      case 'members':
        return fitMap(at, path, (name) => own(wanted.members, name), wanted.dropEmpty);
      default:
        return wanted satisfies never;
    }
  };
  const fitMap = (
    at: unknown,
    path: DataPath,
    shapeOf: (name: string) => Shape | undefined,
    dropEmpty: readonly string[] = [],
  ): unknown => {
    if (typeof at !== 'object' || at === null || Array.isArray(at)) return refuse(at, path, 'a map');
    const kept = Object.entries(at).filter(
      ([name, item]) => item !== null && !(item === '' && dropEmpty.includes(name)),
    );
    return Object.fromEntries(kept.map(([name, item]) => [name, fit(item, shapeOf(name), [...path, name])]));
  };
  const fitUnknown = (at: unknown, path: DataPath): unknown => {
    if (Array.isArray(at)) return at.map((item, index) => fitUnknown(item, [...path, index]));
    if (typeof at === 'object' && at !== null) return fitMap(at, path, () => undefined);
    const isJson = typeof at !== 'number' || Number.isFinite(at);
    return isJson ? at : refuse(at, path, 'a value that JSON can hold');
  };
  const fitText = (at: unknown, path: DataPath): unknown => {
    if (typeof at === 'number' || typeof at === 'boolean') return sourceOf(path) ?? String(at);
    return typeof at === 'string' ? at : refuse(at, path, 'a text');
  };
  const fitNumber = (at: unknown, path: DataPath): unknown => {
    const number = typeof at === 'string' && /^\d{1,15}$/.test(at) ? Number(at) : at;
    return Number.isSafeInteger(number) ? number : refuse(at, path, 'a whole number');
  };
  const fitFlag = (at: unknown, path: DataPath): unknown => {
    if (at === 'true' || at === 'false') return at === 'true';
    return typeof at === 'boolean' ? at : refuse(at, path, 'true or false');
  };
  const refuse = (at: unknown, path: DataPath, wanted: string, suggestion?: string): unknown => {
    const where = path.length === 0 ? 'the task definition' : formatDataPath(path);
    misfits.push({ path, message: `${where} is ${show(at, path)}, and ECS wants ${wanted}`, suggestion });
    return undefined;
  };

  return { value: fit(value, shape, []), misfits };
}

function suggestList(path: DataPath, at: unknown): string | undefined {
  // Splitting a command line is the job of a shell; a guess here would run something else than the author meant.
  const isCommand = ['command', 'entryPoint'].includes(String(path.at(-1)));
  if (!isCommand || typeof at !== 'string') return undefined;
  return `Write each word as an item, or ["sh", "-c", ${JSON.stringify(at)}].`;
}

/** Values of environment variables are never shown: they may be secrets. */
function show(value: unknown, path: DataPath): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  const secret = path.includes('environment') || path.includes('options');
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (secret) return 'something else';
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function own(members: Readonly<Record<string, Shape>>, name: string): Shape | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}
