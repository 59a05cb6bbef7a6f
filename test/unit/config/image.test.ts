import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { imageOf as imageToBuild } from '../../../src/config/image-of.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { formatSource } from '../../../src/config/provenance.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';

interface Loaded {
  readonly directory: string;
  readonly services: readonly ResolvedService[];
}

async function load(text: string, environment?: string): Promise<Loaded> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-image-'));
  await writeFile(path.join(directory, 'ecsdeploy.yml'), text);
  const config = await loadConfig({ startDirectory: directory, variables: { TOKEN_NAME: 'NPM_TOKEN' } });
  return { directory, services: resolveEnvironment(config, environment).services };
}

/** A service `web` with an `image` in flow style. */
async function imageOf(image: string): Promise<Loaded & { readonly image: ResolvedService['image'] }> {
  const loaded = await load(`version: 1\ncluster: c\nservices:\n  web:\n    image: ${image}\n`);
  return { ...loaded, image: loaded.services[0]?.image };
}

describe('image', () => {
  it('is absent where nothing is written', async () => {
    const { services } = await load('version: 1\ncluster: c\nservices: {web: }\n');

    expect(services[0]?.image).toBeUndefined();
  });

  it('needs no more than a repository', async () => {
    const { directory, image, services } = await imageOf('{repository: shop/web}');

    expect(image).toEqual({
      repository: 'shop/web',
      context: directory,
      dockerfile: path.join(directory, 'Dockerfile'),
      target: undefined,
      platforms: [],
      buildArgs: {},
      secrets: [],
      ssh: [],
      cacheFrom: [],
      cacheTo: [],
    });
    const sources = [...services[0]!.provenance].filter(([member]) => member.startsWith('image'));
    expect(sources.map(([member, source]) => `${member} ${formatSource(source)}`)).toEqual([
      'image.repository ecsdeploy.yml:5:25',
      'image.context default',
      'image.dockerfile default',
    ]);
  });

  it('has its Dockerfile relative to the context, and the rest relative to the file', async () => {
    const { directory, image } = await imageOf(
      '{repository: r1, context: ./web, dockerfile: ../docker/web, ssh: [default, "deploy=keys/a,/b"], secrets: {npm: {file: npm.txt}}}',
    );

    expect(image).toMatchObject({
      context: path.join(directory, 'web'),
      dockerfile: path.join(directory, 'docker/web'),
      ssh: ['default', `deploy=${path.join(directory, 'keys/a')},/b`],
      secrets: [{ id: 'npm', from: { kind: 'file', path: path.join(directory, 'npm.txt') } }],
    });
  });

  it('takes build arguments as they are written', async () => {
    const { image } = await imageOf(
      '{repository: r1, buildArgs: {NODE: 22, VERSION: 1.10, BIG: 0x1F, ON: true, EMPTY: "", TEXT: a b}}',
    );

    expect(image?.buildArgs).toEqual({
      NODE: '22',
      VERSION: '1.10',
      BIG: '0x1F',
      ON: 'true',
      EMPTY: '',
      TEXT: 'a b',
    });
  });

  it('is merged from the top, the environment and the service', async () => {
    const text = `version: 1
cluster: c
image:
  repository: shop/all
  platforms: [linux/amd64]
  buildArgs: {A: top, B: top}
  secrets: {npm: {env: TOP}, other.id: {env: OTHER}}
services:
  web:
    image: {repository: shop/web, buildArgs: {B: web}}
  api:
environments:
  production:
    image:
      platforms: [linux/arm64]
      secrets: {npm: {file: /run/npm}}
`;
    const { services } = await load(text, 'production');

    expect(services.map(({ image }) => image?.repository)).toEqual(['shop/web', 'shop/all']);
    expect(services[0]?.image).toMatchObject({
      platforms: ['linux/arm64'],
      buildArgs: { A: 'top', B: 'web' },
      // One secret is one value: `env` of the top and `file` of the environment never meet.
      secrets: [
        { id: 'npm', from: { kind: 'file', path: '/run/npm' } },
        { id: 'other.id', from: { kind: 'env', variable: 'OTHER' } },
      ],
    });
  });

  it('shows each value with its place, and of secrets only where they come from', async () => {
    const { directory, services } = await imageOf(
      '{repository: r1, buildArgs: {A: 1}, secrets: {npm.token: {env: "${env:TOKEN_NAME}"}, b: {file: f}}, cacheTo: [type=inline]}',
    );
    const shown = sourcedMembers(services[0]!).filter(({ member }) => member.startsWith('image'));

    expect(Object.fromEntries(shown.map(({ member, value }) => [member, value]))).toEqual({
      'image.repository': 'r1',
      'image.context': directory,
      'image.dockerfile': path.join(directory, 'Dockerfile'),
      'image.buildArgs.A': '1',
      'image.secrets.npm.token': { env: 'NPM_TOKEN' },
      'image.secrets.b': { file: path.join(directory, 'f') },
      'image.cacheTo': ['type=inline'],
    });
  });

  it.each([
    ['{}', '5:12: image of the service web has no repository: name one in ECR'],
    ['{repository: }', 'repository is empty, must be the name or the URI of a repository'],
    ['{repository: shop/web:1}', 'repository is "shop/web:1", must have no tag: leave :1 out'],
    ['{repository: r1, file: x}', 'services.web.image.file is no member of the configuration'],
    ['{repository: r1, context: ""}', 'context is "", must be the path of a directory'],
    [
      '{repository: r1, platforms: [arm64]}',
      'platforms[0] is "arm64", must be a platform such as linux/amd64',
    ],
    ['{repository: r1, platforms: [linux/x86_64]}', 'must be a platform such as linux/amd64'],
    ['{repository: r1, platforms: linux/amd64}', 'platforms is "linux/amd64", must be a list'],
    ['{repository: r1, platforms: [linux/arm64, linux/arm64]}', 'names a platform twice'],
    ['{repository: r1, buildArgs: {A: }}', 'buildArgs.A is empty, must be a text'],
    ['{repository: r1, buildArgs: {A: [1]}}', 'buildArgs.A is a list ([1]), must be a text'],
    ['{repository: r1, buildArgs: [A=1]}', 'buildArgs is a list (["A=1"]), must be a map'],
    ['{repository: r1, buildArgs: {a b: 1}}', 'must have a name of letters, digits and _'],
    [
      '{repository: r1, secrets: {npm: NPM}}',
      'secrets.npm is "NPM", must be a map that has either env or file',
    ],
    ['{repository: r1, secrets: {npm: {}}}', 'secrets.npm is a map ({}), must have either env or file'],
    ['{repository: r1, secrets: {npm: {env: A, file: b}}}', 'must have either env or file'],
    ['{repository: r1, secrets: {npm: {env: A-B}}}', 'must be the name of an environment variable'],
    ['{repository: r1, secrets: {"a,src=/b": {env: A}}}', 'must have an id of letters'],
    ['{repository: r1, ssh: [/key]}', 'must be default, or an id with the path of a key'],
  ])('%s is refused', async (image, message) => {
    await expect(imageOf(image)).rejects.toMatchObject({
      code: 'config.invalid',
      message: expect.stringContaining(message),
    });
  });

  it('may ask for what nobody knows here, until it is to be built', async () => {
    const { services } = await load(`
version: 1
cluster: c
image:
  buildArgs: {NUMBER: '\${env:PIPELINE_NUMBER}'}
services:
  api:
    image: {repository: shop/api, buildArgs: {VERSION: '\${git:sha}'}, cacheTo: ['\${env:CACHE}']}
  web:
    image: {repository: shop/web, buildArgs: {NUMBER: none}}
`);

    const [api, web] = services;
    expect(api).toMatchObject({ name: 'api', cluster: 'c' });
    expect(() => imageToBuild(api!)).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringMatching(/^3 problems:\n.*PIPELINE_NUMBER.*\n.*VERSION.*\n.*CACHE/),
        suggestions: expect.arrayContaining([
          expect.stringMatching(/ Or release an image .* --image <image>\.$/),
        ]),
      }),
    );
    expect(imageToBuild(web!)?.buildArgs).toEqual({ NUMBER: 'none' });
  });

  it('is wrong at once where what it holds is no reference', async () => {
    await expect(imageOf("{repository: shop/web, buildArgs: {A: '${FOO}'}}")).rejects.toMatchObject({
      code: 'config.invalid',
    });
  });

  it('without a repository is told where it is written', async () => {
    const text = 'version: 1\ncluster: c\nservices:\n  web:\nimage:\n  platforms: [linux/amd64]\n';

    await expect(load(text)).rejects.toThrow('ecsdeploy.yml:6:3: image of the service web has no repository');
  });
});
