import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/cli/system-clock.ts';
import { BuildFailed } from '../../src/images/engines/build-errors.ts';
import { openDockerEngine } from '../../src/images/engines/docker/open-docker-engine.ts';
import type { BuildOrder, Engine, Watch } from '../../src/images/engines/engine.ts';
import { LoginRefused, PushUnauthorized } from '../../src/images/engines/push-errors.ts';
import type { ImageSettings } from '../../src/model/image-settings.ts';
import { baseImage } from './base-image.ts';
import {
  hasRegistry,
  registryLogin,
  startPasswordRegistry,
  type PasswordRegistry,
} from './password-registry.ts';
import { processesDuring, untilNone } from './process-watch.ts';
import { describeWithEngine, dockerPath } from './require-engine.ts';

const isContinuousIntegration = (process.env['CI'] ?? '') !== '';
/** Nothing else on the machine is called so: what carries it is ours to remove. */
const id = `ecsdeploy-engine-test-${process.pid}-${Date.now()}`;
const patience = 60_000;

const secrets = {
  ofVariable: `canary-variable-${id}`,
  ofFile: `canary-file-${id}`,
};
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const stages = {
  last: 'LABEL stage=last',
  // A step that ran once with the same text would be taken from the cache.
  secret: `RUN --mount=type=secret,id=token --mount=type=secret,id=key \\
    echo ${id} && sha256sum /run/secrets/token && sha256sum /run/secrets/key && cat /run/secrets/token /run/secrets/key && echo && sleep 1`,
  failing: `RUN echo 'no rule to make target' && echo 'see above' >&2 && exit 2`,
  slow: 'RUN echo started && sleep 98761',
};
type Stage = keyof typeof stages;

const dockerfile = (base: string, stage: Stage): string => `
FROM ${base} AS first
ARG COLOUR
LABEL ecsdeploy.test=${id} stage=first colour=$COLOUR
RUN echo one

FROM first AS ${stage}
${stages[stage]}

FROM first AS never
RUN exit 1
`;

const builders = [
  ['with the best builder there is', {}],
  ['with the legacy builder', { DOCKER_BUILDKIT: '0' }],
] as const;

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(dockerPath ?? 'docker', args);
  return stdout.trim();
}

