import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  inheritConfiguration,
  keepLoginInFile,
} from '../../../../src/images/engines/docker/inherit-configuration.ts';
import { PrivateConfiguration } from '../../../../src/images/engines/docker/private-configuration.ts';
import { namePrefix } from '../../../../src/images/engines/docker/sweep.ts';

const theirs = {
  auths: { 'ghcr.io': { auth: 'dXNlcjpwYXNz' } },
  credHelpers: { 'public.ecr.aws': 'ecr-login' },
  credsStore: 'desktop',
  currentContext: 'colima',
  cliPluginsExtraDirs: ['/opt/plugins'],
  plugins: { buildx: { x: 'y' } },
  proxies: { default: { httpProxy: 'http://proxy:3128' } },
  HttpHeaders: { 'X-Meta': '1' },
  features: { buildkit: 'true' },
};

describe('inheritConfiguration', () => {
  it('takes over logins, helpers, the context, plugins, proxies and features', () => {
    expect(
      inheritConfiguration(JSON.stringify({ ...theirs, psFormat: 'table', detachKeys: 'ctrl-x' })),
    ).toEqual(theirs);
  });

  it.each(['', '{', '[]', 'null', '"text"'])('finds nothing in %j', (text) => {
    expect(inheritConfiguration(text)).toEqual({});
  });
});

describe('keepLoginInFile', () => {
  it('takes one registry away from the helpers and the keychain, and leaves the others there', () => {
    const configuration = keepLoginInFile(JSON.stringify(theirs), '127.0.0.1:5000');

    expect(configuration).toEqual({
      ...theirs,
      credHelpers: { 'public.ecr.aws': 'ecr-login', '127.0.0.1:5000': '' },
    });
  });
});

