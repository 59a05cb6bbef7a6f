import { decode, encode } from '@jridgewell/sourcemap-codec';

/**
 * A source map without the positions in packages, which then is a fifth as large. What is left leads from the stack of a bug to
 * a line of ours; a package's own lines are in dist/ as they were written.
 */
export function ownSourcesOnly(text) {
  const map = JSON.parse(text);
  const sources = map.sources.map((source) => (/^(\.\.\/)+src\//.test(source) ? source : null));
  const lines = decode(map.mappings).map((line) => withoutOthers(line, sources));
  // Node misreads a position without a source that nothing follows.
  return JSON.stringify({ version: 3, sources, names: [], mappings: `${encode(lines)};` });
}

// Where others' code begins, a position without a source: otherwise what comes before would seem to go on.
function withoutOthers(line, sources) {
  const kept = [];
  for (const [column, source, sourceLine, sourceColumn] of line) {
    if (source !== undefined && sources[source] !== null)
      kept.push([column, source, sourceLine, sourceColumn]);
    else if (kept.at(-1)?.length !== 1) kept.push([column]);
  }
  return kept;
}
