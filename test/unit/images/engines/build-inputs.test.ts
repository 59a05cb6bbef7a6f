import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NoContext, NoDockerfile, SecretMissing } from '../../../../src/images/engines/build-errors.ts';
import { checkSources } from '../../../../src/images/engines/docker/build-sources.ts';
import { readSecrets } from '../../../../src/images/engines/docker/read-secrets.ts';
import { EcsdeployError } from '../../../../src/model/error.ts';
import { plainSettings } from './an-order.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-sources-'));
  mkdirSync(path.join(folder, 'docker'));
  mkdirSync(path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'docker', 'Dockerfile'), 'FROM scratch');
  writeFileSync(path.join(folder, 'node_modules', 'Dockerfile'), 'FROM scratch');
  writeFileSync(path.join(folder, 'web.Dockerfile'), 'FROM scratch');
  writeFileSync(path.join(folder, 'token'), 'canary\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

const sources = (context: string, dockerfile: string) => ({
  ...plainSettings,
  context: path.join(folder, context),
  dockerfile: path.join(folder, dockerfile),
});

function suggestionsOf(work: () => void): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof EcsdeployError) return error.suggestions;
  }
  return [];
}

describe('checkSources', () => {
  it('is content with a folder and a Dockerfile, wherever that is', () => {
    expect(() => checkSources(sources('docker', 'web.Dockerfile'))).not.toThrow();
  });

  it.each([
    ['nowhere', /There is no folder .*nowhere to build from/],
    ['token', /The context .*token is not a folder/],
  ])('refuses the context %s', (context, message) => {
    const check = () => checkSources(sources(context, 'web.Dockerfile'));

    expect(check).toThrow(NoContext);
    expect(check).toThrow(message);
  });

  it.each(['Dockerfile', 'docker'])('says what is there instead of %s', (dockerfile) => {
    const check = () => checkSources(sources('', dockerfile));

    expect(check).toThrow(NoDockerfile);
    expect(suggestionsOf(check)).toContain('Did you mean web.Dockerfile or docker/Dockerfile?');
  });
});

describe('readSecrets', () => {
  const ofVariable = { id: 'npm', from: { kind: 'env', variable: 'NPM_TOKEN' } } as const;
  const ofFile = (name: string) =>
    ({ id: 'key', from: { kind: 'file', path: path.join(folder, name) } }) as const;

  it('reads variables and files', () => {
    const read = readSecrets([ofVariable, ofFile('token')], { NPM_TOKEN: 'value' });

    expect(read.map(({ value }) => value)).toEqual(['value', 'canary\n']);
  });

  it.each([
    ['not set', {}],
    ['empty', { NPM_TOKEN: '' }],
  ])('refuses a variable that is %s', (why, environment) => {
    const read = () => readSecrets([ofVariable], environment);

    expect(read).toThrow(SecretMissing);
    expect(read).toThrow(`The build secret "npm" cannot be given: the variable NPM_TOKEN is ${why}`);
  });

  it.each([
    ['nothing', /there is no file .*nothing/],
    ['docker', /docker is not a file/],
  ])('refuses the file %s', (name, message) => {
    expect(() => readSecrets([ofFile(name)], {})).toThrow(message);
  });

  it('refuses a file that BuildKit would not take', () => {
    writeFileSync(path.join(folder, 'large'), Buffer.alloc(500 * 1024 + 1));

    expect(() => readSecrets([ofFile('large')], {})).toThrow(
      'is larger than the 500 KiB that BuildKit takes',
    );
  });
});
