// Installs and builds what is missing or out of date, so that a fresh clone needs no other command. Node's own modules only:
// this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const installedFor = path.join(root, 'node_modules', '.ecsdeploy-installed-for');
const oldestNode = [20, 19];

/** Installs the locked dependencies unless they are there, and builds unless dist/ is newer than every source. */
export function ensureBuilt() {
  refuseOldNode();
  ensureInstalled();
  if (!isBuilt()) run('Building', process.execPath, ['scripts/build.js']);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = oldestNode;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  console.error(
    `ecsdeploy needs Node ${wantedMajor}.${wantedMinor} or later; this is ${process.versions.node}.`,
  );
  process.exit(1);
}

function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(installedFor) && readFileSync(installedFor, 'utf8') === lock) return;
  run('Installing the locked dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installedFor, lock);
}

function isBuilt() {
  const manifest = path.join(root, 'oclif.manifest.json');
  if (!existsSync(manifest) || !existsSync(path.join(root, 'dist'))) return false;
  const builtAt = statSync(manifest).mtimeMs;
  // The packages are part of the bundle, too.
  const sources = ['src', 'bin', 'scripts', 'tsconfig.json', 'package.json', 'package-lock.json'];
  return sources.every((source) => newestChange(path.join(root, source)) <= builtAt);
}

function newestChange(file) {
  const entry = statSync(file);
  if (!entry.isDirectory()) return entry.mtimeMs;
  // A removed file shows in its folder's own time.
  const children = readdirSync(file).map((name) => newestChange(path.join(file, name)));
  return Math.max(entry.mtimeMs, ...children);
}

function run(what, command, args) {
  process.stderr.write(`${what}…\n`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    // npm on Windows is a script.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status === 0) return;
  console.error(`${what} failed${error === undefined ? '' : `: ${error.message}`}.`);
  process.exit(status ?? 1);
}
