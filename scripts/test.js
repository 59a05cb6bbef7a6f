// npm test: installs and builds what is missing, then runs all tests. Arguments go to Jest: npm test -- test/unit
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
// Tests make files by the thousand; all of them go into one folder, and with it.
const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-tests-'));
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TMPDIR: folder } },
);
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
