import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';

// `at call (/…/dist/chunks/chunk.js:61:12)`, or without a name and brackets. The bundle is CommonJS, whose files are no URLs.
const frame = /(?<=\(|at |async )((?:\/|[A-Za-z]:\\)[^()\n]*?\.js):(\d+):(\d+)/g;

/**
 * The stack of a bug with our sources in place of the bundle's files, where the maps beside them lead to one:
 * `src/aws/call.ts:61:12`. Node itself would map with --enable-source-maps, and make every start wait for it.
 */
export function sourceStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  return stack.replaceAll(frame, (built: string, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, mapOf(file));
    // Stacks count from one, maps from zero.
    const origin = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (origin === undefined || !('originalSource' in origin) || !origin.originalSource) return built;
    const source = withoutWayUp(origin.originalSource);
    return `${source}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
  });
}

function mapOf(file: string): SourceMap | undefined {
  try {
    const text = readFileSync(`${file}.map`, 'utf8');
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