describe('PrivateConfiguration', () => {
  let home: string;
  let folder: string;
  const opened: PrivateConfiguration[] = [];

  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-home-'));
    folder = path.join(home, '.docker');
  });

  afterEach(() => {
    for (const configuration of opened.splice(0)) configuration.remove();
    rmSync(home, { recursive: true });
  });

  function open(environment: Record<string, string> = {}): PrivateConfiguration {
    const configuration = new PrivateConfiguration({ HOME: home, ...environment });
    opened.push(configuration);
    return configuration;
  }

  function writeTheirs(): void {
    mkdirSync(path.join(folder, 'contexts', 'meta'), { recursive: true });
    mkdirSync(path.join(folder, 'cli-plugins'));
    writeFileSync(path.join(folder, 'ca.pem'), 'certificate');
    writeFileSync(path.join(folder, '.token_seed'), '{}');
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(theirs));
  }

  const configOf = ({ folder: place }: PrivateConfiguration): unknown =>
    JSON.parse(readFileSync(path.join(place, 'config.json'), 'utf8'));

  it('is open to its owner alone', () => {
    writeTheirs();
    const configuration = open();

    expect(statSync(configuration.folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(configuration.folder, 'config.json')).mode & 0o777).toBe(0o600);
    expect(path.basename(configuration.folder)).toMatch(new RegExp(`^ecsdeploy-docker-${process.pid}-`));
  });

  it("starts with the user's configuration, and links contexts, plugins and certificates", () => {
    writeTheirs();
    const configuration = open();
    const links = readdirSync(configuration.folder).filter((name) =>
      lstatSync(path.join(configuration.folder, name)).isSymbolicLink(),
    );

    expect(configOf(configuration)).toEqual(theirs);
    expect(configuration.currentContext).toBe('colima');
    expect(configuration.environment['DOCKER_CONFIG']).toBe(configuration.folder);
    expect(links.sort()).toEqual(['ca.pem', 'cli-plugins', 'contexts']);
    expect(readlinkSync(path.join(configuration.folder, 'contexts'))).toBe(path.join(folder, 'contexts'));
  });

  it('looks where DOCKER_CONFIG says', () => {
    mkdirSync(path.join(home, 'elsewhere'));
    writeFileSync(path.join(home, 'elsewhere', 'config.json'), '{"currentContext":"other"}');

    expect(open({ DOCKER_CONFIG: path.join(home, 'elsewhere') }).currentContext).toBe('other');
  });

  it('does without a configuration of the user', () => {
    expect(configOf(open())).toEqual({});
  });

  it("never writes to the user's folder", () => {
    writeTheirs();
    const file = path.join(folder, 'config.json');
    utimesSync(file, 1000, 1000);
    const before = { bytes: readFileSync(file, 'utf8'), names: readdirSync(folder, { recursive: true }) };

    const configuration = open();
    configuration.keepLoginHere('127.0.0.1:5000');
    configuration.remove();

    expect({ bytes: readFileSync(file, 'utf8'), names: readdirSync(folder, { recursive: true }) }).toEqual(
      before,
    );
    expect(statSync(file).mtimeMs).toBe(1_000_000);
  });

  it('keeps a login in its own file, with what the client has written there since', () => {
    writeTheirs();
    const configuration = open();
    const file = path.join(configuration.folder, 'config.json');
    writeFileSync(file, JSON.stringify({ ...theirs, auths: { one: { auth: 'x' } } }));

    configuration.keepLoginHere('127.0.0.1:5000');

    expect(configOf(configuration)).toMatchObject({
      auths: { one: { auth: 'x' } },
      credHelpers: { '127.0.0.1:5000': '' },
    });
  });

  it("uses the user's builders where they are", () => {
    mkdirSync(path.join(folder, 'buildx'), { recursive: true });

    expect(open().environment['BUILDX_CONFIG']).toBe(path.join(folder, 'buildx'));
    expect(open({ BUILDX_CONFIG: folder }).environment['BUILDX_CONFIG']).toBe(folder);
  });

  it('makes no folder for builders in the configuration of a user who has none', () => {
    writeTheirs();
    const configuration = open();

    expect(configuration.environment['BUILDX_CONFIG']).toBe(path.join(configuration.folder, 'buildx'));
    expect(existsSync(path.join(folder, 'buildx'))).toBe(false);
  });

  it('is known to BuildKit by the same id in every run, so that it does not send the whole context again', () => {
    const idOf = ({ folder: place }: PrivateConfiguration): string =>
      readFileSync(path.join(place, '.buildNodeID'), 'utf8');

    const [first, second] = [idOf(open()), idOf(open())];
    mkdirSync(folder);
    writeFileSync(path.join(folder, '.buildNodeID'), 'abc');

    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(idOf(open())).toBe('abc');
  });

  it('leaves nothing behind, and nothing of what it had linked is gone', () => {
    writeTheirs();
    const configuration = open();

    configuration.remove();
    configuration.remove();

    expect(existsSync(configuration.folder)).toBe(false);
    expect(readFileSync(path.join(folder, 'ca.pem'), 'utf8')).toBe('certificate');
    expect(existsSync(path.join(folder, 'contexts', 'meta'))).toBe(true);
  });

  it('removes what dead processes have left, and leaves the living alone', () => {
    const dead = spawnSync('true').pid;
    const left = mkdtempSync(path.join(os.tmpdir(), namePrefix(dead)));
    const living = mkdtempSync(path.join(os.tmpdir(), namePrefix(process.ppid)));
    const foreign = mkdtempSync(path.join(os.tmpdir(), `ecsdeploy-docker-${dead}-1-`));
    writeFileSync(path.join(left, 'config.json'), '{}');
    try {
      open();

      expect(existsSync(left)).toBe(false);
      expect(existsSync(living)).toBe(true);
      expect(existsSync(foreign)).toBe(true);
    } finally {
      rmSync(living, { recursive: true });
      rmSync(foreign, { recursive: true });
    }
  });

  it('is removed when the process leaves in the middle', () => {
    const module = fileURLToPath(
      new URL('../../../../src/images/engines/docker/private-configuration.ts', import.meta.url),
    );
    const script = `
      const { PrivateConfiguration } = await import(${JSON.stringify(module)});
      console.log(new PrivateConfiguration({ HOME: '/nonexistent' }).folder);
      process.exit(130);`;

    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { encoding: 'utf8' },
    );

    expect(status).toBe(130);
    expect(path.dirname(stdout)).toBe(realpathSync(os.tmpdir()));
    expect(existsSync(stdout.trim())).toBe(false);
  });
});
