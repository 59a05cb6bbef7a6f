import { describe, expect, it } from '@jest/globals';
import { hidingSecrets } from '../../../src/cli/github/hiding-secrets.ts';
import type { Engine } from '../../../src/images/engines/engine.ts';
import type { ImageSettings } from '../../../src/model/image-settings.ts';

const noSettings = { secrets: [] } as unknown as ImageSettings;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('ports that hide secrets', () => {
  it('hide the login to a registry, as it is typed and as it is sent', async () => {
    const { ports, told } = portsThatTell();

    await ports.loginOf('registry.example');

    expect(told).toEqual(['hide hunter22', `hide ${base64('alice:hunter22')}`]);
  });

  it('hide what an engine logs in with, before it does', async () => {
    const { ports, told } = portsThatTell();

    const engine = await ports.openEngine(noSettings);
    await engine.login({ registry: 'registry.example', username: 'AWS', password: 'token' });

    expect(told).toEqual(['open', 'hide token', `hide ${base64('AWS:token')}`, 'login']);
  });

  it('hide the secrets of a build that are there, before an engine is opened', async () => {
    const { ports, told } = portsThatTell({ NPM_TOKEN: 'npm_1234' });
    const secrets = ['NPM_TOKEN', 'NOBODY_HAS_SET'].map((variable) => ({
      id: variable,
      from: { kind: 'env' as const, variable },
    }));

    await ports.openEngine({ ...noSettings, secrets });

    expect(told).toEqual(['hide npm_1234', 'open']);
  });

  it('hide the token that a gate sends, and no header that is no secret', async () => {
    const { ports, told } = portsThatTell();
    const headers = { Authorization: 'Bearer abc123def', Accept: 'application/json' };

    await ports.askHttp({ url: 'https://web.example', method: 'GET', headers, timeout: 1_000 });

    expect(told).toEqual(['hide Bearer abc123def', 'hide abc123def', 'ask']);
  });

  it('hide what the address of a gate holds', async () => {
    const { ports, told } = portsThatTell();
    const url = 'https://bob:s3cretpw@web.example/check?token=abc123def&page=second12';

    await ports.askHttp({ url, method: 'GET', headers: {}, timeout: 1_000 });

    expect(told).toEqual(['hide s3cretpw', 'hide abc123def', 'ask']);
  });
});

function portsThatTell(environment: NodeJS.ProcessEnv = {}) {
  const told: string[] = [];
  const note = (what: string): Promise<void> => {
    told.push(what);
    return Promise.resolve();
  };
  const engine: Partial<Engine> = { login: () => note('login') };
  const ports = hidingSecrets(
    {
      loginOf: () => Promise.resolve({ username: 'alice', password: 'hunter22' }),
      openEngine: async () => {
        await note('open');
        return engine as Engine;
      },
      askHttp: async () => {
        await note('ask');
        return { status: 200, body: '', milliseconds: 1 };
      },
    },
    (values) => told.push(...values.map((value) => `hide ${value}`)),
    environment,
  );
  return { ports, told };
}
