import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ensure-built.js';

// Licences that ask for their text and the names. Any other ends the build: somebody has to read it first.
const known = new Set(['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);

/**
 * The notice about packages whose code is in the bundle: each licence once, below the packages that have it.
 * @param outputs what esbuild wrote, and from which files
 */
export function thirdPartyNotice(outputs) {
  const packages = bundledPackages(outputs);
  const unknown = packages.filter(({ license }) => !known.has(license));
  if (unknown.length > 0) throw new Error(`licences to be read first: ${unknown.map(named).join(', ')}`);
  const byText = new Map();
  for (const one of packages) {
    const text = one.text ?? textOfAnother(packages, one);
    byText.set(text, [...(byText.get(text) ?? []), named(one)]);
  }
  return [
    'ecsdeploy contains code of the packages below, under the licences that follow their names.',
    ...[...byText].map(([text, names]) => `${[...new Set(names)].join('\n')}\n\n${text}`),
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
}

function bundledPackages(outputs) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = new Set(files.flatMap((file) => folderOf(file) ?? []));
  return [...folders].map(describe).sort((a, b) => (named(a) < named(b) ? -1 : 1));
}

// The innermost one: packages may have packages of their own.
function folderOf(file) {
  return /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

function describe(folder) {
  const at = path.resolve(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
  const files = readdirSync(at).filter((file) => /^(licen[sc]e|copying|notice)/i.test(file));
  const texts = files.map((file) =>
    readFileSync(path.join(at, file), 'utf8').replaceAll('\r\n', '\n').trim(),
  );
  return { name, version, license, text: texts.length === 0 ? undefined : texts.join('\n\n') };
}

// Some packages of the AWS SDK come without a file. The Apache licence names nobody, so one text is as good as another.
function textOfAnother(packages, one) {
  const other = packages.find(({ license, text }) => license === one.license && text !== undefined);
  if (one.license !== 'Apache-2.0' || other === undefined)
    throw new Error(`${named(one)} has no licence text`);
  return other.text;
}

function named({ name, version, license }) {
  return `${name} ${version} (${license})`;
}
