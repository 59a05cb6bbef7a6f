// npm run simulate: lets randomly drawn releases happen against the sandbox and holds what was said against what was so.
// npm run simulate -- --releases 2000 --seed 7
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';
import { root } from './ensure-built.js';

// A loader that compiles on the fly resolves every import() in another thread, in real time; the virtual clock would go on
// meanwhile, and the same seed would not give the same history. So the sources are stripped of their types beforehand.
const compiled = path.join(root, 'node_modules', '.cache', 'ecsdeploy-simulation');
const sources = ['src', 'test/simulation'].flatMap((folder) => sourcesIn(path.join(root, folder)));

mkdirSync(compiled, { recursive: true });
writeFileSync(path.join(compiled, 'package.json'), JSON.stringify({ type: 'module' }));
const wanted = new Set(sources.map(compile));
for (const name of readdirSync(compiled, { recursive: true })) {
  const file = path.join(compiled, name);
  if (file.endsWith('.js') && !wanted.has(file)) rmSync(file);
}
const { status } = spawnSync(
  process.execPath,
  [path.join(compiled, 'test', 'simulation', 'main.js'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } },
);
process.exit(status ?? 1);

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name));
}

function compile(source) {
  const target = path.join(compiled, path.relative(root, source)).replace(/\.ts$/, '.js');
  const written = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (written > statSync(source).mtimeMs) return target;
  const { code } = transformSync(readFileSync(source, 'utf8'), {
    filename: source,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, rewriteRelativeImportExtensions: true },
    module: { type: 'es6' },
  });
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, code);
  return target;
}
