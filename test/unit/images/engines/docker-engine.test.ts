import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../../src/cli/system-clock.ts';
import {
  openDockerEngine,
  type DockerEngineOptions,
} from '../../../../src/images/engines/docker/open-docker-engine.ts';
import type { Engine, Watch } from '../../../../src/images/engines/engine.ts';
import { EcsdeployError } from '../../../../src/model/error.ts';
import { anOrder, plainSettings } from './an-order.ts';
import { fakeDocker, type FakeDocker } from './fake-docker.ts';

let home: string;
const opened: Engine[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-engine-'));
  mkdirSync(path.join(home, 'context'));
  writeFileSync(path.join(home, 'context', 'Dockerfile'), 'FROM scratch');
});

afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.close();
  rmSync(home, { recursive: true });
});

/** A PATH of folders with one client each. */
function pathOf(...clients: FakeDocker[]): string {
  const folders = clients.map((_, index) => path.join(home, `bin${index}`));
  for (const [index, client] of clients.entries()) fakeDocker(folders[index]!, client);
  return folders.join(path.delimiter);
}

async function open(
  environment: Record<string, string>,
  options: Partial<DockerEngineOptions> = {},
): Promise<Engine> {
  const engine = await openDockerEngine({
    clock: systemClock,
    environment: { HOME: home, ...environment },
    ...options,
  });
  opened.push(engine);
  return engine;
}

function openOne(script: string, environment: Record<string, string> = {}): Promise<Engine> {
  return open({ PATH: pathOf({ server: '20.10.24', buildx: 'v0.29.1', script }), ...environment });
}

function watch(signal = new AbortController().signal): Watch & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, signal, onLine: (line) => lines.push(line) };
}

async function failureOf(work: Promise<unknown>): Promise<EcsdeployError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof EcsdeployError) return error;
  throw new Error('it was to fail with an error of ours', { cause: error });
}

const privateFolders = (): string[] =>
  readdirSync(os.tmpdir()).filter((name) => name.startsWith(`ecsdeploy-docker-${process.pid}-`));

const order = (settings: Partial<typeof plainSettings> = {}, more = {}) => {
  const context = path.join(home, 'context');
  return anOrder({ context, dockerfile: path.join(context, 'Dockerfile'), ...settings }, more);
};

