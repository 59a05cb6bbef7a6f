import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { resolveEnvironment } from '../../src/config/resolve-environment.ts';
import { definitionFile } from '../../src/init/definition-file.ts';
import { draftFromFile } from '../../src/init/draft-from-file.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { ConfigDraft, ForeignTool } from '../../src/model/initialised.ts';
import { configAsYaml } from '../../src/output/config-as-yaml.ts';
import { describeLeftover } from '../../src/output/init-text.ts';
import { compareTaskDefinitions } from '../../src/task-definitions/compare.ts';
import { loadTaskDefinition, type TaskDefinitionWithTags } from '../../src/task-definitions/load.ts';
import { renderTaskDefinition } from '../../src/task-definitions/render.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';

type Files = { name: string; file: string }[];

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Values that whoever uses the files would set. */
function variablesOf(...texts: readonly string[]): Record<string, string> {
  const names = texts.flatMap((text) => [...text.matchAll(/\$\{env:(\w+)/g)].map(([, name = '']) => name));
  return Object.fromEntries(names.map((name) => [name, /REGION/i.test(name) ? 'eu-west-1' : '80']));
}

function asDefinition(at: string, of: string): string {
  const value = at.replaceAll(/[^\w.-]/g, '-');
  return value === '' ? of : value;
}

interface Translated {
  readonly draft: ConfigDraft;
  readonly services: readonly string[];
  readonly leftovers: readonly string[];
}

/** Translates a file, writes what it comes to beside it, and loads that as a release would; or the code of the refusal. */
async function translate(tool: ForeignTool, folder: string, file: string): Promise<Translated | string> {
  try {
    const order = {
      tool,
      file: path.join(folder, file),
      shownAs: file,
      directory: folder,
      copySecrets: false,
    };
    const draft = await draftFromFile(order);
    const yaml = configAsYaml(draft);
    writeFileSync(path.join(folder, 'ecsdeploy.yml'), yaml);
    for (const one of draft.definitions)
      writeFileSync(path.join(folder, one.path), JSON.stringify(one.value, null, 2));
    const written = draft.definitions.map((one) => JSON.stringify(one.value));
    const variables = variablesOf(yaml, ...written);
    const git = (): Promise<string> => Promise.resolve('4f2a9c1e5b7d4f2a9c1e5b7d4f2a9c1e5b7d4f2a');
    const config = await loadConfig({ startDirectory: folder, variables, git: git as never });
    const [environment] = Object.keys(config.configuration.environments ?? {});
    const resolved = resolveEnvironment(config, environment);
    for (const { taskDefinitionFile } of resolved.services) {
      if (taskDefinitionFile === undefined) continue;
      renderTaskDefinition(
        await loadTaskDefinition({ file: taskDefinitionFile, variables, git: git as never }),
        new Map(),
      );
    }
    return {
      draft,
      services: resolved.services.map((one) => `${one.cluster}/${one.service}`),
      leftovers: draft.leftovers.map(describeLeftover),
    };
  } catch (error) {
    if (error instanceof EcsdeployError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** The files of one repository with their own names, as far as the names of the corpus tell them. */
function layOut(folder: string, { name, file }: Files[number], named: string): void {
  copyFileSync(file, path.join(folder, named));
  const repository = name.split('__').slice(0, 2).join('__');
  const text = readFileSync(file, 'utf8');
  const beside = [...text.matchAll(/(?:service|task)_definition:\s*['"]?([\w./-]+)/g)].map(
    ([, one = '']) => one,
  );
  for (const one of beside) {
    const found = corpusFiles('ecspresso').find(
      (other) => other.name.startsWith(repository) && other.name.endsWith(path.basename(one)),
    );
    if (found === undefined) continue;
    mkdirSync(path.dirname(path.join(folder, one)), { recursive: true });
    copyFileSync(found.file, path.join(folder, one));
  }
}

async function translateCorpus(tool: ForeignTool, one: Files[number]): Promise<Translated | string> {
  return await inFolder(async (folder) => {
    const named = `source${path.extname(one.file)}`;
    layOut(folder, one, named);
    return await translate(tool, folder, named);
  });
}

describeCorpus('published files of other tools (../shared/corpus)', () => {
  const configurations = corpusFiles('ecspresso').filter(
    ({ name }) => !/-def|definition|task-def/.test(name),
  );
  const refused: [RegExp, RegExp][] = [
    [/jsonnet$|hrfmmr|kayac__ecspresso__tests-ci|stuartshay/, /Jsonnet/],
    [/shogogg/, /foreign_unreadable/],
  ];

  it.each(configurations)('ecspresso: $name', async (one) => {
    const result = await translateCorpus('ecspresso', one);
    const [, why] = refused.find(([name]) => name.test(one.name)) ?? [];

    if (why === undefined) expect(result).toMatchObject({ services: [expect.any(String)] });
    else expect(result).toMatch(why);
  });

  it.each(corpusFiles('workflow'))('action: $name', async (one) => {
    const result = await translateCorpus('action', one);

    if (typeof result === 'string')
      expect(result).toMatch(/no step of this workflow|releases to no service|no workflow|a merge conflict/);
    else expect(result.services.length).toBeGreaterThan(0);
  });

  it('most workflows are translated', async () => {
    const results = await Promise.all(corpusFiles('workflow').map((one) => translateCorpus('action', one)));
    const well = results.filter((one) => typeof one !== 'string').length;

    expect(well / results.length).toBeGreaterThan(0.8);
  });

  it.each(corpusFiles('copilot'))('copilot: $name', async (one) => {
    const result = await translateCorpus('copilot', one);
    const isOfEcs = /type: *['"]?(?:Load Balanced Web|Backend|Worker) Service/.test(
      readFileSync(one.file, 'utf8'),
    );

    if (isOfEcs) expect(result).toMatchObject({ services: [expect.any(String)] });
    else expect(result).toMatch(/and ecsdeploy releases services of ECS only/);
  });
});

async function loaded(file: string): Promise<TaskDefinitionWithTags | undefined> {
  try {
    const { definition, tags } = await loadTaskDefinition({ file, variables: {} });
    // AWS holds no placeholders.
    const filled = {
      ...definition,
      family: asDefinition(definition.family, 'web'),
      containerDefinitions: definition.containerDefinitions.map((one) => ({ ...one, image: 'shop/web:1' })),
    };
    return renderTaskDefinition({ definition: filled, tags }, new Map());
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

function valueAt(value: unknown, at: readonly (string | number)[]): unknown {
  return at.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown>)[part], value);
}

describeCorpus('task definitions that run, as files (../shared/corpus)', () => {
  it.each(corpusFiles('taskdef'))('$name is written so that nothing changes', async ({ file }) => {
    const registered = await loaded(file);
    if (registered === undefined) return;
    const { file: written, secrets } = definitionFile('web', registered, { copySecrets: false });
    const { file: whole } = definitionFile('web', registered, { copySecrets: true });
    const variables = Object.fromEntries(
      secrets.map(({ path: at, variable }) => [variable, String(valueAt(whole.value, at))]),
    );

    await inFolder(async (folder) => {
      const target = path.join(folder, written.path);
      writeFileSync(target, JSON.stringify(written.value));
      const again = await loadTaskDefinition({ file: target, variables });
      const rendered = renderTaskDefinition(again, new Map());

      expect(compareTaskDefinitions(registered.definition, rendered.definition)).toEqual([]);
      expect(rendered.tags).toEqual(renderTaskDefinition(registered, new Map()).tags);
    });
    for (const value of Object.values(variables)) {
      // A value that is also a name elsewhere may stand there.
      if (value.length > 12) expect(JSON.stringify(written.value)).not.toContain(JSON.stringify(value));
    }
  });
});
