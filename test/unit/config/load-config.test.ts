import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { formatSource } from '../../../src/config/provenance.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { AskGit } from '../../../src/model/git-values.ts';

async function directoryWith(files: Record<string, string | Uint8Array>): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-config-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), content);
  }
  return directory;
}

async function errorOf(
  content: string | Uint8Array,
  variables: Record<string, string> = {},
): Promise<EcsdeployError> {
  const startDirectory = await directoryWith({ 'ecsdeploy.yml': content });
  try {
    const config = await loadConfig({ startDirectory, variables });
    resolveEnvironment(config);
  } catch (error) {
    if (error instanceof EcsdeployError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('finding the file', () => {
  it('looks from the directory upward', async () => {
    const top = await directoryWith({ 'ecsdeploy.yaml': 'version: 1\n', 'a/b/x': '' });

    const config = await loadConfig({ startDirectory: path.join(top, 'a/b'), variables: {} });

    expect(config.directory).toBe(top);
  });

  it('reads a JSON file', async () => {
    const startDirectory = await directoryWith({ 'ecsdeploy.json': '{"version": 1, "cluster": "prod"}' });

    const config = await loadConfig({ startDirectory, variables: {} });

    expect(config.configuration.cluster).toBe('prod');
  });

  it('refuses to choose between two files', async () => {
    const startDirectory = await directoryWith({ 'ecsdeploy.yml': 'version: 1', 'ecsdeploy.json': '{}' });

    await expect(loadConfig({ startDirectory, variables: {} })).rejects.toMatchObject({
      code: 'config.several',
    });
  });

  it('says where it looked when there is none', async () => {
    const startDirectory = await directoryWith({});

    await expect(loadConfig({ startDirectory, variables: {} })).rejects.toMatchObject({
      code: 'config.none',
    });
  });

  it('says that a named file is missing, or a directory', async () => {
    const startDirectory = await directoryWith({ 'dir/x': '' });
    const load = (name: string): Promise<unknown> =>
      loadConfig({ path: name, startDirectory, variables: {} });

    await expect(load('no.yml')).rejects.toMatchObject({ code: 'config.not_found' });
    await expect(load('dir')).rejects.toThrow('is a directory');
  });

  it('refuses a file above a megabyte', async () => {
    const error = await errorOf(`version: 1 #${'x'.repeat(1024 * 1024)}`);

    expect(error).toMatchObject({ code: 'config.unreadable' });
  });
});

describe('what is wrong in a file', () => {
  it.each([
    ['an empty file', '', '1:1: the file is empty'],
    ['only comments', '# nothing\n', '1:1: the file is empty'],
    ['a text', 'hello', '1:1: the file is "hello", must be a map'],
    ['no version', 'cluster: prod', '1:1: version is missing, must be 1'],
    [
      'a duplicate key',
      'version: 1\nregion: eu-west-1\nregion: eu-west-2',
      '3:1: region is there twice in one map',
    ],
    ['a tab', 'version: 1\nservices:\n\tweb: {}', '3:1: tabs are not allowed as indentation'],
    ['a merge conflict', 'version: 1\n<<<<<<< HEAD\na: 1\n=======\n', '2:1: a merge conflict is left in it'],
    ['two documents', 'version: 1\n---\nversion: 1', 'multiple documents'],
    ['an alias without its anchor', 'version: 1\ncluster: *no', '2:10: *no has no anchor above it'],
    ['a tag of CloudFormation', 'version: 1\ncluster: !Ref X', '2:10: unresolved tag: !Ref'],
    ['a list as a name', 'version: 1\n[a]: 1', 'a member has a list or a map as its name'],
    ['brackets without end', '['.repeat(30_000), 'ecsdeploy.yml:1:'],
    ['a number for a map', 'version: 1\nservices: 5', '2:11: services is 5, must be a map'],
    ['a wrong version', 'version: "1"', '1:10: version is "1", must be 1'],
    [
      'an impossible duration',
      'version: 1\ntimeout: 10 minutos',
      '2:10: timeout is "10 minutos", must be a duration',
    ],
    ['a duration without unit', 'version: 1\ntimeout: 600', '2:10: timeout is 600, must be a duration'],
    [
      'a short account',
      'version: 1\naccount: 12345',
      '2:10: account is 12345, must be an account id of 12 digits',
    ],
    [
      'another strategy',
      'version: 1\ndeployment: {strategy: SLOW}',
      '2:24: deployment.strategy is "SLOW", must be one of ROLLING, BLUE_GREEN, LINEAR, CANARY',
    ],
    [
      'a fraction',
      'version: 1\ndeployment:\n  maximumPercent: 150.5',
      '3:19: deployment.maximumPercent is 150.5, must be a',
    ],
    [
      'a reference that is not ours',
      'version: 1\ncluster: ${CLUSTER}',
      'cluster holds "${CLUSTER}", and only',
    ],
    ['a reference that is cut off', 'version: 1\ncluster: "${env:CLUSTER"', 'is no complete reference'],
    [
      'an unset variable',
      'version: 1\ncluster: ${env:CLUSTER}',
      '2:10: cluster needs the environment variable CLUSTER',
    ],
    ['an empty member', 'version: 1\ncluster:\n', 'cluster is empty, must be'],
  ])('%s is told with its place', async (_, content, expected) => {
    const error = await errorOf(content);

    expect(error.message).toContain(expected);
    expect(error.code).toBe('config.invalid');
  });

  it('suggests the member that was meant', async () => {
    const error = await errorOf('version: 1\nservices:\n  web:\n    taskdefinition: x.json');

    expect(error.message).toBe(
      'ecsdeploy.yml:4:5: services.web.taskdefinition is no member of the configuration',
    );
    expect(error.suggestions).toEqual(['Did you mean taskDefinition instead of taskdefinition?']);
  });

  it('tells all errors at once, in the order of the file', async () => {
    const error = await errorOf('version: 2\nclustre: x\ntimeout: 5\nregion: ${env:NOPE}\n');

    expect(error.message.split('\n').map((line) => line.slice(0, 17))).toEqual([
      '4 problems:',
      'ecsdeploy.yml:1:1',
      'ecsdeploy.yml:2:1',
      'ecsdeploy.yml:3:1',
      'ecsdeploy.yml:4:9',
    ]);
  });

  it('refuses an alias bomb', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    const error = await errorOf(`l0: &l0 [x]\n${levels.join('\n')}\n`);

    expect(error.message).toContain('too many values');
  });

  it('refuses bytes that are no text', async () => {
    expect((await errorOf(new Uint8Array([0xff, 0xfe, 0x00, 0x01]))).message).toContain(
      'not a text file in UTF-8',
    );
  });

  it('refuses settings that block every deployment, wherever they come together', async () => {
    const error = await errorOf(
      'version: 1\ncluster: c\ndeployment: {minimumHealthyPercent: 100}\nservices:\n  web:\n    deployment:\n      maximumPercent: 100\n',
    );

    expect(error.message).toContain(
      'ecsdeploy.yml:7:23: deployment.maximumPercent of the service web is 100',
    );
  });

  it('says which service has no cluster', async () => {
    const error = await errorOf('version: 1\nservices:\n  web:\n    timeout: 5m\n');

    expect(error.message).toContain('ecsdeploy.yml:4:5: cluster of the service web is missing');
  });
});

describe('what is accepted', () => {
  async function clusterOf(
    content: string | Uint8Array,
    variables: Record<string, string> = {},
  ): Promise<unknown> {
    const startDirectory = await directoryWith({ 'ecsdeploy.yml': content });
    return (await loadConfig({ startDirectory, variables })).configuration.cluster;
  }

  it('a byte order mark and CRLF', async () => {
    expect(await clusterOf('\uFEFFversion: 1\r\ncluster: prod\r\n')).toBe('prod');
  });

  it('anchors and merge keys', async () => {
    const startDirectory = await directoryWith({
      'ecsdeploy.yml':
        'version: 1\nservices:\n  a: &a\n    cluster: one\n    timeout: 5m\n  b:\n    <<: *a\n    cluster: two\n',
    });

    const config = await loadConfig({ startDirectory, variables: {} });

    expect(config.configuration.services?.['b']).toEqual({ cluster: 'two', timeout: '5m' });
  });

  it('variables, defaults and the escape', async () => {
    expect(await clusterOf('version: 1\ncluster: a-${env:X}', { X: 'b' })).toBe('a-b');
    expect(await clusterOf('version: 1\ncluster: ${env:X:-c}', { X: '' })).toBe('c');
    await expect(clusterOf('version: 1\ncluster: $${x}')).rejects.toThrow('cluster is "${x}"');
  });

  it('numbers and truth values from variables', async () => {
    const startDirectory = await directoryWith({
      'ecsdeploy.yml':
        'version: 1\ndeployment:\n  maximumPercent: ${env:MAX}\n  circuitBreaker: {enable: "${env:ON}"}',
    });

    const config = await loadConfig({ startDirectory, variables: { MAX: '150', ON: 'false' } });

    expect(config.configuration.deployment).toEqual({
      maximumPercent: 150,
      circuitBreaker: { enable: false },
    });
  });

  it('an account with a leading zero, quoted or not', async () => {
    for (const account of ['012345678901', '"012345678901"']) {
      const startDirectory = await directoryWith({ 'ecsdeploy.yml': `version: 1\naccount: ${account}` });
      const config = await loadConfig({ startDirectory, variables: {} });
      expect(config.configuration.account).toBe('012345678901');
    }
  });
});

describe('what git knows', () => {
  const sha = '0123456789012345678901234567890123456789';
  const text = 'version: 1\ncluster: c\nservices:\n  web: {service: "web-${git:branch}"}\n';

  async function serviceOf(content: string, git?: AskGit): Promise<string | undefined> {
    const startDirectory = await directoryWith({ 'ecsdeploy.yml': content });
    const config = await loadConfig({ startDirectory, variables: {}, git });
    return resolveEnvironment(config).services[0]?.service;
  }
  const notThere = async (): Promise<never> =>
    Promise.reject(new EcsdeployError({ code: 'usage.x', message: '/src is not in a repository' }));

  it('is put into values, and told in where they come from', async () => {
    const startDirectory = await directoryWith({ 'ecsdeploy.yml': text });
    const git = async (): Promise<{ sha: string; branch: string }> =>
      Promise.resolve({ sha, branch: 'side' });
    const [web] = resolveEnvironment(await loadConfig({ startDirectory, variables: {}, git })).services;

    expect(web?.service).toBe('web-side');
    expect(formatSource(web!.provenance.get('service')!)).toBe('ecsdeploy.yml:4:18 (${git:branch})');
  });

  it('is not asked for when no value needs it', async () => {
    const asked = async (): Promise<never> => Promise.reject(new Error('asked'));

    expect(await serviceOf('version: 1\ncluster: c\nservices: {web: }\n# ${git:sha}\n', asked)).toBe('web');
  });

  it('must hold a branch, or the reference a default', async () => {
    const detached = async (): Promise<{ sha: string }> => Promise.resolve({ sha });

    await expect(serviceOf(text, detached)).rejects.toMatchObject({
      code: 'config.invalid',
      message:
        'ecsdeploy.yml:4:18: services.web.service needs the branch, and no branch is checked out (detached head)',
      suggestions: ['Check a branch out, or give a default: ${git:branch:-main}.'],
    });
    expect(await serviceOf(text.replace('branch', 'branch:-main'), detached)).toBe('web-main');
  });

  it('may be nothing, and why is told unless there is a default', async () => {
    await expect(serviceOf(text.replace('branch', 'sha'), notThere)).rejects.toThrow(
      'services.web.service needs the commit, and /src is not in a repository',
    );
    expect(await serviceOf(text.replace('branch', 'sha:-none'), notThere)).toBe('web-none');
  });

  it('only matters in the environment that is asked for', async () => {
    const startDirectory = await directoryWith({
      'ecsdeploy.yml': 'version: 1\nenvironments: {a: {cluster: "${git:sha}"}, b: {}}',
    });
    const config = await loadConfig({ startDirectory, variables: {}, git: notThere });

    expect(() => resolveEnvironment(config, 'b')).not.toThrow();
    expect(() => resolveEnvironment(config, 'a')).toThrow('needs the commit');
  });

  it('has two names', async () => {
    await expect(serviceOf(text.replace('branch', 'tag'), notThere)).rejects.toThrow(
      'holds "${git:tag}", and git only gives ${git:sha} and ${git:branch}',
    );
  });
});
