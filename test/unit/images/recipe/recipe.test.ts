import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { imageLabels } from '../../../../src/images/recipe/labels.ts';
import { recipeOf } from '../../../../src/images/recipe/recipe.ts';
import type { ImageSettings } from '../../../../src/model/image-settings.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A context with files, and settings that build it. */
function aContext(
  files: Readonly<Record<string, string | Buffer>> = {},
  more: Partial<ImageSettings> = {},
): ImageSettings {
  const context = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-recipe-'));
  folders.push(context);
  for (const [name, content] of Object.entries({ Dockerfile: 'FROM scratch\nCOPY . /\n', ...files })) {
    mkdirSync(path.dirname(path.join(context, name)), { recursive: true });
    writeFileSync(path.join(context, name), content);
  }
  return {
    repository: 'shop/web',
    context,
    dockerfile: path.join(context, 'Dockerfile'),
    platforms: [],
    buildArgs: {},
    secrets: [],
    ssh: [],
    cacheFrom: [],
    cacheTo: [],
    ...more,
  };
}

const plain = recipeOf(aContext());

describe('the recipe', () => {
  it('is a digest', async () => {
    expect(await plain).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it.each([
    ['another folder', aContext()],
    ['line ends of Windows', aContext({ Dockerfile: 'FROM scratch\r\nCOPY . /\r\n' })],
    ['an empty ignore file', aContext({ '.dockerignore': '' })],
    ['files of the context', aContext({ 'app.js': '1' })],
    ['another repository', aContext({}, { repository: 'other' })],
    ['caches', aContext({}, { cacheFrom: ['type=gha'], cacheTo: ['type=inline'] })],
  ])('is the same with %s', async (_, settings) => {
    expect(await recipeOf(settings)).toBe(await plain);
  });

  it.each([
    ['another Dockerfile', aContext({ Dockerfile: 'FROM scratch\n' })],
    ['bytes that are no text', aContext({ Dockerfile: Buffer.from([0x46, 0xff]) })],
    ['rules for the context', aContext({ '.dockerignore': '*.md' })],
    ['rules of the Dockerfile', aContext({ 'Dockerfile.dockerignore': '*.txt' })],
    ['a build argument', aContext({}, { buildArgs: { A: '1' } })],
    ['another value of it', aContext({}, { buildArgs: { A: '2' } })],
    ['a target', aContext({}, { target: 'final' })],
    ['a platform', aContext({}, { platforms: ['linux/arm64'] })],
    ['two platforms', aContext({}, { platforms: ['linux/arm64', 'linux/amd64'] })],
    ['a secret', aContext({}, { secrets: [{ id: 'npm', from: { kind: 'env', variable: 'NPM' } }] })],
    ['SSH', aContext({}, { ssh: ['default'] })],
    ['other SSH', aContext({}, { ssh: ['deploy=/key'] })],
  ])('is another one with %s', async (name, settings) => {
    const recipe = await recipeOf(settings);

    expect(recipe).not.toBe(await plain);
    expect(seen.get(recipe) ?? name).toBe(name);
    seen.set(recipe, name);
  });
  const seen = new Map<string, string>();

  it('knows secrets and SSH by their names only', async () => {
    const one = aContext(
      {},
      { secrets: [{ id: 'npm', from: { kind: 'env', variable: 'A' } }], ssh: ['default'] },
    );
    const other = aContext(
      {},
      { secrets: [{ id: 'npm', from: { kind: 'file', path: '/b' } }], ssh: ['default=/key'] },
    );

    expect(await recipeOf(one)).toBe(await recipeOf(other));
  });

  it("takes the Dockerfile's own rules before those of the context", async () => {
    const own = { 'docker/web': 'FROM scratch', 'docker/web.dockerignore': '*.md' };
    const both = aContext({ ...own, '.dockerignore': '*.txt' });
    const alone = aContext(own);
    const at = (settings: ImageSettings): ImageSettings => ({
      ...settings,
      dockerfile: path.join(settings.context, 'docker/web'),
    });

    expect(await recipeOf(at(both))).toBe(await recipeOf(at(alone)));
  });

  it('tells two folders of a repository apart that have the same Dockerfile', async () => {
    const repository = aContext({ 'a/Dockerfile': 'FROM scratch\nCOPY . /\n' });
    const inA = path.join(repository.context, 'a');
    const root = realpathSync(repository.context);
    const clone = aContext();

    const atRoot = await recipeOf(repository, root);
    expect(await recipeOf({ ...repository, context: inA }, root)).not.toBe(atRoot);
    expect(await recipeOf(clone, realpathSync(clone.context))).toBe(atRoot);
  });

  it('does not depend on any order', async () => {
    const settings = aContext();
    const buildArgs = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 4 });
    const platforms = fc.uniqueArray(fc.constantFrom('linux/amd64', 'linux/arm64', 'linux/arm/v7'));
    await fc.assert(
      fc.asyncProperty(buildArgs, platforms, async (args, list) => {
        const backwards = Object.fromEntries(Object.entries(args).reverse());
        const one = await recipeOf({ ...settings, buildArgs: args, platforms: list });

        expect(await recipeOf({ ...settings, buildArgs: backwards, platforms: [...list].reverse() })).toBe(
          one,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('needs a Dockerfile', async () => {
    const settings = aContext();
    const missing = path.join(settings.context, 'Containerfile');

    await expect(recipeOf({ ...settings, dockerfile: missing })).rejects.toMatchObject({
      code: 'build.no_dockerfile',
      message: `there is no Dockerfile ${missing}`,
    });
    await expect(recipeOf({ ...settings, dockerfile: settings.context })).rejects.toThrow(
      'it is a directory',
    );
  });
});

it('the labels of an image tell what it was made from, and nothing that changes by itself', () => {
  expect(imageLabels({ recipe: 'sha256:1', revision: 'abc-dirty-1' })).toEqual({
    'org.opencontainers.image.revision': 'abc-dirty-1',
    'ecsdeploy.recipe': 'sha256:1',
  });
  expect(imageLabels({ recipe: 'sha256:1' })).toEqual({ 'ecsdeploy.recipe': 'sha256:1' });
});
