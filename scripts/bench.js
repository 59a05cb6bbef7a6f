// npm run bench: builds what is missing, then measures. Arguments go on: npm run bench -- --json
import { spawnSync } from 'node:child_process';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
const { status } = spawnSync(
  process.execPath,
  ['--import', 'tsx', '--no-warnings', 'test/bench/run.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
