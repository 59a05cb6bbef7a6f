import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { canariesIn, canariesUnder, canary, type Canary } from './canaries.ts';
import { childOf, isRunning } from './child-processes.ts';
import { docker, environmentsOfContainers, removeImages } from './engine-client.ts';
import { HelloWorld } from './hello-world.ts';
import { holdersOf, leaks, ProcessWatch, type Seen, type Sighting } from './process-watch.ts';
import { finish, type Finished } from './sandbox-world.ts';
import { TokenRelay } from './token-relay.ts';

// Real builds, pushes and containers.
jest.setTimeout(120_000);

// What other processes were started with can only be read on Linux.
const describeOnLinux = process.platform === 'linux' ? describeWithEngine : describe.skip;

const token = canary('token');
const npm = canary('npm');
const awsKey = canary('aws-key');
const buildSecrets = [token, npm];

const mounts = ['token', 'npmrc'].map((id) => `--mount=type=secret,id=${id},required=true`).join(' ');
const printSecrets = `RUN ${mounts} cat /run/secrets/token && echo && cat /run/secrets/npmrc`;

describeOnLinux('secrets', () => {
  const room = path.join(os.tmpdir(), `ecsdeploy-secrets-${randomUUID()}`);
  const home = path.join(room, 'home');
  const temporary = path.join(room, 'temporary');
  const ofSandbox = path.join(room, 'of-sandbox');
  const npmrc = path.join(room, 'npmrc');
  let world: HelloWorld;
  let relay: TokenRelay;
  let registry: string;
  let dockerfile: string;

  beforeAll(async () => {
    for (const folder of [home, temporary, ofSandbox]) mkdirSync(folder, { recursive: true });
    writeFileSync(npmrc, `registry=https://npm.example/\n//npm.example/:_authToken=${npm.value}\n`);
    world = await HelloWorld.begin({ TMPDIR: ofSandbox });
    relay = await TokenRelay.begin(world.url);
    registry = new URL(world.url).host;
    dockerfile = readFileSync(path.join(world.folder, 'Dockerfile'), 'utf8');
    const secrets = `      secrets:\n        token: { env: HELLO_TOKEN }\n        npmrc: { file: ${npmrc} }\n`;
    await world.edit('ecsdeploy.yml', (text) => text + secrets);
    await world.ecr.createRepository({ repositoryName: 'demo/hello' });
  });

  afterEach(() => clearFaults());

  afterAll(async () => {
    await relay.end();
    await world.end();
    await removeImages(registry);
    const left = readdirSync(ofSandbox);
    rmSync(room, { recursive: true });
    expect(left).toEqual([]);
  });

  const environment = (): NodeJS.ProcessEnv => ({
    HOME: home,
    TMPDIR: temporary,
    AWS_ENDPOINT_URL: relay.url,
    AWS_SECRET_ACCESS_KEY: awsKey.value,
    HELLO_TOKEN: token.value,
  });

  const run = (args: readonly string[]): Promise<Finished> => world.run(args, environment());

  /** Runs commands one after the other while all processes of this machine are looked at. */
  async function watched(
    ...commands: (readonly string[])[]
  ): Promise<{ readonly seen: Seen; readonly ended: readonly Finished[] }> {
    const watch = new ProcessWatch([temporary, ofSandbox]);
    const ended: Finished[] = [];
    for (const args of commands) ended.push(await run(args));
    return { ended, seen: await watch.end() };
  }

  /** Commits a Dockerfile with one more step in it, or as it was. */
  async function commitStep(step = ''): Promise<string> {
    await world.edit('Dockerfile', () => dockerfile.replace('USER ', `${step}\nUSER `));
    return await world.commit('Another step');
  }

  /** A comment makes it a step that the engine has not built before. */
  const fresh = (step: string): string => `${step} # ${randomUUID()}`;

  /** What nobody may see when a command has ended, on the screen and on the disk. */
  function remains({ stdout, stderr }: Finished, more: readonly Canary[] = []): object {
    const canaries = [...buildSecrets, awsKey, ...relay.tokens, ...more];
    return {
      stdout: canariesIn(stdout, canaries),
      stderr: canariesIn(stderr, canaries),
      printedBySandbox: canariesIn(world.printedBySandbox, canaries),
      filesOfSandbox: canariesUnder(ofSandbox, canaries),
      temporary: readdirSync(temporary),
      home: readdirSync(home),
    };
  }

  /** Who was seen with what they have no need of. */
  function leaksSeen({ sightings }: Seen): string[] {
    return [
      ...leaks(sightings, buildSecrets, (sighting) => isCommand(sighting) || isBuild(sighting)),
      // Credential helpers, and caches in S3, get at AWS through docker's environment.
      ...leaks(sightings, [awsKey], (sighting) => isCommand(sighting) || isDocker(sighting)),
      ...leaks(sightings, relay.tokens),
    ];
  }

  async function fault(body: object): Promise<void> {
    const answer = await fetch(`${world.url}/_sandbox/fault`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  }

  async function clearFaults(): Promise<void> {
    await fetch(`${world.url}/_sandbox/faults/clear`, { method: 'POST' });
  }

  async function countOf(operation: string): Promise<number> {
    const answer = await fetch(`${world.url}/_sandbox/calls?limit=1`);
    const { counts } = (await answer.json()) as { counts: Readonly<Record<string, number>> };
    return counts[operation] ?? 0;
  }

  it('of a build and a push stay with those who need them, and out of the image', async () => {
    const sha = await commitStep(fresh(printSecrets));
    const { seen, ended } = await watched(['push', 'hello', '--verbose'], ['push', 'hello', '--json']);

    for (const one of ended) {
      expect(one).toMatchObject({ code: 0 });
      expect(remains(one)).toEqual(nothing);
    }
    // The step ran, and printed them.
    expect(ended[0]?.stderr).toMatch(/ \*\*\*$/m);
    expect(leaksSeen(seen)).toEqual([]);
    expect(canariesIn(relay.sent, [...buildSecrets, awsKey, ...relay.tokens])).toEqual([]);

    // The watch was quick enough to see what is allowed: the commands, their environments, and the login while it was there.
    expect(dockerCommands(seen)).toEqual(expect.arrayContaining(['build', 'login', 'push']));
    expect(holdersOf(seen.sightings, [token]).map(withoutArguments)).toEqual(
      expect.arrayContaining(['token in the environment of docker', 'token in the environment of node']),
    );
    const logins = seen.files.filter(({ content }) => canariesIn(content, relay.tokens).length > 0);
    expect(logins).toEqual([expect.objectContaining({ modes: [0o700, 0o600] })]);

    const image = `${registry}/demo/hello:${sha}`;
    const archive = path.join(room, 'image.tar');
    await docker('save', '--output', archive, image);
    const about = [
      await docker('history', '--no-trunc', image),
      await docker('image', 'inspect', image),
      readFileSync(archive, 'latin1'),
    ];
    for (const text of about) {
      expect(canariesIn(text, [...buildSecrets, awsKey, ...relay.tokens])).toEqual([]);
      // They are about this image: it has the commit in its environment.
      expect(text).toContain(sha);
    }
  });

  it('of a build that prints them and fails are masked where the failure is told', async () => {
    await commitStep(fresh(`${printSecrets} && exit 7`));
    const { seen, ended } = await watched(
      ['push', 'hello'],
      ['build', 'hello', '--verbose'],
      ['push', 'hello', '--json'],
    );

    for (const one of ended) {
      expect(one).toMatchObject({ code: 6 });
      expect(one.stdout + one.stderr).toMatch(/exit code:? 7/);
      expect(one.stdout + one.stderr).toContain('***');
      expect(remains(one)).toEqual(nothing);
    }
    expect(leaksSeen(seen)).toEqual([]);
  });

  it('of a push that is refused, and of one whose login has expired, are not told', async () => {
    await commitStep(printSecrets);
    await fault({ operation: 'registry:PutManifest', error: 'DENIED', message: 'not yours' });
    const refused = await watched(['push', 'hello', '--json']);
    await clearFaults();
    await fault({ operation: 'registry:PutManifest', error: 'DENIED', count: 1 });
    const renewed = await watched(['push', 'hello', '--verbose']);

    expect(refused.ended).toEqual([expect.objectContaining({ code: 6 })]);
    expect(refused.ended[0]?.stdout).toContain('not yours');
    expect(renewed.ended).toEqual([expect.objectContaining({ code: 0 })]);
    const logins = renewed.seen.files.flatMap(({ content }) => canariesIn(content, relay.tokens));
    expect(new Set(logins).size).toBe(2);
    for (const { seen, ended } of [refused, renewed]) {
      expect(leaksSeen(seen)).toEqual([]);
      for (const one of ended) expect(remains(one)).toEqual(nothing);
    }
  });

  it('of a task reach its container, and nobody else', async () => {
    const [first, second] = [canary('first-password'), canary('second-password')];
    // The docker client would obey a variable of this name, so it gets there another way.
    const obeyed = canary('obeyed');
    const injected = { name: 'injected', value: `sandbox:${secretArn}` };
    const variables = ({ value }: Canary): object => ({
      environment: [
        { name: 'PASSWORD', value },
        { name: 'DOCKER_PASSWORD', value: obeyed.value },
      ],
      secrets: [{ name: 'API_KEY', valueFrom: secretArn }],
    });

    await world.edit('taskdef.json', (text) => withVariables(text, variables(first)));
    await commitStep(printSecrets);
    const image = await push();
    // Pushed images are in the engine already; the sandbox gets this one with a login of its own.
    await removeImages(registry);
    const watch = new ProcessWatch([temporary, ofSandbox]);
    await createService(image);
    await world.edit('taskdef.json', (text) => withVariables(text, variables(second)));
    await world.commit('Another password');
    const planned = await run(['deploy', 'hello', '--dry-run']);
    const deployed = await run(['deploy', 'hello', '--verbose', '--json']);
    const seen = await watch.end();

    expect(deployed).toMatchObject({ code: 0 });
    expect(planned.stdout).toContain('environment[PASSWORD].value: changed (hidden)');
    expect(deployed.stdout).toContain('environment[PASSWORD].value');
    for (const one of [planned, deployed]) {
      expect(remains(one, [first, second, obeyed, injected])).toEqual(nothing);
    }
    expect(leaksSeen(seen)).toEqual([]);
    const ofTask = [first, second, obeyed, injected];
    expect(leaks(seen.sightings, ofTask, (one) => one.isContained || isCreate(one))).toEqual([]);
    expect(dockerCommands(seen)).toEqual(
      expect.arrayContaining(['build', 'login', 'push', 'pull', 'create']),
    );

    const ofPull = loginsIn(seen, 'ecsdeploy-private-');
    expect(ofPull).not.toEqual([]);
    expect(leaks(seen.sightings, ofPull)).toEqual([]);
    expect(remains(deployed, ofPull)).toEqual(nothing);
    // They did get where they were to go.
    expect(await environmentsOfContainers(world.url)).toEqual([
      expect.arrayContaining([
        `PASSWORD=${second.value}`,
        `DOCKER_PASSWORD=${obeyed.value}`,
        `API_KEY=${injected.value}`,
      ]),
    ]);
  });

  async function push(): Promise<string> {
    const { stdout } = await run(['push', 'hello', '--json']);
    const { image } = JSON.parse(stdout) as { image: { reference: string } };
    return image.reference;
  }

  async function createService(image: string): Promise<void> {
    await world.logs.createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await world.ecs.createCluster({ clusterName: 'demo' });
    const { stdout } = await run(['render', 'hello', '--image', image]);
    await world.ecs.registerTaskDefinition(JSON.parse(stdout) as RegisterTaskDefinitionCommandInput);
    await world.ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: 'hello',
      desiredCount: 1,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    const { code } = await run(['watch', 'hello']);
    expect(code).toBe(0);
  }

  describe('of a command that is ended in the middle', () => {
    /**
     * Starts a push and waits until the registry has all of it and does not say so. Not before: an upload that nobody answers keeps
     * the engine from sending the same layer again.
     */
    async function pushHalfway() {
      await commitStep();
      const before = await countOf('registry:PutManifest');
      await fault({ operation: 'registry:PutManifest', hang: true });
      const command = world.start(['push', 'hello', '--verbose'], environment());
      const ended = finish(command);
      await until(async () => (await countOf('registry:PutManifest')) > before);
      const client = childOf(command.pid ?? 0, clients, 'push');
      expect(client).toBeDefined();
      expect(canariesUnder(temporary, relay.tokens)).toEqual([
        expect.stringMatching(/^ecsdeploy-docker-.*\/config\.json: token \d+$/),
      ]);
      return { command, ended, client: client ?? 0 };
    }

    async function buildHalfway() {
      await commitStep(fresh('RUN sleep 30'));
      const command = world.start(['push', 'hello', '--verbose'], environment());
      let said = '';
      const ended = finish(command, (text) => {
        said = text;
      });
      await until(() => said.includes('] RUN sleep 30'));
      const client = childOf(command.pid ?? 0, clients, 'build');
      expect(client).toBeDefined();
      expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^ecsdeploy-docker-/)]);
      return { command, ended, client: client ?? 0 };
    }

    it.each([
      ['SIGINT', 130, 'a build', buildHalfway],
      ['SIGTERM', 143, 'a build', buildHalfway],
      ['SIGINT', 130, 'a push', pushHalfway],
      ['SIGTERM', 143, 'a push', pushHalfway],
    ] as const)('by %s leave nothing behind (%i, in %s)', async (signal, code, _, halfway) => {
      const { command, ended, client } = await halfway();
      command.kill(signal);
      const end = await ended;

      expect(end).toMatchObject({ code });
      expect(isRunning(client)).toBe(false);
      expect(remains(end)).toEqual(nothing);
    });

    it('leave nothing behind when docker is killed while it pushes', async () => {
      const { ended, client } = await pushHalfway();
      process.kill(client, 'SIGKILL');
      const end = await ended;

      expect(end).toMatchObject({ code: 6 });
      expect(end.stderr).toContain('docker was ended by SIGKILL');
      expect(remains(end)).toEqual(nothing);
    });

    it('by SIGKILL are swept away by the next one', async () => {
      const { command, ended, client } = await pushHalfway();
      command.kill('SIGKILL');
      await ended;
      process.kill(client, 'SIGKILL');
      // Nobody was there to remove it.
      expect(canariesUnder(temporary, relay.tokens)).toHaveLength(1);

      await clearFaults();
      await world.commit('The next one');
      const next = await run(['push', 'hello']);

      expect(next).toMatchObject({ code: 0 });
      expect(remains(next)).toEqual(nothing);
    });
  });
});

