/** Where something stands in a text file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type DataPath = readonly (string | number)[];

export interface DataProblem {
  /** A sentence that goes on after "line 3, column 5: ". */
  readonly message: string;
  readonly at: Position;
}

/** What a file says about one value beside the value itself. */
export interface DataOrigin {
  readonly at: Position;
  /** Where the name of the member stands, for messages about the name. */
  readonly nameAt: Position;
  /** How an unquoted scalar is written: `012345678901` reads as a number and loses its zero. */
  readonly source?: string | undefined;
}

/** JSON or YAML as plain data that still knows where each part stands in its file. */
export class DataDocument {
  readonly value: unknown;
  readonly #origins: ReadonlyMap<string, DataOrigin>;

  constructor(value: unknown, origins: ReadonlyMap<string, DataOrigin>) {
    this.value = value;
    this.#origins = origins;
  }

  /** The origin of the value at a path, or of the closest value around it when the path is not there. */
  originOf(path: DataPath): DataOrigin {
    for (let length = path.length; length >= 0; length--) {
      const origin = this.#origins.get(pathKey(path.slice(0, length)));
      if (origin !== undefined) return length === path.length ? origin : { ...origin, source: undefined };
    }
    return { at: start, nameAt: start };
  }
}

const start: Position = { line: 1, column: 1 };

export function pathKey(path: DataPath): string {
  return JSON.stringify(path);
}

/** `services.web.containers[0]`; a name that is no plain word stands in brackets: `dockerLabels["a.b"]`. */
export function formatDataPath(path: DataPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
