import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ConfigFile } from '../../../src/config/config-file.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { formatSource } from '../../../src/config/provenance.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import { selectServices } from '../../../src/config/select-services.ts';
import { serviceFromFlags } from '../../../src/config/service-from-flags.ts';

async function configOf(text: string, variables: Record<string, string> = {}): Promise<ConfigFile> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-resolve-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), text);
  return loadConfig({ startDirectory, variables });
}

const layered = `version: 1
cluster: top
timeout: 1m
deployment: {maximumPercent: 150, circuitBreaker: {rollback: false}}
services:
  web: {cluster: own}
  api:
environments:
  staging:
    cluster: staging
    deployment: {maximumPercent: 200}
    services:
      api: {timeout: 3m}
      extra: {cluster: x}
  broken:
    region: \${env:NOPE}
`;

describe('an environment', () => {
  it('is required where the file has some', async () => {
    const config = await configOf(layered);

    expect(() => resolveEnvironment(config)).toThrow(
      'has the environments staging, broken, and none was chosen',
    );
  });

  it('is suggested when its name is misspelt', async () => {
    const config = await configOf(layered);

    expect(() => resolveEnvironment(config, 'stagin')).toThrow(
      expect.objectContaining({ code: 'config.unknown_environment', suggestions: ['Did you mean staging?'] }),
    );
  });

  it('overrides the top of the file, and a service overrides both', async () => {
    const { services } = resolveEnvironment(await configOf(layered), 'staging');

    expect(
      services.map(({ name, cluster, timeoutMilliseconds }) => [name, cluster, timeoutMilliseconds]),
    ).toEqual([
      ['web', 'own', 60_000],
      ['api', 'staging', 180_000],
      ['extra', 'x', 60_000],
    ]);
  });

  it('merges maps and completes what AWS wants whole', async () => {
    const [web] = resolveEnvironment(await configOf(layered), 'staging').services;

    expect(web?.deployment).toEqual({
      maximumPercent: 200,
      circuitBreaker: { enable: true, rollback: false },
    });
  });

  it('knows where each value comes from', async () => {
    const api = resolveEnvironment(await configOf(layered), 'staging').services[1];
    const sources = Object.fromEntries(
      [...(api?.provenance ?? [])].map(([name, one]) => [name, formatSource(one)]),
    );

    expect(sources).toEqual({
      timeout: 'ecsdeploy.yml:13:22',
      cluster: 'ecsdeploy.yml:10:14',
      service: 'default',
      'deployment.maximumPercent': 'ecsdeploy.yml:11:34',
      'deployment.circuitBreaker.rollback': 'ecsdeploy.yml:4:62',
      'deployment.circuitBreaker.enable': 'default',
    });
  });

  it('only needs its own variables', async () => {
    const config = await configOf(layered);

    expect(() => resolveEnvironment(config, 'staging')).not.toThrow();
    expect(() => resolveEnvironment(config, 'broken')).toThrow('needs the environment variable NOPE');
  });

  it('gives way to flags', async () => {
    const source = { kind: 'flag', flag: '--cluster' } as const;
    const resolved = resolveEnvironment(await configOf('version: 1\nservices: {web: {}}'), undefined, {
      cluster: { value: 'given', source },
    });

    expect(resolved.services[0]).toMatchObject({ cluster: 'given' });
    expect(resolved.services[0]?.provenance.get('cluster')).toBe(source);
  });
});

describe('choosing services', () => {
  it('takes the only one without a name', async () => {
    const resolved = resolveEnvironment(await configOf('version: 1\ncluster: c\nservices: {web: {}}'));

    expect(selectServices(resolved, []).map(({ name }) => name)).toEqual(['web']);
  });

  it('wants a name where there are several', async () => {
    const resolved = resolveEnvironment(
      await configOf('version: 1\ncluster: c\nservices: {web: {}, api: {}}'),
    );

    expect(() => selectServices(resolved, [])).toThrow(
      expect.objectContaining({ code: 'usage.service_required' }),
    );
    expect(() => selectServices(resolved, ['wbe'])).toThrow(
      expect.objectContaining({ code: 'config.unknown_service', suggestions: ['Did you mean web?'] }),
    );
    expect(selectServices(resolved, ['api', 'api', 'web']).map(({ name }) => name)).toEqual(['api', 'web']);
  });

  it('says that there are none', async () => {
    const resolved = resolveEnvironment(await configOf('version: 1'));

    expect(() => selectServices(resolved, [])).toThrow('has no services');
  });
});

it('a service can come from flags alone', () => {
  const flag = (name: string) => ({ kind: 'flag', flag: `--${name}` }) as const;
  const service = serviceFromFlags({
    cluster: { value: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod', source: flag('cluster') },
    service: { value: 'web', source: flag('service') },
    timeoutMilliseconds: undefined,
  });

  expect(service).toMatchObject({ name: 'web', cluster: 'prod', service: 'web', deployment: {} });
  expect([...service.provenance.keys()]).toEqual(['service', 'cluster']);
});

describe('the order of services', () => {
  const ordered = (after: Record<string, string>): string =>
    [
      'version: 1',
      'cluster: c',
      'services:',
      ...Object.entries(after).map(([name, list]) => `  ${name}: {after: ${list}}`),
    ].join('\n');

  it('is what `after` says, and an environment may say it differently', async () => {
    const text = `${ordered({ api: '[]', worker: '[api]' })}\nenvironments: {prod: {services: {worker: {after: []}}}, dev: {}}\n`;
    const config = await configOf(text);

    expect(resolveEnvironment(config, 'dev').services.map(({ after }) => after)).toEqual([[], ['api']]);
    expect(resolveEnvironment(config, 'prod').services.map(({ after }) => after)).toEqual([[], []]);
  });

  it('names only services that there are', async () => {
    const config = await configOf(ordered({ api: '[]', worker: '[apii]' }));

    expect(() => resolveEnvironment(config)).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        message: 'ecsdeploy.yml:5:19: after of the service worker names "apii", which is no service',
        suggestions: ['Did you mean api?'],
      }),
    );
  });

  it.each([
    [{ api: '[api]' }, 'after of the service api leads back to it: api → api'],
    [
      { api: '[mailer]', worker: '[api]', mailer: '[worker]' },
      'after of the service api leads back to it: api → mailer → worker → api',
    ],
  ])('has no circle: %j', async (after, words) => {
    const config = await configOf(ordered(after));

    expect(() => resolveEnvironment(config)).toThrow(words);
  });
});
