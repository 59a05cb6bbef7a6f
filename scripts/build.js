// Builds what is published: dist/, the manifest that spares oclif importing every command at start, and the text of --help.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => new URL(`../${path}`, import.meta.url);

// First, so that a build that fails leaves no old program that still runs.
for (const path of ['dist', 'oclif.manifest.json']) rmSync(at(path), { recursive: true, force: true });

node('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json'], 'inherit');

// What `oclif manifest` does, without its look for a newer oclif on the network.
const { Plugin } = await import('@oclif/core');
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
writeFileSync(at('oclif.manifest.json'), `${JSON.stringify(plugin.manifest, undefined, 2)}\n`);

// bin/run.js prints this text for a plain --help, which spares loading oclif at all.
writeFileSync(at('dist/help.txt'), node('bin/run.js', ['help'], 'pipe'));

function node(script, args, stdout) {
  const {
    status,
    signal,
    stdout: text,
  } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', stdout, 'inherit'],
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
  });
  if (status === 0) return text;
  console.error(`build: ${script} ${args.join(' ')} ended with ${status ?? signal}`);
  process.exit(status ?? 1);
}
