#!/usr/bin/env node
// The published entry. The two questions that people and scripts ask most are answered before anything is loaded.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const argv = process.argv.slice(2);
const asked = argv.length === 1 ? argv[0] : undefined;
const help = new URL('../dist/help.txt', import.meta.url);

if (asked === '--version' || asked === '-v') {
  process.stdout.write(`${userAgent()}\n`);
} else if (asked === '--help' && existsSync(help)) {
  // As oclif printed it when this was built; only the machine may be another.
  process.stdout.write(readFileSync(help, 'utf8').replace(/^ {2}ecsdeploy\/\S+ .*$/m, `  ${userAgent()}`));
} else {
  // The SDK warns about Node 20 on stderr at every start; the README says it once.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // Node 22 and later keep compiled modules from one start to the next.
  module.enableCompileCache?.();
  const { main } = await import('../dist/cli/main.js');
  await main(argv, asBuilt());
}

/** What oclif would search the disk for. The commands of its plugins are in the bundle and in the manifest, like our own. */
function asBuilt() {
  const { oclif, ...rest } = packageJson();
  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    pjson: { ...rest, oclif: { ...oclif, plugins: [] } },
    devPlugins: false,
    userPlugins: false,
  };
}

function userAgent() {
  const { name, version } = packageJson();
  return `${name}/${version} ${process.platform}-${process.arch} node-${process.version}`;
}

function packageJson() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}
