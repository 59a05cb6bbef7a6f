import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { DebianRegistry } from '../conformance/debian-registry.ts';
import { describeWithPrograms } from '../conformance/require-programs.ts';
import { baseImage } from '../engine/base-image.ts';
import { describeWithEngine, dockerPath } from '../engine/require-engine.ts';
import { canariesIn } from './canaries.ts';
import { removeImages } from './engine-client.ts';
import { HelloWorld } from './hello-world.ts';
import { finish, type Finished } from './sandbox-world.ts';

jest.setTimeout(60_000);

interface Pushed {
  readonly image: { readonly reference: string; readonly digest: string; readonly how: string };
}

const user = 'AWS';

// ECR is asked about the repository first: the sandbox, which does not know it.
describeWithPrograms(['docker-registry', 'htpasswd'], "a push to Debian's docker-registry", () => {
  describeWithEngine('which wants a password for everything', () => {
    const room = path.join(os.tmpdir(), `ecsdeploy-other-registry-${randomUUID()}`);
    const temporary = path.join(room, 'temporary');
    let world: HelloWorld;
    let registry: DebianRegistry;

    beforeAll(async () => {
      mkdirSync(temporary, { recursive: true });
      world = await HelloWorld.begin();
      registry = await DebianRegistry.start();
    });

    afterAll(async () => {
      await registry.stop();
      await world.end();
      await removeImages(registry.host);
      rmSync(room, { recursive: true });
    });

    function newHome(): string {
      const home = path.join(room, randomUUID());
      mkdirSync(home);
      return home;
    }

    /** What `docker login` writes, for this password. */
    function configuration(password: string): string {
      const auth = Buffer.from(`${user}:${password}`).toString('base64');
      return JSON.stringify({ auths: { [registry.host]: { auth } } });
    }

    function writeConfiguration(home: string, text: string): string {
      mkdirSync(path.join(home, '.docker'));
      const file = path.join(home, '.docker', 'config.json');
      writeFileSync(file, text);
      return file;
    }

    async function logIn(home: string): Promise<string> {
      const args = ['login', '--username', user, '--password-stdin', registry.host];
      const client = spawn(dockerPath ?? 'docker', args, { env: { PATH: process.env['PATH'], HOME: home } });
      client.stdin.end(registry.password);
      expect(await finish(client)).toMatchObject({ code: 0 });
      return path.join(home, '.docker', 'config.json');
    }

    /** Builds on the current commit. `more` are variables of the command. */
    const push = (home: string, more: NodeJS.ProcessEnv = {}, ...flags: string[]): Promise<Finished> =>
      world.run(
        ['push', '--repository', `${registry.host}/hello`, '--build-arg', `BASE=${baseImage()}`, ...flags],
        { HOME: home, TMPDIR: temporary, ...more },
      );

    /** What the registry itself says of a tag. */
    async function digestOf(tag: string): Promise<string | null> {
      const { headers } = await fetch(`http://${registry.host}/v2/hello/manifests/${tag}`, {
        method: 'HEAD',
        headers: {
          accept:
            'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json',
          authorization: `Basic ${Buffer.from(`${user}:${registry.password}`).toString('base64')}`,
        },
      });
      return headers.get('docker-content-digest');
    }

    function expectNoTrace({ stdout, stderr }: Finished): void {
      const password = { name: 'password', value: registry.password };
      expect(canariesIn(stdout + stderr, [password])).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
    }

    it('ends with the digest that the registry gives, and has nothing to do a second time', async () => {
      const sha = await world.commit('Of somebody who is logged in');
      const home = newHome();
      const file = await logIn(home);
      const before = readFileSync(file);

      const first = await push(home, {}, '--json');
      const second = await push(home, {}, '--json');

      expect(first).toMatchObject({ code: 0 });
      const { image } = JSON.parse(first.stdout) as Pushed;
      expect(image.how).toBe('pushed');
      expect(image.digest).toBe(await digestOf(sha));
      expect(image.reference).toBe(`${registry.host}/hello@${image.digest}`);
      expect(second).toMatchObject({ code: 0 });
      expect((JSON.parse(second.stdout) as Pushed).image).toMatchObject({
        how: 'found',
        digest: image.digest,
      });
      expect(second.stderr).not.toContain(' building ');
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(readdirSync(path.dirname(file))).toEqual(['config.json']);
      for (const one of [first, second]) expectNoTrace(one);
    });

    it("takes the login from the user's credential helper", async () => {
      const sha = await world.commit('Of somebody with a helper');
      const home = newHome();
      const answer = JSON.stringify({ ServerURL: registry.host, Username: user, Secret: registry.password });
      const helper = path.join(home, 'docker-credential-hello');
      writeFileSync(helper, `#!/bin/sh\necho '${answer}'\n`);
      chmodSync(helper, 0o755);
      writeConfiguration(home, JSON.stringify({ credHelpers: { [registry.host]: 'hello' } }));

      const pushed = await push(home, { PATH: `${home}:${process.env['PATH']}` }, '--json');

      expect(pushed).toMatchObject({ code: 0 });
      expect((JSON.parse(pushed.stdout) as Pushed).image.digest).toBe(await digestOf(sha));
      expectNoTrace(pushed);
    });

    it.each([
      ['nobody is logged in', (): void => undefined],
      ['the password is a wrong one', (home: string) => writeConfiguration(home, configuration('wrong'))],
    ])('is refused before anything is built where %s, with the command that helps', async (_, prepare) => {
      const sha = await world.commit('Of somebody who may not');
      const home = newHome();
      prepare(home);

      const refused = await push(home);

      expect(refused).toMatchObject({ code: 4, stdout: '' });
      expect(refused.stderr).toContain(
        `the registry ${registry.host} lets nobody read hello with these credentials`,
      );
      expect(refused.stderr).toContain(`docker login ${registry.host}`);
      expect(refused.stderr).not.toContain(' building ');
      expect(await digestOf(sha)).toBeNull();
      expectNoTrace(refused);
    });
  });
});
