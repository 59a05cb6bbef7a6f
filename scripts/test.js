// npm test: installs and builds what is missing, then runs all tests. Arguments go to Jest: npm test -- test/unit
import { spawnSync } from 'node:child_process';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
