import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { issueToken } from '../../src/sandbox/ecr/authorization.ts';
import { ecrOperations } from '../../src/sandbox/ecr/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { baseImage } from '../engine/base-image.ts';
import { describeWithEngine, dockerPath } from '../engine/require-engine.ts';
import { createRepository } from '../sandbox/registry/registry-user.ts';
import { DebianRegistry } from './debian-registry.ts';
import { writeLayout } from './oci-layout.ts';
import { describeWithPrograms, isOnPath } from './require-programs.ts';
import { mustRun, runProgram, type Ran } from './run-program.ts';
import { Witness } from './witness.ts';

// Clients that this project did not write: what they cannot push, pull or understand is wrong.

/** What a test started, to be ended even where it failed. */
const open: { stop(): Promise<void> }[] = [];

let folder: string;
let server: SandboxServer;
let host: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-registry-test-'));
});
beforeEach(async () => {
  const sandbox = new Sandbox({ startAt: Date.now() });
  createRepository(sandbox, 'shop/web', { immutable: true });
  server = await SandboxServer.start(sandbox, { port: 0 });
  host = `127.0.0.1:${server.port}`;
  open.push(server);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
const token = (): string => issueToken(server.sandbox.world).password;

describeWithEngine('docker', () => {
  const witness = new Witness('docker', 'registry.test.ts', () => server.sandbox);
  const images = new Set<string>();
  // The engine remembers the digests of layers that it has pushed anywhere, and asks a registry for those before it sends them: what it
  // asks for must not depend on whether some test has run on it before.
  beforeAll(async () => {
    const elsewhere = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0 });
    try {
      createRepository(elsewhere.sandbox, 'shop/base');
      const registry = `127.0.0.1:${elsewhere.port}`;
      await logIn(registry, issueToken(elsewhere.sandbox.world).password);
      await push(await tagBase(`${registry}/shop/base:v1`));
    } finally {
      await elsewhere.stop();
    }
  }, 60_000);
  afterAll(async () => {
    if (images.size > 0) await docker('image', 'rm', '--force', ...images);
  });

  function docker(...args: string[]): Promise<Ran> {
    return runProgram(dockerPath ?? 'docker', args, { env: { DOCKER_CONFIG: folder } });
  }

  function logIn(registry: string, password: string): Promise<Ran> {
    return runProgram(dockerPath ?? 'docker', ['login', '--username', 'AWS', '--password-stdin', registry], {
      input: password,
      env: { DOCKER_CONFIG: folder },
    });
  }

  interface Build {
    readonly client?: string;
    readonly buildkit?: '0' | '1';
  }

  /** An image with this text in it, under this name. */
  async function build(name: string, text: string, { client, buildkit = '0' }: Build = {}): Promise<Ran> {
    const context = await mkdtemp(path.join(folder, 'context-'));
    await writeFile(path.join(context, 'Dockerfile'), `FROM ${baseImage()}\nCOPY text /text\n`);
    await writeFile(path.join(context, 'text'), text);
    // A name that moves would leave an image without one behind.
    if (images.has(name)) await docker('image', 'rm', '--force', name);
    images.add(name);
    return await runProgram(client ?? dockerPath ?? 'docker', ['build', '--tag', name, context], {
      env: { DOCKER_CONFIG: folder, DOCKER_BUILDKIT: buildkit },
    });
  }

  /** The base image, which is one layer that the engine has pushed before, under this name. */
  async function tagBase(name: string): Promise<string> {
    images.add(name);
    await docker('tag', baseImage(), name);
    return name;
  }

  /** The digest that docker itself names at the end of a push. */
  async function push(name: string): Promise<string> {
    const { code, output } = await docker('push', name);
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(output)?.[1];
    if (code !== 0 || digest === undefined) throw new Error(`docker push ${name}: exit ${code}\n${output}`);
    return digest;
  }

  const shown = (): unknown => {
    const repository = server.sandbox.world.ecr.repositories.get('shop/web');
    return Object.fromEntries(repository?.tags ?? []);
  };

  witness.it(
    'logs in with the token of GetAuthorizationToken, and with no other',
    async () => {
      expect(await logIn(host, token())).toMatchObject({
        code: 0,
        output: expect.stringContaining('Succeeded'),
      });
      const wrong = await logIn(host, 'wrong');
      expect(wrong.code).not.toBe(0);
      expect(wrong.output).toContain('401 Unauthorized');
    },
    60_000,
  );

  witness.it(
    'pushes, pushes again, and is refused another image for the same tag',
    async () => {
      await logIn(host, token());
      const name = `${host}/shop/web:v1`;
      await build(name, 'one');
      const digest = await push(name);
      expect(shown()).toEqual({ v1: digest });
      expect(await push(name)).toBe(digest);
      await build(name, 'two');
      const other = await docker('push', name);
      expect(other.code).not.toBe(0);
      expect(other.output).toContain(
        "tag invalid: The image tag 'v1' already exists in the 'shop/web' repository and cannot be overwritten because the repository is immutable.",
      );
      expect(shown()).toEqual({ v1: digest });
    },
    120_000,
  );

  witness.it(
    'pulls by digest what it pushed, and it runs',
    async () => {
      await logIn(host, token());
      const name = `${host}/shop/web:v1`;
      await build(name, 'what was pushed');
      const digest = await push(name);
      const held = server.sandbox.world.ecr.held(name);
      expect(held).toMatchObject({ repository: 'shop/web', digest });
      await docker('image', 'rm', name);
      const pinned = `${host}/shop/web@${digest}`;
      images.add(pinned);
      expect(await docker('pull', pinned)).toMatchObject({ code: 0 });
      const { stdout } = await docker('run', '--rm', '--network', 'none', pinned, 'cat', '/text');
      expect(stdout).toBe('what was pushed');
    },
    120_000,
  );

  witness.it(
    'pulls by digest what has lost its tag, and no more what was deleted',
    async () => {
      await logIn(host, token());
      const { world } = server.sandbox;
      createRepository(server.sandbox, 'shop/moving');
      const name = `${host}/shop/moving:latest`;
      await build(name, 'first');
      const first = await push(name);
      await build(name, 'second');
      const second = await push(name);
      expect(second).not.toBe(first);

      const pinned = `${host}/shop/moving@${first}`;
      images.add(pinned);
      await docker('image', 'rm', '--force', name, pinned);
      expect(await docker('pull', pinned)).toMatchObject({ code: 0 });
      expect((await docker('run', '--rm', '--network', 'none', pinned, 'cat', '/text')).stdout).toBe('first');
      expect((await docker('pull', name)).output).toContain(`Digest: ${second}`);

      const imageIds = [{ imageDigest: first }, { imageTag: 'latest' }];
      ecrOperations.BatchDeleteImage(world, { repositoryName: 'shop/moving', imageIds }, caller);
      await docker('image', 'rm', '--force', name, pinned);
      const refused = await docker('pull', name);
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain('manifest unknown: Requested image not found');
      // By digest the engine may still have the manifest; this command asks the registry.
      const asked = await docker('manifest', 'inspect', '--insecure', pinned);
      expect(asked.output).toContain(`no such manifest: ${pinned}`);
    },
    180_000,
  );

  witness.it(
    'makes a list of images for two architectures, and pulls its own out of it',
    async () => {
      await logIn(host, token());
      createRepository(server.sandbox, 'shop/list');
      const [amd64, arm64] = [`${host}/shop/list:amd64`, `${host}/shop/list:arm64`] as const;
      for (const name of [amd64, arm64]) {
        await build(name, name);
        await push(name);
      }
      const list = `${host}/shop/list:all`;
      const manifest = async (...words: string[]): Promise<string> => {
        const { code, stdout, output } = await docker('manifest', ...words);
        if (code !== 0) throw new Error(`docker manifest ${words.join(' ')}: exit ${code}\n${output}`);
        return stdout;
      };
      await manifest('create', '--insecure', list, amd64, arm64);
      await manifest('annotate', list, amd64, '--arch', 'amd64');
      await manifest('annotate', list, arm64, '--arch', 'arm64');
      const digest = (await manifest('push', '--insecure', list)).trim();
      expect(server.sandbox.world.ecr.held(list)).toMatchObject({ digest });

      images.add(list);
      await docker('image', 'rm', '--force', amd64, arm64);
      const architecture = await docker('version', '--format', '{{.Server.Arch}}');
      expect((await docker('pull', list)).output).toContain(`Digest: ${digest}`);
      const { stdout } = await docker('run', '--rm', '--network', 'none', list, 'cat', '/text');
      expect(stdout).toBe(`${host}/shop/list:${architecture.stdout.trim()}`);
      const inspected = JSON.parse(await manifest('inspect', '--insecure', list)) as object;
      expect(inspected).toMatchObject({
        mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
        manifests: [{ platform: { architecture: 'amd64' } }, { platform: { architecture: 'arm64' } }],
      });
    },
    180_000,
  );

  witness.it(
    'shows what ECR says of an unknown repository, of no login and of one that has expired',
    async () => {
      await logIn(host, token());
      // Of several layers, which are sent side by side, the first refusal would end the others before they are asked for, or after.
      const unknown = await tagBase(`${host}/no/such:v1`);
      expect((await docker('push', unknown)).output).toContain(
        "name unknown: The repository with name 'no/such' does not exist in the registry with id '123456789012'",
      );
      server.sandbox.control.advance(13 * 3_600_000);
      server.timeMoved();
      expect((await docker('push', unknown)).output).toContain(
        'denied: Your authorization token has expired. Reauthenticate and try again.',
      );
      await docker('logout', host);
      expect((await docker('push', unknown)).output).toContain('no basic auth credentials');
    },
    120_000,
  );

  witness.it(
    'pushes what each of its builders builds',
    async () => {
      await logIn(host, token());
      const clients = ['/usr/bin/docker', '/usr/local/bin/docker', dockerPath ?? 'docker'];
      let built = 0;
      for (const [number, client] of [...new Set(clients)].entries()) {
        for (const buildkit of ['0', '1'] as const) {
          const name = `${host}/shop/web:built-${number}-${buildkit}`;
          const result = await build(name, name, { client, buildkit }).catch(() => undefined);
          // Not every client is there, and not every one has BuildKit.
          if (result?.code !== 0) continue;
          built += 1;
          const digest = await push(name);
          expect(server.sandbox.world.ecr.held(name)).toMatchObject({ digest });
        }
      }
      expect(built).toBeGreaterThan(0);
    },
    240_000,
  );

  witness.it(
    'takes layers that another repository has without sending them again',
    async () => {
      await logIn(host, token());
      createRepository(server.sandbox, 'shop/worker');
      const name = `${host}/shop/web:v1`;
      await build(name, 'shared');
      await push(name);
      const before = server.sandbox.control.registryCalls.counts()['registry:FinishUpload'] ?? 0;
      const second = `${host}/shop/worker:v1`;
      images.add(second);
      await docker('tag', name, second);
      await push(second);
      const after = server.sandbox.control.registryCalls.counts()['registry:FinishUpload'] ?? 0;
      // The configuration is sent; the layers are mounted.
      expect(after - before).toBeLessThanOrEqual(1);
    },
    120_000,
  );

  const compares = isOnPath('docker-registry') && isOnPath('htpasswd');
  witness[compares ? 'it' : 'skip'](
    "gets the same digest from Debian's registry for the same push",
    async () => {
      const debian = await DebianRegistry.start();
      open.push(debian);
      expect((await logIn(debian.host, debian.password)).code).toBe(0);
      expect((await logIn(debian.host, 'wrong')).code).not.toBe(0);
      expect((await logIn(debian.host, debian.password)).code).toBe(0);
      await logIn(host, token());
      const [ours, theirs] = [`${host}/shop/web:v1`, `${debian.host}/shop/web:v1`];
      await build(ours, 'compared');
      images.add(theirs);
      await docker('tag', ours, theirs);
      expect(await push(ours)).toBe(await push(theirs));
    },
    120_000,
  );
});

