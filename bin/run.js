#!/usr/bin/env node
// The published entry. The two questions that people and scripts ask most are answered before anything is loaded.
// CommonJS like all of dist/ (package.json beside this file): Node's loader of ES modules would take 8 ms to start.
const { existsSync, readFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const path = require('node:path');

const root = path.join(__dirname, '..');
const argv = process.argv.slice(2);
const asked = argv.length === 1 ? argv[0] : undefined;
const help = path.join(root, 'dist/help.txt');

if (asked === '--version' || asked === '-v') {
  process.stdout.write(`${userAgent()}\n`);
} else if (asked === '--help' && existsSync(help)) {
  // As oclif printed it when this was built; only the machine may be another.
  process.stdout.write(readFileSync(help, 'utf8').replace(/^ {2}ecsdeploy\/\S+ .*$/m, `  ${userAgent()}`));
} else {
  // The SDK warns about Node 20 on stderr at every start; the README says it once.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  // Node 22 and later keep compiled modules from one start to the next.
  enableCompileCache?.();
  // main() leaves with an exit code of its own. Should there be nothing left to wait for before it does, that is a bug, not a success.
  process.exitCode = 1;
  const { main } = require('../dist/cli/main.js');
  void main(argv, asBuilt());
}

/** What oclif would search the disk for. The commands of its plugins are in the bundle and in the manifest, like our own. */
function asBuilt() {
  const { oclif, ...rest } = packageJson();
  return {
    root,
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
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}