const nothing = {
  stdout: [],
  stderr: [],
  printedBySandbox: [],
  filesOfSandbox: [],
  temporary: [],
  home: [],
};

const secretArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:hello-AbCdEf';

/** The example's task definition with more in its only container. */
function withVariables(text: string, variables: object): string {
  const definition = JSON.parse(text) as { readonly containerDefinitions: readonly object[] };
  const containerDefinitions = definition.containerDefinitions.map((one) => ({ ...one, ...variables }));
  return JSON.stringify({ ...definition, containerDefinitions }, undefined, 2);
}

const clients: ReadonlySet<string> = new Set(['docker', 'docker-buildx']);

/** The command under test. */
function isCommand({ args: [, script = '', command] }: Sighting): boolean {
  return script.endsWith(path.join('bin', 'run.js')) && command !== 'sandbox';
}

function isDocker({ args: [program = ''] }: Sighting): boolean {
  return clients.has(path.basename(program));
}

/** `docker build`, `docker buildx build`, and the plugin that does it. */
function isBuild(sighting: Sighting): boolean {
  return isDocker(sighting) && sighting.args.slice(1, 3).includes('build');
}

function isCreate(sighting: Sighting): boolean {
  return isDocker(sighting) && sighting.args[1] === 'create';
}

/** Of everybody on this machine. */
function dockerCommands({ sightings }: Seen): string[] {
  return sightings.filter(isDocker).map((one) => {
    if (isBuild(one)) return 'build';
    const words = one.args[1] === '--config' ? one.args.slice(3) : one.args.slice(1);
    return words[0] ?? '';
  });
}

/** `token in the environment of node` */
function withoutArguments(holder: string): string {
  return holder.split(' ').slice(0, 6).join(' ');
}

/** Passwords that stood in configurations of docker in private folders. */
function loginsIn({ files }: Seen, folder: string): Canary[] {
  const contents = files.filter(({ file }) => file.includes(folder) && file.endsWith('config.json'));
  return contents.flatMap(({ content }) => {
    const { auths = {} } = JSON.parse(content) as { auths?: Readonly<Record<string, { auth: string }>> };
    return Object.values(auths).map(({ auth }) => {
      const [, value = ''] = /^AWS:(.+)$/s.exec(Buffer.from(auth, 'base64').toString()) ?? [];
      return { name: `login in ${folder}`, value };
    });
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it does not come about: ${condition.toString()}`);
    await wait(20);
  }
}
