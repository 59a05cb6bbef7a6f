// The bundle: dist/ is our sources and everything that they import, in one file for each command and chunks that commands share.
// Why, and what it saves: docs/decisions/0012-start-up.md.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { root } from './ensure-built.js';
import { leanOclif } from './lean-oclif.js';
import { ownSourcesOnly } from './own-maps.js';
import { refuseRenamedErrors } from './own-names.js';

// What `sandbox start` loads. It needs all of the SDK's models; bundled together with the commands, these would have them too.
const sandbox = ['sandbox/sandbox', 'sandbox/server', 'sandbox/demo'];
const target = 'node20.19';

/** Writes dist/ and returns which files went into what it consists of (the `outputs` of esbuild's metafile). */
export async function bundle({ plugins }) {
  const own = ['cli/main', 'cli/command-not-found', 'cli/action/step', ...commandsIn('src/commands')];
  const commands = Object.assign(fromSources(own), ...plugins.map(commandsOfPlugin));
  const bundled = [
    await split({ entryPoints: commands, plugins: [leanOclif, sandboxApart] }),
    await split({ entryPoints: fromSources(sandbox) }),
  ];
  for (const { outputFiles } of bundled) await Promise.all(outputFiles.map(writeAsCommonJs));
  writeFileSync(path.join(root, 'dist/package.json'), '{ "type": "commonjs" }\n');
  refuseRenamedErrors();
  return Object.assign({}, ...bundled.map(({ metafile }) => metafile.outputs));
}

function split(options) {
  return build({
    absWorkingDir: root,
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // A command loads what it uses; what the SDK and our code import at first use stays that way.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    // Packages that have both forms are bundled as ES modules, of which only what is used is kept.
    mainFields: ['module', 'main'],
    // Not minified: smaller files make no start quicker, and a stack can be read.
    sourcemap: 'inline',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
}

// esbuild splits ES modules only, and Node takes twice as long to find and link one of those as it takes for a CommonJS module.
async function writeAsCommonJs({ path: file, text }) {
  const { code, map } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    // Node's import() would start its loader of ES modules after all.
    supported: { 'dynamic-import': false },
    sourcemap: 'external',
    sourcefile: file,
    sourcesContent: false,
    logLevel: 'warning',
  });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
  writeFileSync(`${file}.map`, ownSourcesOnly(map));
}

// What imports them is an entry itself, and lies in dist/ as in src/: the path stays as it is.
const sandboxApart = {
  name: 'sandbox-apart',
  setup(building) {
    const entries = new RegExp(`/(${sandbox.join('|')})\\.ts$`);
    building.onResolve({ filter: entries }, ({ path: imported, kind, importer }) => {
      if (kind !== 'dynamic-import') throw new Error(`${importer} imports ${imported} before it is needed`);
      return { path: imported.replace(/\.ts$/, '.js'), external: true };
    });
  },
};

/** The commands in a folder, as their paths will be in dist/. */
function commandsIn(folder) {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .map((file) => `commands/${file.split(path.sep).join('/').slice(0, -3)}`);
}

function fromSources(names) {
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));
}

// The commands of a plugin become commands like our own, so that oclif searches no node_modules at start.
function commandsOfPlugin(plugin) {
  const folder = `node_modules/${plugin}/lib`;
  return Object.fromEntries(commandsIn(`${folder}/commands`).map((name) => [name, `${folder}/${name}.js`]));
}
