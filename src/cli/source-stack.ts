import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The stack of a bug with our sources in place of the bundle's files, where the maps beside them lead to one:
 * `src/aws/call.ts:61:12`. Node itself would map with --enable-source-maps, and make every start wait for it.
 */
export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replaceAll(
    /(file:\S+\.js):(\d+):(\d+)/g,
    (built: string, url: string, line: string, column: string) => {
      if (!maps.has(url)) maps.set(url, mapOf(url));
      // Stacks count from one, maps from zero.
      const origin = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1);
      if (origin === undefined || !('originalSource' in origin) || !origin.originalSource) return built;
      const source = withoutWayUp(origin.originalSource);
      return `${source}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
    },
  );
}

function mapOf(url: string): SourceMap | undefined {
  try {
    const text = readFileSync(`${fileURLToPath(url)}.map`, 'utf8');
    return new SourceMap(JSON.parse(text) as SourceMapPayload);
  } catch {
    // From source there is none, and a bug must not be hidden by another.
    return undefined;
  }
}

// Relative to the map, which lies somewhere in dist/.
function withoutWayUp(source: string): string {
  return path.posix.normalize(source).replace(/^(\.\.\/)+/, '');
}
