import { mkdtemp, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from '@jest/globals';
import fc from 'fast-check';
import { checkTaskDefinition } from '../../src/task-definitions/check.ts';
import { compareTaskDefinitions } from '../../src/task-definitions/compare.ts';
import { loadTaskDefinition } from '../../src/task-definitions/load.ts';
import { renderTaskDefinition } from '../../src/task-definitions/render.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';
import { expectOneSentence } from './refused.ts';

/** One wound in a value: where (as a number, taken modulo), and what happens there. */
interface Wound {
  readonly where: number;
  readonly what: 'delete' | 'duplicate' | 'rename' | 'replace';
  readonly value: unknown;
}

const wound: fc.Arbitrary<Wound> = fc.record({
  where: fc.nat(10_000),
  what: fc.constantFrom('delete', 'duplicate', 'rename', 'replace'),
  value: fc.oneof(
    fc.constantFrom(
      null,
      '',
      0,
      -1,
      1.5,
      true,
      [],
      {},
      [[]],
      [null],
      '${env:NOPE}',
      '{{x}}',
      '__proto__',
      '\uFEFF\n',
    ),
    fc.jsonValue({ maxDepth: 2 }),
  ),
});

function placesOf(value: unknown): { holder: Record<string, unknown>; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...placesOf(holder[name])]);
}

function inflict(value: unknown, { where, what, value: weapon }: Wound): void {
  const places = placesOf(value);
  const place = places[where % Math.max(1, places.length)];
  if (place === undefined) return;
  const { holder, name } = place;
  const old = holder[name];
  if (what === 'replace') holder[name] = structuredClone(weapon);
  else if (what === 'duplicate' && Array.isArray(holder)) holder.push(structuredClone(old));
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else {
    Reflect.deleteProperty(holder, name);
    if (what === 'rename') holder[`${name}X`] = old;
  }
}

/** Loads and, where that works, does all that we do with a task definition. */
async function exercise(file: string): Promise<void> {
  try {
    const loaded = await loadTaskDefinition({ file, shownAs: 'file', variables: { TAG: '1' } });
    checkTaskDefinition(loaded.definition);
    const { definition } = renderTaskDefinition(loaded, new Map());
    const differences = compareTaskDefinitions(loaded.definition, definition);
    if (differences.length > 0) throw new Error(JSON.stringify(differences));
  } catch (error) {
    expectOneSentence(error);
  }
}

const originals = [...corpusFiles('taskdef'), ...corpusFiles('service')].flatMap(
  ({ name, file }): [string, unknown][] => {
    try {
      return [[name, JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))]];
    } catch {
      return [];
    }
  },
);

describeCorpus('published files with wounds (../shared/corpus)', () => {
  it('load, or are refused in one sentence; none crashes', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-fuzz-'));
    const file = path.join(directory, 'task.json');

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(wound, { minLength: 1, maxLength: 4 }),
        async ([, original], wounds) => {
          const value: unknown = structuredClone(original);
          for (const one of wounds) inflict(value, one);
          await writeFile(file, JSON.stringify(value));
          await exercise(file);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('may be cut off or have a byte changed anywhere', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-fuzz-'));

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...corpusFiles('taskdef')),
        fc.nat(20_000),
        fc.option(fc.nat(255), { nil: undefined }),
        async ({ file: original, name }, where, byte) => {
          const bytes = readFileSync(original);
          const at = where % bytes.length;
          if (byte !== undefined) bytes[at] = byte;
          const file = path.join(directory, `task${path.extname(name)}`);
          await writeFile(file, byte === undefined ? bytes.subarray(0, at) : bytes);
          await exercise(file);
        },
      ),
      { numRuns: 150 },
    );
  });
});