describe('openDockerEngine', () => {
  const newer = { client: '28.2.2', server: '20.10.24' };
  const debian = { client: '20.10.24+dfsg1', server: '20.10.24' };

  it('says which client it took, and what that builds with', async () => {
    const engine = await open({ PATH: pathOf(newer, debian) });

    expect(engine.description).toEqual({
      program: 'docker',
      path: path.join(home, 'bin1', 'docker'),
      clientVersion: '20.10.24+dfsg1',
      serverVersion: '20.10.24',
      builder: 'buildkit',
      platform: 'linux/amd64',
    });
  });

  it('prefers buildx, and knows the default platform of the user', async () => {
    const PATH = pathOf(newer, debian, { ...newer, buildx: '0.13.1' });
    const engine = await open({ PATH, DOCKER_DEFAULT_PLATFORM: 'linux/aarch64' });

    expect(engine.description).toMatchObject({
      path: path.join(home, 'bin2', 'docker'),
      builder: 'buildx',
      platform: 'linux/arm64',
    });
  });

  it('asks a client that is on the path twice only once', async () => {
    const log = path.join(home, 'log');
    const bin = path.dirname(fakeDocker(path.join(home, 'bin'), newer));
    const file = path.join(bin, 'docker');
    writeFileSync(file, readFileSync(file, 'utf8').replace('case', `echo "$*" >> ${log}\ncase`));
    symlinkSync(bin, path.join(home, 'link'));

    await open({ PATH: [bin, path.join(home, 'link'), bin].join(path.delimiter) });

    expect(readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('takes the client that ECSDEPLOY_DOCKER names, and no other', async () => {
    const PATH = pathOf(debian);
    const only = fakeDocker(path.join(home, 'only'), newer);

    expect((await open({ PATH, ECSDEPLOY_DOCKER: only })).description).toMatchObject({
      path: only,
      builder: 'legacy',
    });
  });

  it.each([
    [{ PATH: '/nonexistent' }, 'There is no docker on PATH to build and push with'],
    [{ ECSDEPLOY_DOCKER: '/no/docker' }, 'There is no program /no/docker, which ECSDEPLOY_DOCKER names'],
  ])('says that there is no client with %j', async (environment, message) => {
    const error = await failureOf(open(environment));

    expect(error).toMatchObject({ code: 'build.engine_missing', message });
    expect(error.suggestions.join()).toContain('--image');
  });

  it("says in the client's words that no engine answers, and where it was looked for", async () => {
    const error = await failureOf(open({ PATH: pathOf({}), DOCKER_HOST: 'tcp://10.0.0.1:2375' }));

    expect(error.code).toBe('build.engine_unreachable');
    expect(error.message).toBe(
      `The container engine does not answer ${path.join(home, 'bin0', 'docker')}: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?`,
    );
    expect(error.suggestions).toContain('DOCKER_HOST is tcp://10.0.0.1:2375: correct or unset it.');
    expect(privateFolders()).toEqual([]);
  });

  it('names the context of a user who has chosen one', async () => {
    mkdirSync(path.join(home, '.docker'));
    writeFileSync(path.join(home, '.docker', 'config.json'), '{"currentContext":"colima"}');

    expect((await failureOf(open({ PATH: pathOf({}) }))).suggestions.join()).toContain('"colima"');
  });

  it('does not wait for an engine that never answers', async () => {
    const file = fakeDocker(path.join(home, 'bin'), newer);
    writeFileSync(file, '#!/bin/sh\nexec /bin/sleep 60\n');
    // Each wait for an answer is over at once, each wait for an end is not.
    const clock = {
      now: () => 0,
      sleep: (milliseconds: number, signal?: AbortSignal) =>
        milliseconds === 20_000 ? Promise.resolve() : systemClock.sleep(milliseconds, signal),
    };

    const error = await failureOf(open({ ECSDEPLOY_DOCKER: file }, { clock }));

    expect(error).toMatchObject({
      code: 'build.engine_unreachable',
      details: { sentence: 'no answer within 20 seconds' },
    });
  });

  it('refuses at once what no client can do', async () => {
    const needs = {
      ...plainSettings,
      secrets: [{ id: 'npm', from: { kind: 'env', variable: 'X' } } as const],
    };

    expect(await failureOf(open({ PATH: pathOf(newer) }, { needs }))).toMatchObject({
      code: 'build.needs_buildkit',
    });
    expect(privateFolders()).toEqual([]);
  });
});

describe('the docker engine', () => {
  it('builds in a private configuration, with values in the environment only', async () => {
    const engine = await openOne(
      'echo "args $*" >&2; echo "env $COLOUR $ECSDEPLOY_SECRET_1" >&2; ls -d "$DOCKER_CONFIG" >&2',
    );
    const seen = watch();

    await engine.build(order({ buildArgs: { COLOUR: 'canary-blue' } }), seen);

    expect(seen.lines[0]).toContain('args buildx build --progress=plain');
    expect(seen.lines[0]).not.toContain('canary');
    expect(seen.lines[1]).toBe('env canary-blue ');
    expect(seen.lines[2]).toContain(`ecsdeploy-docker-${process.pid}-`);
  });

  it('hides secrets and passwords in both outputs and in errors', async () => {
    writeFileSync(path.join(home, 'key'), 'line-one-of-it\nNAME=swordfish\n');
    const engine = await openOne(
      'cat > /dev/null; echo "canary-env on stdout"; printf "#1 [1/1] RUN \\033[1mcanary\\033[0m-env\\n#1 0.1 line-one-of-it swordfish\\n" >&2; echo "ERROR: canary-password and QVdTOmNhbmFyeS1wYXNzd29yZA==" >&2; exit 1',
      { TOKEN: 'canary-env' },
    );
    const seen = watch();
    const secrets = [
      { id: 'npm', from: { kind: 'env', variable: 'TOKEN' } },
      { id: 'key', from: { kind: 'file', path: path.join(home, 'key') } },
    ] as const;

    const refused = await failureOf(
      engine.login({ registry: 'r', username: 'AWS', password: 'canary-password' }),
    );
    const failed = await failureOf(engine.build(order({ secrets: [...secrets] }), seen));

    expect(refused.message).toContain('***');
    expect(seen.lines.sort()).toEqual([
      '#1 0.1 *** ***',
      '#1 [1/1] RUN ***',
      '*** on stdout',
      'ERROR: *** and ***',
    ]);
    expect(JSON.stringify([refused, failed, failed.message, failed.details])).not.toMatch(
      /canary|swordfish|line-one|QVdT/,
    );
  });

  it('starts nothing when a secret is missing', async () => {
    const engine = await openOne(`touch ${path.join(home, 'started')}`);
    const secrets = [{ id: 'npm', from: { kind: 'env', variable: 'TOKEN' } } as const];

    expect(await failureOf(engine.build(order({ secrets }), watch()))).toMatchObject({
      code: 'build.secret_missing',
    });
    expect(existsSync(path.join(home, 'started'))).toBe(false);
  });

  it('says what ended a client that said nothing', async () => {
    const engine = await openOne('kill -9 $$');

    expect((await failureOf(engine.build(order(), watch()))).message).toBe(
      'the build failed: docker was ended by SIGKILL',
    );
  });

  it.each([
    [
      'ERROR: failed to build: Multi-platform build is not supported for the docker driver.',
      'Switch to a different driver, or turn on the containerd image store, and try again.',
    ],
    [
      'ERROR: failed to build: Cache export is not supported for the docker driver.',
      'Learn more at https://docs.docker.com/go/build-cache-backends/',
    ],
    [
      'ERROR: multiple platforms feature is currently not supported for docker driver. Please switch to a different driver',
      '',
    ],
    ['#7 ERROR: docker exporter does not currently support exporting manifest lists', ''],
  ])('explains %j', async (first, second) => {
    const engine = await openOne(
      `echo "#7 exporting to image" >&2; echo "${first}" >&2; echo "${second}" >&2; exit 1`,
    );
    const error = await failureOf(engine.build(order(), watch()));

    expect(error.code).toBe('build.needs_other_builder');
    expect(error.suggestions.join()).toContain('docker buildx create --use');
  });

  it.each([
    ['#7 pushing r/shop:1 with docker', '#7 ERROR: no basic auth credentials', 'push.unauthorized'],
    [
      '#6 exporting to image',
      '#6 ERROR: failed to push r/shop:1: toomanyrequests: Rate exceeded',
      'push.throttled',
    ],
    ['#6 exporting to image', '#6 ERROR: failed to push r/shop:1: EOF', 'push.failed'],
    ['#6 exporting to image', '#6 ERROR: failed to authorize: 401 Unauthorized', 'push.unauthorized'],
    ['#6 exporting to image', '#6 ERROR: write /var/lib/x: no space left on device', 'build.failed'],
    [
      '#3 [auth] shop/web:pull,push token for r',
      '#3 ERROR: failed to fetch token: 401 Unauthorized',
      'push.unauthorized',
    ],
    ['#3 [internal] load metadata for private/base:1', '#3 ERROR: 401 Unauthorized', 'build.failed'],
  ])('of a build that pushes finds for %j %j: %s', async (header, error, code) => {
    const engine = await openOne(`echo "${header}" >&2; echo "${error}" >&2; exit 1`);

    expect((await failureOf(engine.build(order({}, { push: true }), watch()))).code).toBe(code);
  });

  it('pushes after the build where the builder cannot', async () => {
    const PATH = pathOf({ client: '20.10.24', server: '20.10.24', script: 'echo "$1"' });
    const seen = watch();

    await (await open({ PATH })).build(order({}, { push: true }), seen);

    expect(seen.lines).toEqual(['build', 'push']);
  });

  it('gives the password on standard input, for a login that no helper gets', async () => {
    mkdirSync(path.join(home, '.docker'));
    writeFileSync(path.join(home, '.docker', 'config.json'), '{"credsStore":"desktop"}');
    const engine = await openOne(
      `{ echo "$*"; cat; echo; cat "$DOCKER_CONFIG/config.json"; env; } > ${path.join(home, 'seen')}`,
    );

    await engine.login({ registry: '127.0.0.1:5000', username: 'AWS', password: 'canary' });

    const seen = readFileSync(path.join(home, 'seen'), 'utf8');
    expect(seen.split('\n').slice(0, 2)).toEqual([
      'login --username AWS --password-stdin 127.0.0.1:5000',
      'canary',
    ]);
    expect(seen.match(/canary/g)).toHaveLength(1);
    expect(seen).toContain('"127.0.0.1:5000": ""');
    expect(seen).toContain('"credsStore": "desktop"');
  });

  it.each([
    [
      'Error response from daemon: login attempt to http://r/v2/ failed with status: 401 Unauthorized',
      'push.login_refused',
    ],
    [
      'Error response from daemon: login attempt to https://r/v2/ failed with status: 400 Bad Request',
      'push.login_refused',
    ],
    [
      'Error response from daemon: Get "http://r/v2/": unauthorized: incorrect username or password',
      'push.login_refused',
    ],
    [
      'Error response from daemon: Get "http://r/v2/": dial tcp: connect: connection refused',
      'push.login_failed',
    ],
  ])('sorts the login that ends with %j as %s', async (sentence, code) => {
    const engine = await openOne(`cat > /dev/null; echo '${sentence}' >&2; exit 1`);

    const error = await failureOf(engine.login({ registry: 'r', username: 'AWS', password: 'canary' }));

    expect(error.code).toBe(code);
    expect(error.message).toContain(sentence.replace('Error response from daemon: ', ''));
  });

  it.each([
    ['echo \'{"a":"1"}\'', { a: '1' }],
    ['echo null', {}],
    ['echo "Error: No such image: x" >&2; exit 1', undefined],
  ])('reads labels from %j', async (script, labels) => {
    expect(await (await openOne(script)).labelsOf('shop:1')).toEqual(labels);
  });

  it('does not take an engine that went away for an image that is not there', async () => {
    const engine = await openOne('echo "Cannot connect to the Docker daemon" >&2; exit 1');

    expect(await failureOf(engine.labelsOf('shop:1'))).toMatchObject({
      code: 'build.engine_failed',
      message: 'docker image inspect failed: Cannot connect to the Docker daemon',
    });
  });

  it('throws what it was interrupted with, once the client is gone', async () => {
    const engine = await openOne('echo started; exec sleep 60');
    const interrupt = new AbortController();
    const reason = new Error('interrupted');

    const building = engine.build(order(), {
      signal: interrupt.signal,
      onLine: () => interrupt.abort(reason),
    });

    await expect(building).rejects.toBe(reason);
  });

  it('leaves nothing behind when it is closed, however often', async () => {
    const engine = await openOne('');
    expect(privateFolders()).toHaveLength(1);

    await engine.close();
    await engine.close();

    expect(privateFolders()).toEqual([]);
  });
});
