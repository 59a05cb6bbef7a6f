import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';

async function resolve(text: string, environment?: string): Promise<readonly ResolvedService[]> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-github-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), text);
  const config = await loadConfig({ startDirectory, variables: { HOST: 'shop.example' } });
  return resolveEnvironment(config, environment).services;
}

const text = `version: 1
cluster: shop
services:
  web: {}
  worker: { github: { environment: jobs } }
environments:
  production:
    github: { deployment: true, url: "https://\${env:HOST}/" }
  staging: {}
`;

describe('github', () => {
  it('is of an environment, and what a service says of it is put together with that', async () => {
    const url = 'https://shop.example/';

    expect((await resolve(text, 'production')).map(({ github }) => github)).toEqual([
      { deployment: true, url },
      { deployment: true, url, environment: 'jobs' },
    ]);
    expect((await resolve(text, 'staging')).map(({ github }) => github)).toEqual([
      undefined,
      { environment: 'jobs' },
    ]);
  });

  it('is shown with the place that it comes from', async () => {
    const [web] = await resolve(text, 'production');

    expect(web === undefined ? [] : sourcedMembers(web)).toContainEqual({
      member: 'github.deployment',
      value: true,
      source: expect.stringContaining('ecsdeploy.yml:8') as unknown,
    });
  });

  it.each([
    ['deployment: perhaps', 'must be true or false'],
    ['environment: ""', 'must be the name of an environment of GitHub'],
    ['url: shop.example', 'must be a URL that begins with http:// or https://'],
    ['url: "javascript:alert(1)"', 'must be a URL that begins with http:// or https://'],
    ['url: "https://me:secret@shop.example"', 'must not hold a login'],
    ['deploy: true', 'deploy'],
  ])('refuses {%s}', async (members, message) => {
    const written = `version: 1\ncluster: shop\nservices: {web: {}}\ngithub: {${members}}\n`;

    await expect(resolve(written)).rejects.toThrow(message);
  });
});
