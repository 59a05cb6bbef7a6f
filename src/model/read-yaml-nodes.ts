import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type LineCounter,
  type Node,
} from 'yaml';
import {
  DataDocument,
  pathKey,
  type DataOrigin,
  type DataPath,
  type DataProblem,
  type Position,
} from './data-document.ts';

// Nothing that people write by hand comes near either; an alias bomb passes both.
const deepest = 64;
const mostNodes = 20_000;

/** Turns the nodes of a YAML document into plain data with positions; aliases and merge keys are followed. */
export function readYamlNodes(
  document: Document.Parsed,
  lines: LineCounter,
): { readonly document: DataDocument; readonly problems: readonly DataProblem[] } {
  const reader = new NodeReader(document, lines);
  const start = { line: 1, column: 1 };
  const value = reader.read(document.contents, [], start);
  return { document: new DataDocument(value, reader.origins), problems: reader.problems };
}

class NodeReader {
  readonly origins = new Map<string, DataOrigin>();
  readonly problems: DataProblem[] = [];
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  #nodes = 0;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.#document = document;
    this.#lines = lines;
  }

  read(node: unknown, path: DataPath, nameAt: Position): unknown {
    const at = this.#position(node) ?? nameAt;
    this.#nodes++;
    if (this.#nodes === mostNodes) this.problems.push({ message: 'too many values (aliases count)', at });
    if (path.length === deepest) this.problems.push({ message: 'nested too deeply', at });
    if (path.length >= deepest || this.#nodes >= mostNodes) return null;

    const plain = isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
    this.origins.set(pathKey(path), { at, nameAt, ...(plain === undefined ? {} : { source: plain }) });
    if (isAlias(node)) return this.#followed(node, path, nameAt);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item, [...path, index], at));
    if (isMap(node)) return Object.fromEntries(this.#members(node, path));
    return isScalar(node) ? node.value : null;
  }

  #followed(alias: Alias, path: DataPath, nameAt: Position): unknown {
    const node = alias.resolve(this.#document);
    if (node !== undefined) return this.read(node, path, nameAt);
    this.problems.push({
      message: `*${alias.source} has no anchor above it`,
      at: this.#position(alias) ?? nameAt,
    });
    return null;
  }

  /** Members by name; those of merged maps first, so that a member of the map itself wins, whatever the order. */
  #members(map: Node, path: DataPath): Map<string, unknown> {
    const members = new Map<string, unknown>();
    if (!isMap(map) || path.length >= deepest) return members;
    for (const { key, value } of map.items) {
      if (isMergeKey(key))
        for (const source of this.#merged(value)) add(members, this.#members(source, path));
    }
    for (const { key, value } of map.items) {
      if (isMergeKey(key)) continue;
      const name = this.#name(key);
      if (name !== undefined)
        members.set(name, this.read(value, [...path, name], this.#position(key) ?? start));
    }
    return members;
  }

  #merged(value: unknown): Node[] {
    const node = isAlias(value) ? value.resolve(this.#document) : value;
    if (isMap(node)) return [node];
    // The first of several maps wins, so it is merged last.
    if (isSeq(node)) return node.items.flatMap((item) => this.#merged(item)).reverse();
    this.problems.push({ message: 'only maps can be merged with <<', at: this.#position(value) ?? start });
    return [];
  }

  #name(key: unknown): string | undefined {
    const node = isAlias(key) ? key.resolve(this.#document) : key;
    if (isScalar(node)) return node.type === 'PLAIN' ? (node.source ?? '') : String(node.value);
    this.problems.push({
      message: 'a member has a list or a map as its name',
      at: this.#position(key) ?? start,
    });
    return undefined;
  }

  #position(node: unknown): Position | undefined {
    const range = (node as Partial<Node> | null | undefined)?.range;
    if (range === undefined || range === null) return undefined;
    const { line, col } = this.#lines.linePos(range[0]);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

const start: Position = { line: 1, column: 1 };

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

function add(members: Map<string, unknown>, more: ReadonlyMap<string, unknown>): void {
  for (const [name, value] of more) members.set(name, value);
}
