import { describe, expect, it } from '@jest/globals';
import {
  builderOf,
  chooseClient,
  type AskedClient,
  type ClientFacts,
} from '../../../../src/images/engines/docker/choose-client.ts';
import { checkNeeds, type BuildNeeds } from '../../../../src/images/engines/docker/check-needs.ts';
import { plainSettings, withBuildKit, withBuildx, withLegacy } from './an-order.ts';

function facts(clientVersion: string, more: Partial<ClientFacts> = {}): ClientFacts {
  return {
    path: `/bin/${clientVersion}`,
    clientVersion,
    serverVersion: '20.10.24',
    serverPlatform: 'linux/amd64',
    buildx: undefined,
    ...more,
  };
}

const plugin = { buildx: { version: { major: 0, minor: 12 } } };
const answers = (client: ClientFacts): AskedClient => ({ kind: 'answers', facts: client });
const silent: AskedClient = { kind: 'silent', path: '/bin/docker', sentence: 'Cannot connect' };

describe('builderOf', () => {
  it.each([
    ['28.2.2', plugin, {}, 'buildx'],
    ['20.10.24', plugin, {}, 'buildx'],
    ['28.2.2', {}, {}, 'legacy'],
    ['23.0.1', {}, {}, 'legacy'],
    ['22.6', {}, {}, 'buildkit'],
    ['20.10.24+dfsg1', {}, {}, 'buildkit'],
    ['18.09.1', {}, {}, 'buildkit'],
    ['18.06.3', {}, {}, 'legacy'],
    ['20.10.24', { serverVersion: '18.06.1' }, {}, 'legacy'],
    ['20.10.24', { serverPlatform: 'windows/amd64' }, {}, 'legacy'],
    ['20.10.24', plugin, { DOCKER_BUILDKIT: '0' }, 'legacy'],
    ['20.10.24', plugin, { DOCKER_BUILDKIT: 'False' }, 'legacy'],
    ['20.10.24', plugin, { DOCKER_BUILDKIT: '1' }, 'buildx'],
    ['20.10.24', plugin, { DOCKER_BUILDKIT: '' }, 'buildx'],
  ])('finds for client %s with %j and %j: %s', (version, more, environment, builder) => {
    expect(builderOf(facts(version, more), environment)).toBe(builder);
  });
});

describe('chooseClient', () => {
  const legacy = facts('28.2.2');
  const buildkit = facts('20.10.24');
  const buildx = facts('27.0.1', plugin);

  it.each([
    ['the best builder, wherever it stands', [legacy, buildkit, buildx], buildx],
    ['BuildKit before a newer client without it', [legacy, buildkit], buildkit],
    ['the first among equals', [buildkit, facts('20.10.1')], buildkit],
    ['what there is', [legacy], legacy],
  ])('takes %s', (_, clients, chosen) => {
    expect(chooseClient(clients.map(answers), {})?.facts).toBe(chosen);
  });

  it('takes the first if BuildKit is switched off', () => {
    expect(chooseClient([legacy, buildx].map(answers), { DOCKER_BUILDKIT: '0' })).toEqual({
      facts: legacy,
      builder: 'legacy',
    });
  });

  it('passes over a client whose engine does not answer', () => {
    expect(chooseClient([silent, answers(legacy)], {})?.facts).toBe(legacy);
    expect(chooseClient([silent], {})).toBeUndefined();
  });
});

describe('checkNeeds', () => {
  const secret: BuildNeeds['secrets'][number] = { id: 'npm', from: { kind: 'env', variable: 'NPM_TOKEN' } };

  it.each<[Partial<BuildNeeds>, string]>([
    [
      { secrets: [secret] },
      'BuildKit is needed for the secret "npm", and docker 28.2.2 (/usr/bin/docker) has only the legacy builder',
    ],
    [{ ssh: ['default'] }, 'for ssh "default"'],
    [{ platforms: ['linux/arm64'] }, 'for the platform linux/arm64 on an engine for linux/amd64'],
    [{ secrets: [secret], ssh: ['default'] }, 'for the secret "npm" and ssh "default"'],
  ])('refuses %j to the legacy builder', (needs, message) => {
    expect(() => checkNeeds({ ...plainSettings, ...needs }, withLegacy, {})).toThrow(message);
    expect(() => checkNeeds({ ...plainSettings, ...needs }, withBuildKit, {})).not.toThrow();
  });

  it.each<[Partial<BuildNeeds>, string]>([
    [
      { platforms: ['linux/amd64', 'linux/arm64'] },
      'Buildx is needed for building for linux/amd64 and linux/arm64 at once, and docker',
    ],
    [{ cacheTo: ['type=inline'] }, 'for cacheTo "type=inline"'],
    [{ cacheFrom: ['type=gha'] }, 'for cacheFrom "type=gha"'],
  ])('refuses %j without buildx', (needs, message) => {
    for (const client of [withLegacy, withBuildKit]) {
      expect(() => checkNeeds({ ...plainSettings, ...needs }, client, {})).toThrow(message);
    }
    expect(() => checkNeeds({ ...plainSettings, ...needs }, withBuildx, {})).not.toThrow();
  });

  it('lets the legacy builder have its own platform under any name, and images as caches', () => {
    const needs = { ...plainSettings, platforms: ['linux/x86_64'], cacheFrom: ['shop:latest'] };

    expect(() => checkNeeds(needs, withLegacy, {})).not.toThrow();
  });

  it('looks at the platform that the environment asks for', () => {
    expect(() => checkNeeds(plainSettings, withLegacy, { DOCKER_DEFAULT_PLATFORM: 'linux/arm64' })).toThrow(
      'linux/arm64',
    );
  });

  it('refuses secrets of variables to the BuildKit of clients before 20.10', () => {
    const old = { ...withBuildKit, facts: { ...withBuildKit.facts, clientVersion: '19.03.15' } };
    const file = { id: 'key', from: { kind: 'file', path: '/run/key' } } as const;

    expect(() => checkNeeds({ ...plainSettings, secrets: [secret] }, old, {})).toThrow(
      'the secret "npm" of a variable',
    );
    expect(() => checkNeeds({ ...plainSettings, secrets: [file] }, old, {})).not.toThrow();
  });

  it('says that it was switched off', () => {
    expect(() =>
      checkNeeds({ ...plainSettings, secrets: [secret] }, withLegacy, { DOCKER_BUILDKIT: '0' }),
    ).toThrow('BuildKit is needed for the secret "npm", and DOCKER_BUILDKIT switches it off');
  });
});
