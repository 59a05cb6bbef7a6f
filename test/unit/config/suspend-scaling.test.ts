import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';

async function resolve(text: string, environment?: string) {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-scaling-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), text);
  const config = await loadConfig({ startDirectory, variables: {} });
  return resolveEnvironment(config, environment).services;
}

const text = `version: 1
cluster: shop
deployment:
  suspendScaling: true
services:
  web: {}
  worker:
    deployment: {suspendScaling: false}
environments:
  staging: {}
`;

describe('deployment.suspendScaling', () => {
  it('holds for every service that does not say otherwise', async () => {
    const services = await resolve(text, 'staging');

    expect(services.map(({ suspendScaling }) => suspendScaling)).toEqual([true, false]);
  });

  it('is not among the settings that are sent to ECS', async () => {
    const [web] = await resolve(text, 'staging');

    expect(web?.deployment).not.toHaveProperty('suspendScaling');
  });

  it('is shown with the place that it comes from', async () => {
    const [web] = await resolve(text, 'staging');

    expect(web === undefined ? [] : sourcedMembers(web)).toContainEqual({
      member: 'deployment.suspendScaling',
      value: true,
      source: expect.stringContaining('ecsdeploy.yml:4') as unknown,
    });
  });

  it('is nothing that anybody has decided, where it is not written', async () => {
    const [web] = await resolve('version: 1\ncluster: shop\nservices: {web: {}}\n');

    expect(web?.suspendScaling).toBeUndefined();
  });

  it('is true or false', async () => {
    await expect(
      resolve(
        'version: 1\ncluster: shop\nservices: {web: {deployment: {suspendScaling: during-releases}}}\n',
      ),
    ).rejects.toThrow('must be true or false');
  });
});
