import { readFileSync } from 'node:fs';

// What oclif has for plugins, for projects in TypeScript, and for finding out what this package is: bin/run.js tells it.
const onlyForSearching = ['lilconfig', 'minimatch', 'semver', 'tinyglobby'];

const quicker = [
  {
    // Sorting some twenty names as a language sorts them makes Node load its tables for languages: 8 ms.
    file: /[\\/]@oclif[\\/]core[\\/]lib[\\/]config[\\/]plugin\.js$/,
    before: 'a.id.localeCompare(b.id)',
    after: '(a.id < b.id ? -1 : a.id > b.id ? 1 : 0)',
  },
  {
    // Every text of a help is compiled as a template, and few are one: a fifth of `deploy --help`.
    file: /[\\/]@oclif[\\/]core[\\/]lib[\\/]help[\\/]util\.js$/,
    before: 'return ejs_1.default.render(t, context);',
    after: "return t.includes('<%') ? ejs_1.default.render(t, context) : t;",
  },
];

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
    for (const { file, before, after } of quicker)
      building.onLoad({ filter: file }, ({ path }) => ({ contents: replaceOnce(path, before, after) }));
  },
};

function replaceOnce(file, before, after) {
  const text = readFileSync(file, 'utf8');
  if (text.split(before).length !== 2)
    throw new Error(`${file} has changed: it should have "${before}" once`);
  return text.replace(before, after);
}
