import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../../src/cli/system-clock.ts';
import {
  hasHelper,
  inheritConfiguration,
} from '../../../../src/images/engines/docker/inherit-configuration.ts';
import { openDockerEngine } from '../../../../src/images/engines/docker/open-docker-engine.ts';
import { withoutSecrets } from '../../../../src/images/engines/docker/without-secrets.ts';
import type { BuildSecret } from '../../../../src/model/image-settings.ts';
import { plainSettings } from './an-order.ts';
import { fakeDocker } from './fake-docker.ts';

const fromVariable = (variable: string): BuildSecret => ({ id: variable, from: { kind: 'env', variable } });

describe('withoutSecrets', () => {
  const environment = { PATH: '/bin', NPM_TOKEN: 'secret', AWS_SECRET_ACCESS_KEY: 'secret', LANG: 'C' };

  it('keeps variables that hold build secrets from clients', () => {
    const fromFile: BuildSecret = { id: 'f', from: { kind: 'file', path: 'LANG' } };

    expect(withoutSecrets(environment, [fromVariable('NPM_TOKEN'), fromFile], false)).toEqual({
      PATH: '/bin',
      AWS_SECRET_ACCESS_KEY: 'secret',
      LANG: 'C',
    });
  });

  it('leaves what clients themselves may need', () => {
    const secrets = [fromVariable('AWS_SECRET_ACCESS_KEY'), fromVariable('PATH')];

    expect(withoutSecrets(environment, secrets, false)).toEqual(environment);
  });

  it('leaves everything where a credential helper may need it', () => {
    expect(withoutSecrets(environment, [fromVariable('NPM_TOKEN')], true)).toEqual(environment);
  });
});

describe('hasHelper', () => {
  it.each([
    ['{"credsStore":"desktop"}', true],
    ['{"credHelpers":{"ghcr.io":"gh"}}', true],
    ['{"credHelpers":{"ghcr.io":""},"credsStore":""}', false],
    ['{"credHelpers":null,"credsStore":null}', false],
    ['{"auths":{"ghcr.io":{}}}', false],
    ['not JSON', false],
  ])('knows of %s whether another program may be asked', (text, expected) => {
    expect(hasHelper(inheritConfiguration(text))).toBe(expected);
  });
});

describe('the docker engine', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-without-secrets-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('shows a build secret to no command but the build', async () => {
    const script = `echo "$1: $NPM_TOKEN$ECSDEPLOY_SECRET_1" >> ${home}/log`;
    fakeDocker(home, { server: '20.10.24', buildx: 'v0.29.1', script });
    const settings = {
      ...plainSettings,
      context: home,
      dockerfile: path.join(home, 'docker'),
      secrets: [fromVariable('NPM_TOKEN')],
    };
    const environment = { HOME: home, PATH: home, NPM_TOKEN: 'secret' };
    const watch = { onLine: () => undefined, signal: new AbortController().signal };

    const engine = await openDockerEngine({ clock: systemClock, environment, needs: settings });
    await engine.login({ registry: 'registry.example', username: 'AWS', password: 'token' });
    await engine.build({ settings, reference: 'shop:1', labels: {}, push: false }, watch);
    await engine.push('shop:1', watch);
    await engine.close();

    expect(readFileSync(path.join(home, 'log'), 'utf8')).toBe('login: \nbuildx: secret\npush: \n');
  });
});
