import { readFileSync, writeFileSync } from 'node:fs';
import { decode, encode } from '@jridgewell/sourcemap-codec';

/**
 * Takes the positions in packages out of a source map, which then is a fifth as large. What is left leads from the stack of a
 * bug to a line of ours; a package's own lines are in dist/ as they were written.
 */
export function keepOwnSources(file) {
  const map = JSON.parse(readFileSync(file, 'utf8'));
  const isOurs = map.sources.map((source) => /^(\.\.\/)+src\//.test(source));
  const lines = decode(map.mappings).map((line) => withoutOthers(line, isOurs));
  const sources = map.sources.map((source, index) => (isOurs[index] ? source : null));
  // Node misreads a position without a source that nothing follows.
  const mappings = `${encode(lines)};`;
  writeFileSync(file, JSON.stringify({ version: 3, sources, names: [], mappings }));
}

// Where others' code begins, a position without a source: otherwise what comes before would seem to go on.
function withoutOthers(line, isOurs) {
  const kept = [];
  for (const [column, source, sourceLine, sourceColumn] of line) {
    if (source !== undefined && isOurs[source]) kept.push([column, source, sourceLine, sourceColumn]);
    else if (kept.at(-1)?.length !== 1) kept.push([column]);
  }
  return kept;
}
