import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/** What `npm install ecsdeploy` would fetch: this one package, which depends on no other. */
export async function measurePackage(): Promise<Figure[]> {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']);
  const [packed] = JSON.parse(stdout) as [Packed];
  return [
    {
      name: 'size of the package',
      value: packed.size / 2 ** 20,
      unit: 'MiB',
      note: `unpacked ${(packed.unpackedSize / 2 ** 20).toFixed(1)} MiB in ${packed.entryCount} files`,
    },
  ];
}
