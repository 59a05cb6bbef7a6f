// npm run simulate: lets randomly drawn releases happen against the sandbox and holds what was said against what was so.
// npm run simulate -- --releases 2000 --seed 7
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const { status, signal } = spawnSync(
  process.execPath,
  [path.join(compiled, 'test', 'simulation', 'main.js'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } },
);
if (signal !== null) console.error(`The simulation was ended from outside, by ${signal}.`);
process.exit(status ?? 1);

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name));
}

/** Known by what is in it, not by its time: a copied file may be older than what was compiled from the one before. */
function compile(source) {
  const target = path.join(compiled, path.relative(root, source)).replace(/\.ts$/, '.js');
  const text = readFileSync(source, 'utf8');
  const mark = `// ${createHash('sha256').update(text).digest('hex')}\n`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(mark)) return target;
  const { code } = transformSync(text, {
    filename: source,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' }, rewriteRelativeImportExtensions: true },
    module: { type: 'es6' },
  });
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, mark + code);
  return target;
}
