// The bundle: dist/ is our sources and everything that they import, in one file for each command and chunks that commands share.
// Why, and what it saves: docs/decisions/0012-start-up.md.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from './ensure-built.js';
import { keepOwnSources } from './own-maps.js';

/** Writes dist/ and returns esbuild's account of what went into it (`metafile`). */
export async function bundle({ plugins }) {
  const sources = ['cli/main.ts', 'cli/command-not-found.ts', ...commandsIn('src/commands', '.ts')];
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      ...Object.fromEntries(sources.map((file) => [withoutExtension(file), `src/${file}`])),
      ...Object.assign({}, ...plugins.map(commandsOfPlugin)),
    },
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
    // Names and lines stay as they are: making the files smaller makes no start quicker, and a stack can be read.
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    plugins: [leanOclif],
    logLevel: 'warning',
  });
  const maps = Object.keys(metafile.outputs).filter((file) => file.endsWith('.map'));
  for (const map of maps) keepOwnSources(path.join(root, map));
  return metafile;
}

function commandsIn(folder, extension) {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(extension))
    .map((file) => `commands/${file.split(path.sep).join('/')}`);
}

// The commands of a plugin become commands like our own, so that oclif searches no node_modules at start.
function commandsOfPlugin(name) {
  const folder = `node_modules/${name}/lib`;
  const files = commandsIn(`${folder}/commands`, '.js');
  return Object.fromEntries(files.map((file) => [withoutExtension(file), `${folder}/${file}`]));
}

function withoutExtension(file) {
  return file.replace(/\.[jt]s$/, '');
}

// What oclif has for plugins, for projects in TypeScript, and for finding out what this package is: bin/run.js tells it.
const onlyForSearching = ['lilconfig', 'minimatch', 'semver', 'tinyglobby'];

/** Leaves out of oclif what a bundled program never reaches, and what makes every start wait. */
const leanOclif = {
  name: 'lean-oclif',
  setup(building) {
    const packages = new RegExp(`^(${onlyForSearching.join('|')})$`);
    building.onResolve({ filter: packages }, ({ path: name, importer }) =>
      /[\\/]@oclif[\\/]core[\\/]/.test(importer) ? { path: name, namespace: 'left-out' } : undefined,
    );
    building.onLoad({ filter: /./, namespace: 'left-out' }, ({ path: name }) => ({
      contents: `module.exports = new Proxy({}, { get() { throw new Error('${name} is left out of the bundle (scripts/bundle.js)'); } });`,
    }));
    // It would look for the source of each command and load TypeScript; from source nothing is bundled.
    building.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/]ts-path\.js$/ }, () => ({
      contents:
        "const path = require('node:path');\n" +
        'exports.tsPath = async (root, file) => (!file || file.startsWith(root) ? file : path.join(root, file));',
    }));
    // Sorting some twenty names as a language sorts them makes Node load its tables for languages: 8 ms.
    building.onLoad(
      { filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/]plugin\.js$/ },
      ({ path: file }) => ({
        contents: replaceOnce(file, 'a.id.localeCompare(b.id)', '(a.id < b.id ? -1 : a.id > b.id ? 1 : 0)'),
      }),
    );
  },
};

function replaceOnce(file, before, after) {
  const text = readFileSync(file, 'utf8');
  if (text.split(before).length !== 2)
    throw new Error(`${file} has changed: it should have "${before}" once`);
  return text.replace(before, after);
}
