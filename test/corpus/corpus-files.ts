import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../shared/corpus');

/** Real files that people published; they lie beside the repository and may be missing. */
const hasCorpus = existsSync(root);

export function corpusFiles(
  kind: 'taskdef' | 'service' | 'ecspresso' | 'appspec' | 'workflow' | 'copilot',
): { name: string; file: string }[] {
  if (!hasCorpus) return [];
  const directory = path.join(root, kind);
  return readdirSync(directory)
    .sort()
    .map((name) => ({ name, file: path.join(directory, name) }));
}

/** Tests on the corpus; where it is missing one skipped test says so. */
export function describeCorpus(title: string, tests: () => void): void {
  if (hasCorpus) describe(title, tests);
  else it.skip(`${title}: ${root} is not there`, () => undefined);
}
