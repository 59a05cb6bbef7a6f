// Builds what is published: the bundle in dist/ with the notice about what is in it, the manifest that spares oclif importing every
// command at start, and the text of --help.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.js';
import { thirdPartyNotice } from './third-party.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (path) => new URL(`../${path}`, import.meta.url);

// First, so that a build that fails leaves no old program that still runs.
for (const path of ['dist', 'oclif.manifest.json']) rmSync(at(path), { recursive: true, force: true });

const pjson = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const { plugins } = pjson.oclif;
const outputs = await bundle({ plugins });
writeFileSync(at('dist/THIRD-PARTY.txt'), `${thirdPartyNotice(outputs)}\n`);

// What `oclif manifest` does, without its look for a newer oclif on the network.
const { Plugin } = await import('@oclif/core');
const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
await plugin.load();
// Read at every start, by nobody but oclif.
writeFileSync(at('oclif.manifest.json'), JSON.stringify(plugin.manifest));

// bin/run.js prints this text for a plain --help, which spares loading oclif at all.
writeFileSync(at('dist/help.txt'), help());

function help() {
  const { status, signal, stdout } = spawnSync(process.execPath, ['bin/run.js', 'help'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
  });
  if (status === 0) return stdout;
  console.error(`build: bin/run.js help ended with ${status ?? signal}`);
  process.exit(status ?? 1);
}