function watch(onLine: (line: string) => void = () => undefined): Watch & {
  readonly lines: string[];
  readonly interrupt: AbortController;
} {
  const lines: string[] = [];
  const interrupt = new AbortController();
  return {
    lines,
    interrupt,
    signal: interrupt.signal,
    onLine: (line) => {
      lines.push(line);
      onLine(line);
    },
  };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  return JSON.stringify([error.message, error.stack, error, textOf(error.cause ?? null)]);
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

/** The content of every file below a folder. */
function contentsOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

const privateFolders = (): string[] =>
  readdirSync(os.tmpdir())
    .filter((name) => name.startsWith(`ecsdeploy-docker-${process.pid}-`))
    .map((name) => path.join(os.tmpdir(), name));

describeWithEngine('the docker engine, for real', () => {
  let home: string;
  let context: string;
  let userConfiguration: string;
  let references: string[];
  const opened: Engine[] = [];

  beforeAll(() => {
    baseImage();
  });

  beforeEach(() => {
    references = [];
    home = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-test-home-'));
    context = path.join(home, 'context');
    userConfiguration = path.join(home, '.docker', 'config.json');
    mkdirSync(context);
    mkdirSync(path.dirname(userConfiguration));
    for (const stage of Object.keys(stages) as Stage[]) {
      writeFileSync(path.join(context, `${stage}.Dockerfile`), dockerfile(baseImage(), stage));
    }
    // A keychain that takes notes.
    const helper = path.join(home, 'docker-credential-notes');
    writeFileSync(
      helper,
      `#!/bin/sh\n{ echo "$1"; cat; echo; } >> ${home}/keychain\nif [ "$1" = list ]; then echo '{}'; else echo 'credentials not found in native keychain'; exit 1; fi\n`,
    );
    chmodSync(helper, 0o755);
    writeFileSync(path.join(home, 'keychain'), '');
    writeFileSync(userConfiguration, '{ "credsStore": "notes", "auths": {} }');
    utimesSync(userConfiguration, 1000, 1000);
  });

  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
    rmSync(home, { recursive: true });
    for (const reference of references) await docker('rmi', '--force', reference).catch(() => undefined);
    const left = await docker('images', '--quiet', '--filter', `label=ecsdeploy.test=${id}`);
    for (const image of new Set(left.split('\n').filter(Boolean))) {
      await docker('rmi', '--force', image).catch(() => undefined);
    }
  });

  async function open(environment: Record<string, string> = {}): Promise<Engine> {
    const engine = await openDockerEngine({
      clock: systemClock,
      environment: {
        ...process.env,
        HOME: home,
        DOCKER_CONFIG: undefined,
        PATH: `${home}:${process.env['PATH'] ?? ''}`,
        ...environment,
      },
    });
    opened.push(engine);
    return engine;
  }

  function order(
    target: Stage,
    settings: Partial<ImageSettings> = {},
    more: Partial<BuildOrder> = {},
  ): BuildOrder {
    const reference = more.reference ?? `${id}:${references.length}`;
    references.push(reference);
    return {
      settings: {
        repository: id,
        context,
        dockerfile: path.join(context, `${target}.Dockerfile`),
        target,
        platforms: [],
        buildArgs: {},
        secrets: [],
        ssh: [],
        cacheFrom: [],
        cacheTo: [],
        ...settings,
      },
      labels: {},
      push: false,
      ...more,
      reference,
    };
  }

  it('takes a client whose engine answers, and leaves the configuration of the user as it was', async () => {
    const engine = await open();

    expect(engine.description.platform).toMatch(/^linux\//);
    expect(existsSync(engine.description.path)).toBe(true);
    await engine.close();
    expect(readFileSync(userConfiguration, 'utf8')).toBe('{ "credsStore": "notes", "auths": {} }');
    expect(statSync(userConfiguration).mtimeMs).toBe(1_000_000);
    expect(privateFolders()).toEqual([]);
  });

  it.each(builders)(
    'builds a target with arguments and labels, %s',
    async (_, environment) => {
      const engine = await open(environment);
      const seen = watch();
      const wanted = order(
        'last',
        { buildArgs: { COLOUR: 'a "dark" blue' } },
        { labels: { 'org.opencontainers.image.revision': 'abc' } },
      );

      expect(await engine.labelsOf(wanted.reference)).toBeUndefined();
      await engine.build(wanted, seen);

      expect(await engine.labelsOf(wanted.reference)).toMatchObject({
        colour: 'a "dark" blue',
        stage: 'last',
        'org.opencontainers.image.revision': 'abc',
      });
      expect(seen.lines.join('\n')).toMatch(/RUN echo one/);
    },
    patience,
  );

  it.each(builders)(
    'tells which step failed and how, %s',
    async (_, environment) => {
      const engine = await open(environment);
      const wanted = order('failing');

      const error = await failureOf(engine.build(wanted, watch()));

      expect(error).toBeInstanceOf(BuildFailed);
      expect(textOf(error)).toMatch(
        /step \d\/\d(?: of failing)? .{1,3}RUN echo 'no rule.* ended with exit code 2/,
      );
      const { exitCode, log } = (error as BuildFailed).details as { exitCode: number; log: string[] };
      expect(exitCode).toBe(2);
      expect(log.slice(-4).join('\n')).toContain('no rule to make target');
      expect(await docker('ps', '--all', '--quiet', '--filter', `label=ecsdeploy.test=${id}`)).toBe('');
    },
    patience,
  );

  it(
    'shows a secret of the build to the build alone',
    async () => {
      const file = path.join(home, 'key');
      writeFileSync(file, secrets.ofFile);
      const engine = await open({ BUILD_TOKEN: secrets.ofVariable });
      const wanted = order('secret', {
        secrets: [
          { id: 'token', from: { kind: 'env', variable: 'BUILD_TOKEN' } },
          { id: 'key', from: { kind: 'file', path: file } },
        ],
      });
      const seen = watch();

      const building = engine.build(wanted, seen);
      const processes = await processesDuring(building);
      await building;

      // The build had them.
      const output = seen.lines.join('\n');
      expect(output).toContain(`${digestOf(secrets.ofVariable)}  /run/secrets/token`);
      expect(output).toContain(`${digestOf(secrets.ofFile)}  /run/secrets/key`);
      expect(output).toContain('******');
      // Nobody else had.
      const clients = processes.filter(({ command }) => command.includes(wanted.reference));
      const ours = new Set([process.pid, ...clients.map((client) => client.id)]);
      const others = processes.filter(({ id: own, parent }) => !ours.has(own) && !ours.has(parent));
      expect(clients.length).toBeGreaterThan(0);
      expect(others.length).toBeGreaterThan(0);
      for (const secret of Object.values(secrets)) {
        expect(output).not.toContain(secret);
        expect(processes.filter(({ command }) => command.includes(secret))).toEqual([]);
        expect(others.filter(({ environment }) => environment.includes(secret))).toEqual([]);
      }
      expect(privateFolders()).toHaveLength(1);
      expect(contentsOf(privateFolders()[0]!)).not.toMatch(/canary/);
      const image = await docker('image', 'inspect', wanted.reference);
      expect(image).not.toMatch(/canary/);
    },
    patience,
  );

  it.each(builders)(
    'is gone with its client and its folder when it is interrupted in the middle of a build, %s',
    async (_, environment) => {
      const engine = await open(environment);
      const wanted = order('slow');
      const reason = new Error('interrupted');
      const seen = watch((line) => {
        if (/^#\d+ [\d.]+ started|^started/.test(line)) seen.interrupt.abort(reason);
      });

      expect(await failureOf(engine.build(wanted, seen))).toBe(reason);

      await untilNone(({ command }) => command.includes(wanted.reference) || command === 'sleep 98761');
      expect(await engine.labelsOf(wanted.reference)).toBeUndefined();
      await engine.close();
      expect(privateFolders()).toEqual([]);
    },
    patience,
  );

  (hasRegistry || isContinuousIntegration ? describe : describe.skip)(
    'and a registry with a password',
    () => {
      let registry: PasswordRegistry;

      beforeAll(async () => {
        registry = await startPasswordRegistry();
      });

      afterAll(() => registry.stop());

      const inRegistry = (tag: string): Promise<Response> => {
        const { username, password } = registryLogin;
        const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
        const accept =
          'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json';
        return fetch(`http://${registry.host}/v2/shop/web/manifests/${tag}`, {
          headers: { authorization, accept },
        });
      };

      it(
        'pushes what it built after a login that no keychain and no other process sees',
        async () => {
          const engine = await open();
          const reference = `${registry.host}/shop/web:1`;
          const seen = watch();
          await engine.build(order('last', {}, { reference }), seen);

          const pushing = engine
            .login({ registry: registry.host, ...registryLogin })
            .then(() => engine.push(reference, seen));
          const processes = await processesDuring(pushing);
          await pushing;

          const response = await inRegistry('1');
          expect(response.status).toBe(200);
          const digest = response.headers.get('docker-content-digest') ?? 'none';
          expect(digest).toMatch(/^sha256:/);
          expect(seen.lines.join('\n')).toContain(digest);
          const token = Buffer.from(`${registryLogin.username}:${registryLogin.password}`).toString('base64');
          for (const secret of [registryLogin.password, token]) {
            expect(seen.lines.join('\n')).not.toContain(secret);
            const knowing = processes.filter(
              ({ command, environment }) => command.includes(secret) || environment.includes(secret),
            );
            expect(knowing).toEqual([]);
            expect(readFileSync(path.join(home, 'keychain'), 'utf8')).not.toContain(secret);
          }
          await engine.close();
          expect(privateFolders()).toEqual([]);
          expect(readFileSync(userConfiguration, 'utf8')).toBe('{ "credsStore": "notes", "auths": {} }');
          expect(statSync(userConfiguration).mtimeMs).toBe(1_000_000);
          expect(contentsOf(home)).not.toContain(token);
        },
        patience,
      );

      it(
        'pushes as part of the build, where that is asked for',
        async () => {
          const engine = await open();
          await engine.login({ registry: registry.host, ...registryLogin });

          await engine.build(
            order('last', {}, { reference: `${registry.host}/shop/web:2`, push: true }),
            watch(),
          );

          expect((await inRegistry('2')).status).toBe(200);
        },
        patience,
      );

      it('says that a password was refused, and does not repeat it', async () => {
        const engine = await open();

        const error = await failureOf(
          engine.login({ registry: registry.host, username: 'AWS', password: 'canary-wrong-1' }),
        );

        expect(error).toBeInstanceOf(LoginRefused);
        expect(textOf(error)).toContain('401');
        expect(textOf(error)).not.toContain('canary');
      });

      it.each([false, true])(
        'says that there is no login, of a build that pushes: %s',
        async (push) => {
          const engine = await open();
          const wanted = order('last', {}, { reference: `${registry.host}/shop/web:3`, push });

          const pushing = engine.build(wanted, watch()).then(() => engine.push(wanted.reference, watch()));
          const error = await failureOf(pushing);

          expect(error).toBeInstanceOf(PushUnauthorized);
          expect(error).toMatchObject({ why: 'not-logged-in' });
        },
        patience,
      );
    },
  );
});
