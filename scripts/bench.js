// npm run bench: builds what is missing, then measures. Arguments go on: npm run bench -- --json
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
// Compiled like the product: a loader that compiles on the fly would be measured with it.
node('node_modules/typescript/bin/tsc', '-p', 'test/bench');
const compiled = path.join('.bench', 'test', 'bench');
for (const preload of ['report-memory.js', 'report-start.cjs'])
  copyFileSync(path.join(root, 'test/bench', preload), path.join(root, compiled, preload));
// What the compiled files look for beside themselves.
for (const folder of ['bin', 'docs', 'scripts']) {
  rmSync(path.join(root, '.bench', folder), { force: true });
  symlinkSync(path.join(root, folder), path.join(root, '.bench', folder), 'dir');
}
node(path.join(compiled, 'run.js'), ...process.argv.slice(2));

function node(...args) {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