describeWithPrograms(['skopeo'], 'skopeo', () => {
  const witness = new Witness('skopeo', 'registry.test.ts', () => server.sandbox);
  let auth: string;
  let layout: string;
  let index: string;
  beforeEach(async () => {
    auth = path.join(await mkdtemp(path.join(folder, 'auth-')), 'auth.json');
    await skopeo('login', ['--username', 'AWS', '--password-stdin', host], token());
    layout = await mkdtemp(path.join(folder, 'layout-'));
    index = await writeLayout(layout, 'v1');
  });

  function skopeo(command: string, args: readonly string[], input?: string): Promise<string> {
    const insecure =
      command === 'copy' ? ['--src-tls-verify=false', '--dest-tls-verify=false'] : ['--tls-verify=false'];
    const options = input === undefined ? {} : { input };
    return mustRun('skopeo', [command, ...insecure, '--authfile', auth, ...args], options);
  }

  const repository = (): string => `docker://${host}/shop/web`;

  witness.it(
    'copies an index in and out, and every digest stays',
    async () => {
      await skopeo('copy', ['--all', `oci:${layout}:v1`, `${repository()}:v1`]);
      expect(server.sandbox.world.ecr.held(`${host}/shop/web:v1`)).toMatchObject({ digest: index });
      const out = await mkdtemp(path.join(folder, 'out-'));
      await skopeo('copy', ['--all', '--format', 'oci', `${repository()}:v1`, `oci:${out}:v1`]);
      const copied = JSON.parse(await readFile(path.join(out, 'index.json'), 'utf8')) as {
        manifests: { digest: string }[];
      };
      expect(copied.manifests.map(({ digest }) => digest)).toEqual([index]);
    },
    60_000,
  );

  witness.it(
    'inspects an image by tag and by digest',
    async () => {
      await skopeo('copy', ['--all', `oci:${layout}:v1`, `${repository()}:v1`]);
      for (const reference of [':v1', `@${index}`]) {
        const inspected = JSON.parse(await skopeo('inspect', [`${repository()}${reference}`])) as object;
        expect(inspected).toMatchObject({ Digest: index, Architecture: 'amd64', RepoTags: ['v1'] });
      }
      const raw = await skopeo('inspect', ['--raw', `${repository()}:v1`]);
      expect(JSON.parse(raw)).toMatchObject({ mediaType: 'application/vnd.oci.image.index.v1+json' });
    },
    60_000,
  );

  witness.it(
    "translates an image to Docker's format on its way in, and lists the tags",
    async () => {
      await skopeo('copy', ['--format', 'v2s2', `oci:${layout}:v1`, `${repository()}:docker`]);
      await skopeo('copy', [`oci:${layout}:v1`, `${repository()}:oci`]);
      const pushed = server.sandbox.world.ecr.repositories.get('shop/web')?.images.values() ?? [];
      expect([...pushed].map(({ mediaType }) => mediaType)).toEqual([
        'application/vnd.docker.distribution.manifest.v2+json',
        'application/vnd.oci.image.manifest.v1+json',
      ]);
      const listed = JSON.parse(await skopeo('list-tags', [repository()])) as object;
      expect(listed).toMatchObject({ Tags: ['docker', 'oci'] });
    },
    60_000,
  );

  witness.it(
    'pushes a list of images in the format of Docker',
    async () => {
      await skopeo('copy', ['--all', '--format', 'v2s2', `oci:${layout}:v1`, `${repository()}:v1`]);
      const raw = await skopeo('inspect', ['--raw', `${repository()}:v1`]);
      expect(JSON.parse(raw)).toMatchObject({
        mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
      });
    },
    60_000,
  );

  witness.it(
    'is refused with a wrong token, and when it wants to delete',
    async () => {
      await skopeo('copy', [`oci:${layout}:v1`, `${repository()}:v1`]);
      await expect(skopeo('delete', [`${repository()}:v1`])).rejects.toThrow('The operation is unsupported');
      await expect(skopeo('login', ['--username', 'AWS', '--password-stdin', host], 'wrong')).rejects.toThrow(
        'invalid username/password',
      );
    },
    60_000,
  );

  describeWithPrograms(['docker-registry', 'htpasswd'], "and Debian's registry", () => {
    witness.it(
      'copies from one to the other and back, and every digest stays',
      async () => {
        const debian = await DebianRegistry.start();
        open.push(debian);
        await skopeo('login', ['--username', 'AWS', '--password-stdin', debian.host], debian.password);
        const theirs = `docker://${debian.host}/shop/web:v1`;
        await skopeo('copy', ['--all', `oci:${layout}:v1`, `${repository()}:v1`]);
        await skopeo('copy', ['--all', `${repository()}:v1`, theirs]);
        await skopeo('copy', ['--all', theirs, `${repository()}:back`]);
        const tags = server.sandbox.world.ecr.repositories.get('shop/web')?.tags;
        expect(Object.fromEntries(tags ?? [])).toEqual({ v1: index, back: index });
      },
      60_000,
    );
  });
});
