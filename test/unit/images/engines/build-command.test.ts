import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildCommand } from '../../../../src/images/engines/docker/build-command.ts';
import type { ChosenClient } from '../../../../src/images/engines/docker/choose-client.ts';
import type { ReadSecret } from '../../../../src/images/engines/docker/read-secrets.ts';
import { anOrder, withBuildKit, withBuildx, withLegacy } from './an-order.ts';

const fromVariable = (id: string, value: string): ReadSecret => ({
  secret: { id, from: { kind: 'env', variable: 'TOKEN' } },
  value,
});
const fromFile = (id: string, path: string): ReadSecret => ({
  secret: { id, from: { kind: 'file', path } },
  value: 'content',
});

const everything = anOrder(
  {
    target: 'run',
    platforms: ['linux/amd64', 'linux/arm64'],
    buildArgs: { COLOUR: 'blue', VERSION: '1' },
    ssh: ['default'],
    cacheFrom: ['type=registry,ref=shop:cache'],
    cacheTo: ['type=registry,ref=shop:cache,mode=max'],
  },
  { labels: { 'org.opencontainers.image.revision': 'abc' }, push: true },
);

describe('buildCommand', () => {
  it('asks buildx for all that was ordered', () => {
    const { arguments: words } = buildCommand(everything, withBuildx, [fromVariable('npm', 'x')]);

    expect(words).toEqual([
      ...['buildx', 'build', '--progress=plain', '--file', '/work/shop/Dockerfile', '--target', 'run'],
      ...['--platform', 'linux/amd64,linux/arm64', '--label', 'org.opencontainers.image.revision=abc'],
      ...['--build-arg', 'COLOUR', '--build-arg', 'VERSION', '--secret', 'id=npm,env=ECSDEPLOY_SECRET_1'],
      ...['--ssh', 'default', '--cache-from', 'type=registry,ref=shop:cache'],
      ...[
        '--cache-to',
        'type=registry,ref=shop:cache,mode=max',
        '--provenance=false',
        '--sbom=false',
        '--push',
      ],
      ...['--tag', 'registry.example.com/shop:abc', '/work/shop'],
    ]);
  });

  it('has buildx put the image into the engine if it is not pushed', () => {
    const { arguments: words } = buildCommand(anOrder(), withBuildx, []);

    expect(words).toContain('--load');
    expect(words).not.toContain('--push');
  });

  it.each([
    [{ major: 0, minor: 9 }, false],
    [{ major: 0, minor: 10 }, true],
    [{ major: 1, minor: 0 }, true],
    [undefined, true],
  ])('asks buildx %j for no attestations: %s', (version, asks) => {
    const client: ChosenClient = { ...withBuildx, facts: { ...withBuildx.facts, buildx: { version } } };

    expect(buildCommand(anOrder(), client, []).arguments.includes('--provenance=false')).toBe(asks);
  });

  it("asks the client's own BuildKit for what it knows", () => {
    const order = anOrder({
      platforms: ['linux/amd64'],
      buildArgs: { COLOUR: 'blue' },
      cacheFrom: ['shop:latest'],
    });

    expect(buildCommand(order, withBuildKit, [fromFile('key', '/run/key')]).arguments).toEqual([
      ...['build', '--progress=plain', '--file', '/work/shop/Dockerfile', '--platform', 'linux/amd64'],
      ...['--build-arg', 'COLOUR', '--secret', 'id=key,src=/run/key', '--cache-from', 'shop:latest'],
      ...['--tag', 'registry.example.com/shop:abc', '/work/shop'],
    ]);
  });

  it('asks the legacy builder for what it knows', () => {
    const order = anOrder({ platforms: ['linux/amd64'], target: 'run', buildArgs: { COLOUR: 'blue' } });

    expect(buildCommand(order, withLegacy, []).arguments).toEqual([
      ...['build', '--force-rm', '--file', '/work/shop/Dockerfile', '--target', 'run'],
      ...['--build-arg', 'COLOUR', '--tag', 'registry.example.com/shop:abc', '/work/shop'],
    ]);
  });

  it('gives values in the environment, and a secret one of its own even if an argument has the same name', () => {
    const order = anOrder({ buildArgs: { TOKEN: 'public' } });

    expect(buildCommand(order, withBuildx, [fromVariable('npm', 'secret')]).environment).toEqual({
      TOKEN: 'public',
      ECSDEPLOY_SECRET_1: 'secret',
    });
  });

  it('quotes what a list with commas cannot hold', () => {
    const { arguments: words } = buildCommand(anOrder(), withBuildx, [fromFile('key', '/a,b/"c"')]);

    expect(words).toContain('id=key,"src=/a,b/""c"""');
  });

  it('never has a value of an argument or a secret among its arguments', () => {
    const value = fc.string().map((text) => `canary${text.replaceAll('\0', '')}`);
    const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/).map((text) => `ARG_${text}`);
    fc.assert(
      fc.property(
        fc.dictionary(name, value),
        fc.array(value),
        fc.constantFrom(withBuildx, withBuildKit, withLegacy),
        (buildArgs, secrets, client) => {
          const read = secrets.map((secret, index) => fromVariable(`id${index}`, secret));
          const command = buildCommand(anOrder({ buildArgs }), client, read);

          expect(command.arguments.join('\0')).not.toContain('canary');
          expect(Object.values(command.environment).sort()).toEqual(
            [...Object.values(buildArgs), ...secrets].sort(),
          );
        },
      ),
    );
  });

  it.each([
    'PATH',
    'HOME',
    'DOCKER_HOST',
    'DOCKER_CONFIG',
    'BUILDX_BUILDER',
    'SSH_AUTH_SOCK',
    'LD_PRELOAD',
    'ECSDEPLOY_SECRET_1',
  ])('refuses the argument %s, which the client would obey', (name) => {
    expect(() => buildCommand(anOrder({ buildArgs: { [name]: 'x' } }), withBuildx, [])).toThrow(
      `The build argument "${name}" cannot be passed`,
    );
  });

  it.each([
    'HTTP_PROXY',
    'no_proxy',
    'BUILDKIT_INLINE_CACHE',
    'BUILDKIT_SYNTAX',
    'SOURCE_DATE_EPOCH',
    'PATHS',
  ])('passes the argument %s', (name) => {
    expect(buildCommand(anOrder({ buildArgs: { [name]: 'x' } }), withBuildx, []).environment).toEqual({
      [name]: 'x',
    });
  });

  it.each([
    [{ 'A=B': 'x' }, 'no variable can have that name'],
    [{ '': 'x' }, 'no variable can have that name'],
    [{ A: 'x\0y' }, 'its value has a NUL character in it'],
  ])('refuses %j', (buildArgs, why) => {
    expect(() => buildCommand(anOrder({ buildArgs }), withBuildx, [])).toThrow(why);
  });
});
