import { readFileSync } from 'node:fs';
import type { OutputStream } from '../../../../src/images/program/run.ts';

/**
 * Output of a real build, as it was recorded: `recorded/<what>.<client>.txt`, every line with the stream it came from. Only the
 * names of registries and addresses are others. The clients: Debian's docker 20.10.24 (`buildkit-20.10`, `legacy-20.10`), docker
 * 28.2.2 (`legacy-28.2`), buildx 0.29 with the engine's BuildKit of 20.10 (`buildx-0.29-engine-20.10`) and with BuildKit 0.25.
 */
export function recordedOutput(name: string): { line: string; stream: OutputStream }[] {
  const text = readFileSync(new URL(`recorded/${name}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => ({ line: line.slice(4), stream: line.startsWith('out ') ? 'stdout' : 'stderr' }));
}
