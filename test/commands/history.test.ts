import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { ecsdeploy, type Ran } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

const web = ['--cluster', 'demo', '--service', 'web'];
const file = `
version: 1
region: us-east-1
services:
  web: { cluster: demo }
environments:
  production: {}
  staging: { services: { web: { cluster: nowhere } } }
`;

interface Document {
  readonly exitCode: number;
  readonly history: { readonly releases: readonly { readonly id: string; readonly outcome: string }[] };
  readonly environments: readonly {
    readonly environment: string;
    readonly error?: { readonly code: string };
  }[];
}

describe('history', () => {
  let server: SandboxServer;
  beforeAll(async () => {
    const sandbox = new Sandbox();
    seedDemo(sandbox);
    await sandbox.clock.sleep(120_000);
    server = await SandboxServer.start(sandbox, { port: 0 });
  });
  afterAll(() => server.stop());

  const type = (...argv: string[]): Promise<Ran> =>
    withEnv(
      {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: 'sandbox',
        AWS_SECRET_ACCESS_KEY: 'sandbox',
        AWS_REGION: 'us-east-1',
      },
      () => ecsdeploy(...argv),
    );
  const documentOf = ({ stdout }: Ran): Document => JSON.parse(stdout) as Document;

  it('prints plain lines into a pipe: nothing drawn, and unknown where nobody is known', async () => {
    const { stdout, stderr, exitCode } = await type('history', ...web);

    expect([exitCode, stderr]).toEqual([0, '']);
    const [head, titles, line, end] = stdout.split('\n');
    expect(head).toBe('demo/web (us-east-1, account 123456789012)');
    expect(titles).toMatch(/^when +release +revision +who +digest +strategy +took +outcome$/);
    expect(line).toMatch(
      /^2026-01-15 \d\d:\d\dZ {2}\S{8} {2}web:1 +unknown {2}sha256:[0-9a-f]{12} {2}ROLLING +\d+ s +succeeded, serves now$/,
    );
    expect(end).toBe('');
  });

  it('prints one document under --json, and no more releases than asked for', async () => {
    const document = documentOf(await type('history', ...web, '--limit', '1', '--json'));

    expect(document.history.releases).toEqual([
      expect.objectContaining({ outcome: 'succeeded', serves: true }),
    ]);
  });

  it('tells every environment, and one that cannot be read beside the others', async () => {
    await withFiles({ 'ecsdeploy.yml': file }, async (folder) => {
      const config = ['--config', `${folder}/ecsdeploy.yml`];
      const ran = await type('history', 'web', '--all-environments', ...config);

      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toMatch(
        /^production: demo\/web [^]*\nstaging: could not be read: There is no cluster "nowhere"/,
      );
      const { environments } = documentOf(await type('history', '--all-environments', '--json', ...config));
      expect(environments.map(({ environment, error }) => [environment, error?.code])).toEqual([
        ['production', undefined],
        ['staging', 'cluster.not_found'],
      ]);
    });
  });

  it('fails with the reason of the first environment where none can be read', async () => {
    await withFiles({ 'ecsdeploy.yml': file.replaceAll('demo', 'nowhere') }, async (folder) => {
      const ran = await type('history', 'web', '--all-environments', '--config', `${folder}/ecsdeploy.yml`);

      expect([ran.exitCode, ran.stdout]).toEqual([5, '']);
    });
  });

  it('refuses a service that no environment has, and one environment beside all of them', async () => {
    await withFiles({ 'ecsdeploy.yml': file }, async (folder) => {
      const config = ['--config', `${folder}/ecsdeploy.yml`];

      expect((await type('history', 'api', '--all-environments', ...config)).exitCode).toBe(3);
      expect((await type('history', 'web', '--all-environments', '-e', 'staging', ...config)).exitCode).toBe(
        2,
      );
    });
  });

  it.each(['0', '1.5', 'ten', '1001'])('refuses --limit %s', async (limit) => {
    const ran = await type('history', ...web, '--limit', limit);

    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain(`"${limit}" is not a whole number from 1 to 1000`);
  });

  it('shows one release by the beginning of its id, or says which ones there are', async () => {
    const { history } = documentOf(await type('history', ...web, '--json'));
    const id = history.releases[0]?.id ?? '';

    const shown = await type('history', 'show', id.slice(0, 8), ...web);
    const unknown = await type('history', 'show', 'v9', ...web);

    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain(`  release  ${id} (arn:aws:ecs:`);
    expect(shown.stdout).toMatch(/ {2}outcome {2}succeeded after \d+ s; it serves now\n/);
    expect(shown.stdout).toMatch(/ {2}before {3}unknown\n/);
    expect(unknown.exitCode).toBe(5);
    expect(unknown.stderr).toContain('Service "demo/web" has no release "v9" that AWS remembers');
    expect(unknown.stderr).toContain(id);
  });

  it('asks for the release to show', async () => {
    const ran = await type('history', 'show', ...web);

    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('<release> is missing');
  });
});
