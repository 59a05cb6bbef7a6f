import { readFileSync } from 'node:fs';

// What oclif has for plugins, for projects in TypeScript, and for finding out what this package is: bin/run.js tells it.
const onlyForSearching = ['lilconfig', 'minimatch', 'semver', 'tinyglobby'];

/** For esbuild: leaves out of oclif what a bundled program never reaches, and what makes every start wait. */
export const leanOclif = {
  name: 'lean-oclif',
  setup(building) {
    const packages = new RegExp(`^(${onlyForSearching.join('|')})$`);
    building.onResolve({ filter: packages }, ({ path, importer }) =>
      /[\\/]@oclif[\\/]core[\\/]/.test(importer) ? { path, namespace: 'left-out' } : undefined,
    );
    building.onLoad({ filter: /./, namespace: 'left-out' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get() { throw new Error('${path} is left out of the bundle (scripts/lean-oclif.js)'); } });`,
    }));
    // It would look for the source of each command and load TypeScript; from source nothing is bundled.
    building.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/]ts-path\.js$/ }, () => ({
      contents:
        "const path = require('node:path');\n" +
        'exports.tsPath = async (root, file) => (!file || file.startsWith(root) ? file : path.join(root, file));',
    }));
    // Sorting some twenty names as a language sorts them makes Node load its tables for languages: 8 ms.
    building.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/]plugin\.js$/ }, ({ path }) => ({
      contents: replaceOnce(path, 'a.id.localeCompare(b.id)', '(a.id < b.id ? -1 : a.id > b.id ? 1 : 0)'),
    }));
  },
};

function replaceOnce(file, before, after) {
  const text = readFileSync(file, 'utf8');
  if (text.split(before).length !== 2)
    throw new Error(`${file} has changed: it should have "${before}" once`);
  return text.replace(before, after);
}
