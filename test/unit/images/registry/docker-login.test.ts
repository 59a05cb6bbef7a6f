import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { dockerLogin } from '../../../../src/images/registry/docker-login.ts';
import { systemClock } from '../../../../src/cli/system-clock.ts';

const folders: string[] = [];
const auth = (login: string) => ({ auth: Buffer.from(login).toString('base64') });

/** Logs in as docker does with this `config.json`. */
async function login(registry: string, config: object) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-login-'));
  folders.push(folder);
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  return await dockerLogin(registry, { clock: systemClock, environment: { DOCKER_CONFIG: folder } });
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe('the login that docker has for a registry', () => {
  it('stands in its configuration, under the host', async () => {
    const config = { auths: { 'registry.example:5000': auth('ann:se:cret') } };

    expect(await login('registry.example:5000', config)).toEqual({ username: 'ann', password: 'se:cret' });
    expect(await login('registry.example', config)).toBeUndefined();
  });

  it('is kept under the address of its index for Docker Hub', async () => {
    const config = { auths: { 'https://index.docker.io/v1/': auth('ann:hub') } };

    expect(await login('docker.io', config)).toEqual({ username: 'ann', password: 'hub' });
  });
});
