import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { sourceStack } from '../../../src/cli/source-stack.ts';

it('leads from the bundle to our sources, and leaves what is not ours as it is', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy stack-'));
  try {
    const built = path.join(folder, 'chunk.js');
    // In the second line: from column 3 on line 8 of ours, column 5; from column 11 on a package, which has no map.
    const map = { version: 3, sources: ['../../src/aws/call.ts'], names: [], mappings: ';EAOI,Q;' };
    await writeFile(path.join(folder, 'chunk.js.map'), JSON.stringify(map));
    const without = path.join(folder, 'other.js');

    const stack = [
      'TypeError: no such thing',
      `    at call (${built}:2:5)`,
      `    at async ${built}:2:3`,
      `    at parse (${built}:2:20)`,
      `    at main (${without}:1:1)`,
      '    at node:internal/timers:573:17',
    ].join('\n');

    expect(sourceStack(stack).split('\n')).toEqual([
      'TypeError: no such thing',
      '    at call (src/aws/call.ts:8:5)',
      '    at async src/aws/call.ts:8:5',
      `    at parse (${built}:2:20)`,
      `    at main (${without}:1:1)`,
      '    at node:internal/timers:573:17',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
