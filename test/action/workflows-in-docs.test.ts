import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readAction } from './runner/read-workflow.ts';
import { membersOf, type Tree } from './runner/tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (...names: readonly string[]): string => readFileSync(path.join(root, ...names), 'utf8');
const within = (folder: string): readonly string[] =>
  readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);

const examples = [...within('docs/examples/workflows'), ...within('docs/examples/codebuild')];
const pages = within('docs/how-to');
/** The YAML in a page that is a whole file, and not a part of one. */
const wholeFilesIn = (page: string): readonly string[] =>
  [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, text = '']) => text)
    .filter((text) => /^(jobs:|phases:|AWSTemplateFormatVersion:.*)$/m.test(text));

describe('the pages', () => {
  it.each(examples)('show %s', (file) => {
    expect(pages.filter((page) => read(page).includes(read(file)))).toHaveLength(1);
  });

  it('show no workflow that is not such a file', () => {
    const texts = examples.map((file) => read(file));
    const shown = pages.flatMap((page) =>
      wholeFilesIn(page).map((text) => ({ page, isFile: texts.includes(text) })),
    );

    expect(shown.length).toBeGreaterThanOrEqual(examples.length);
    expect(shown.filter(({ isFile }) => !isFile)).toEqual([]);
  });

  it('name every input and output of the action, and no other, in its own words', async () => {
    const action = await readAction(root);
    const page = read('docs/how-to/deploy-from-github-actions.md');
    const told = (heading: string): unknown => {
      const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
      return [...section.matchAll(/^\| `([\w-]+)` .*\| (.+?) +\|$/gm)].map(([, name, words]) => [
        name,
        words,
      ]);
    };
    const described = (members: Tree | undefined): unknown =>
      Object.entries(membersOf(members)).map(([name, value]) => [name, membersOf(value)['description']]);

    expect(told('Inputs')).toEqual(described(action['inputs']));
    expect(told('Outputs')).toEqual(described(action['outputs']));
  });
});
