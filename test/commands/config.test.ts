import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';
import { withFiles } from './surroundings.ts';

const config = `version: 1
cluster: demo
services:
  web:
    taskDefinition: web.json
    timeout: 10m
environments:
  staging: {}
  production:
    cluster: prod
`;
const definition = JSON.stringify({
  family: 'web',
  containerDefinitions: [{ name: 'web', image: 'demo/web:1', essential: true }],
});
const files = { 'ecsdeploy.yml': config, 'web.json': definition };

describe('config validate', () => {
  it('checks every environment and the task definition files', async () => {
    await withFiles(files, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toMatch(/ is valid: 1 service, 2 environments, 1 task definition file\.\n$/);
    });
  });

  it('tells the place, the value and what is allowed, and ends with 3', async () => {
    await withFiles({ 'ecsdeploy.yml': config.replace('10m', 'long') }, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(3);
      expect(ran.stdout).toBe('');
      expect(ran.stderr).toMatch(/ecsdeploy\.yml:6:14: .*long.*90s, 10m or 1h30m/);
    });
  });

  it('ends with 3 when a task definition file is missing, under --json too', async () => {
    await withFiles({ 'ecsdeploy.yml': config }, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'validate', '--config', file, '--json');

      expect([ran.exitCode, ran.stderr]).toEqual([3, '']);
      expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, exitCode: 3 });
    });
  });

  it('ends with 3 when there is no such file', async () => {
    const ran = await ecsdeploy('config', 'validate', '--config', '/no/such/file.yml');

    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('/no/such/file.yml');
  });
});

describe('config show', () => {
  it('tells each value and where it comes from', async () => {
    await withFiles(files, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'show', 'web', '-e', 'production', '--config', file);

      const lines = ran.stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
      expect(lines[0]).toEqual(['web']);
      expect(lines[1]).toEqual(['cluster', 'prod', expect.stringMatching(/ecsdeploy\.yml:10:14$/)]);
    });
  });

  it('wants the environment named, with 2', async () => {
    await withFiles(files, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'show', '--config', file);

      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain('staging, production');
    });
  });
});
