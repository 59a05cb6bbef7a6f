import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configJsonSchema, withoutNull, type JsonSchema } from '../../../src/config/config-json-schema.ts';
import { describeConfiguration } from '../../../src/config/describe-configuration.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import { selectServices } from '../../../src/config/select-services.ts';

function undescribed(schema: JsonSchema, at: string): string[] {
  const inner = withoutNull(schema);
  const isNamed = /(?:^|\.)[a-z]\w*$/i.test(at);
  const own = isNamed && (inner.description ?? schema.description ?? '') === '' ? [at] : [];
  const members = Object.entries(inner.properties ?? {});
  if (typeof inner.additionalProperties === 'object') members.push(['<name>', inner.additionalProperties]);
  return [...own, ...members.flatMap(([name, member]) => undescribed(member, `${at}.${name}`))];
}

describe('the reference page', () => {
  it('holds an example that loads and resolves as it says', async () => {
    const example = /```yaml\n([^]*?)```/.exec(describeConfiguration())?.[1] ?? '';
    const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-example-'));
    await writeFile(path.join(directory, 'ecsdeploy.yml'), example);

    const git = async (): Promise<{ sha: string }> => Promise.resolve({ sha: 'abc' });
    const config = await loadConfig({ startDirectory: directory, variables: {}, git });
    const [web] = selectServices(resolveEnvironment(config, 'production'), ['web']);

    expect(web).toMatchObject({
      cluster: 'production',
      service: 'shop-web',
      account: '123456789012',
      taskDefinitionFile: path.join(directory, 'ecs/web.json'),
      timeoutMilliseconds: 3_600_000,
      image: {
        repository: 'shop/web',
        context: path.join(directory, 'web'),
        dockerfile: path.join(directory, 'web/Dockerfile'),
        platforms: ['linux/amd64'],
        buildArgs: { NODE_VERSION: '22', RELEASE: 'abc' },
        secrets: [{ id: 'npm', from: { kind: 'env', variable: 'NPM_TOKEN' } }],
      },
      deployment: {
        circuitBreaker: { enable: true, rollback: true, threshold: { type: 'COUNT', value: 5 } },
        alarms: { names: ['shop-web-5xx'], enable: true, rollback: true },
      },
    });
  });

  it('shows a service that CodeDeploy brings in, in each environment', async () => {
    const example = /```yaml\n([^]*?)```/.exec(describeConfiguration())?.[1] ?? '';
    const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-example-'));
    await writeFile(path.join(directory, 'ecsdeploy.yml'), example);
    const git = async (): Promise<{ sha: string }> => Promise.resolve({ sha: 'abc' });
    const config = await loadConfig({ startDirectory: directory, variables: {}, git });

    for (const environment of ['staging', 'production']) {
      const [checkout] = selectServices(resolveEnvironment(config, environment), ['checkout']);

      expect(checkout?.codeDeploy).toEqual({
        application: 'shop',
        group: 'checkout',
        hooks: { AfterAllowTestTraffic: 'check-checkout' },
        routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
      });
    }
  });

  it('describes every member', () => {
    expect(undescribed(configJsonSchema(), '')).toEqual([]);
  });

  it('has a row for each member', () => {
    const page = describeConfiguration();

    expect(page).toContain('| `version` | `1`, required |');
    expect(page).toContain('| `services.<name>.deployment.circuitBreaker.threshold.type` |');
    expect(page).toContain('| `services.<name>.image.secrets.<name>.env` | text |');
    expect(page).toContain('| `image.buildArgs.<name>` | text, number, true or false |');
    expect(page).toContain('| `environments` | map |');
  });
});
