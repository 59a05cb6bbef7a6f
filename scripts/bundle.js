// The bundle: dist/ is our sources and everything that they import, in one file for each command and chunks that commands share.
// Why, and what it saves: docs/decisions/0012-start-up.md.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './ensure-built.js';
import { leanOclif } from './lean-oclif.js';
import { keepOwnSources } from './own-maps.js';
import { refuseRenamedErrors } from './own-names.js';

// What `sandbox start` loads. It needs all of the SDK's models; bundled together with the commands, these would have them too.
const sandbox = ['sandbox/sandbox', 'sandbox/server', 'sandbox/demo'];

/** Writes dist/ and returns which files went into what it consists of (the `outputs` of esbuild's metafile). */
export async function bundle({ plugins }) {
  const own = ['cli/main', 'cli/command-not-found', ...commandsIn('src/commands')];
  const commands = Object.assign(fromSources(own), ...plugins.map(commandsOfPlugin));
  const written = [
    await write({ entryPoints: commands, plugins: [leanOclif, sandboxApart] }),
    await write({ entryPoints: fromSources(sandbox) }),
  ];
  const outputs = Object.assign({}, ...written.map(({ metafile }) => metafile.outputs));
  const maps = Object.keys(outputs).filter((file) => file.endsWith('.map'));
  for (const map of maps) keepOwnSources(path.join(root, map));
  refuseRenamedErrors();
  return outputs;
}

function write(options) {
  return build({
    absWorkingDir: root,
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // A command loads what it uses; what the SDK and our code import at first use stays that way.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    // Packages that have both forms are bundled as ES modules, of which only what is used is kept.
    mainFields: ['module', 'main'],
    // What is still CommonJS requires Node's own modules.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
    },
    // Not minified: smaller files make no start quicker, and a stack can be read.
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
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
