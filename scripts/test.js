// npm test: installs and builds what is missing, then runs all tests. Arguments go to Jest: npm test -- test/unit
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
// Tests make files by the thousand; all of them go into one folder, and with it.
const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-tests-'));
const { status, signal, error } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TMPDIR: folder } },
);
// Jest can fail though every test passed: a crash on its way out, or an exit code that something else set.
if (status !== 0) console.error(`Jest ended with ${error?.message ?? signal ?? `exit code ${status}`}.`);
try {
  // A process that a test has just ended may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
} catch (left) {
  // Litter says nothing about the tests.
  console.error(`The folder of the tests stays: ${left.message}`);
}
process.exit(status ?? 1);
