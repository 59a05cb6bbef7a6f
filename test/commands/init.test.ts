import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { choose } from '../../src/cli/choose.ts';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { ecsdeploy, type Ran } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

const ecspresso = {
  'ecspresso.yml': [
    'region: eu-west-1',
    'cluster: "{{ must_env `CLUSTER` }}"',
    'service: web',
    'service_definition: ecs-service-def.json',
    'task_definition: ecs-task-def.json',
    'timeout: 10m0s',
    'plugins:',
    '  - name: tfstate',
  ].join('\n'),
  'ecs-service-def.json': '{"desiredCount": 2,\n "deploymentConfiguration": {"minimumHealthyPercent": 50}}',
  'ecs-task-def.json': [
    '{"family": "web", "containerDefinitions": [{"name": "app",',
    ' "image": "shop/web:{{ env `TAG` `latest` }}",',
    ' "environment": [{"name": "DB_PASSWORD", "value": "correct-horse"}],',
    ' "portMappings": [{"containerPort": {{ must_env `PORT` }} }]}],',
    ' "executionRoleArn": "{{ tfstate `aws_iam_role.exec.arn` }}"}',
  ].join('\n'),
};

interface Answer {
  readonly init: {
    readonly written: boolean;
    readonly files: readonly { readonly path: string; readonly replaces: boolean }[];
    readonly leftovers: readonly { readonly reason: string; readonly line?: number }[];
    readonly secrets: readonly { readonly variable: string }[];
  };
}

const initIn = (folder: string, ...argv: string[]): Promise<Ran> =>
  ecsdeploy('init', '--directory', folder, '--no-input', ...argv);

describe('init from a file of another tool', () => {
  it('writes ours, says what has no equal and where, and leaves theirs alone', async () => {
    await withFiles(ecspresso, async (folder) => {
      const ran = await initIn(folder, '--from', 'ecspresso', path.join(folder, 'ecspresso.yml'));

      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toContain('ecspresso.yml:8: plugins[0] tfstate');
      expect(ran.stdout).toContain('ecs-service-def.json:1: desiredCount');
      expect(ran.stdout).toContain('→ ${env:AWS_IAM_ROLE_EXEC_ARN}');
      expect(ran.stdout).toContain('${env:DB_PASSWORD} (container app)');
      const definition = readFileSync(path.join(folder, 'web.task-definition.json'), 'utf8');
      expect(definition).toContain('shop/web:${env:TAG:-latest}');
      expect(definition).toContain('"containerPort": "${env:PORT}"');
      expect(definition + ran.stdout).not.toContain('correct-horse');
      for (const [name, text] of Object.entries(ecspresso))
        expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
      expect(readFileSync(path.join(folder, 'ecsdeploy.yml'), 'utf8')).toContain('cluster: ${env:CLUSTER}');
    });
  });

  it('says the same under --json', async () => {
    await withFiles(ecspresso, async (folder) => {
      const ran = await initIn(folder, '--from', 'ecspresso', path.join(folder, 'ecspresso.yml'), '--json');
      const { init } = JSON.parse(ran.stdout) as Answer;

      expect(init.written).toBe(true);
      expect(init.files.map((one) => path.basename(one.path))).toEqual([
        'web.task-definition.json',
        'ecsdeploy.yml',
      ]);
      expect(init.leftovers).toContainEqual(expect.objectContaining({ reason: 'plugin', line: 8 }));
      expect(init.secrets).toMatchObject([{ variable: 'DB_PASSWORD' }]);
    });
  });

  it('--copy-secrets copies what looks like a secret, and says what', async () => {
    await withFiles(ecspresso, async (folder) => {
      const given = ['--from', 'ecspresso', path.join(folder, 'ecspresso.yml'), '--copy-secrets'];
      const ran = await initIn(folder, ...given);

      expect(ran.stdout).toContain(
        '1 value looks like a secret, and stands in the file as asked:\n  - DB_PASSWORD',
      );
      expect(ran.stdout).not.toContain('correct-horse');
      expect(readFileSync(path.join(folder, 'web.task-definition.json'), 'utf8')).toContain('correct-horse');
    });
  });

  it('--dry-run writes nothing', async () => {
    await withFiles(ecspresso, async (folder) => {
      const before = readdirSync(folder);
      const ran = await initIn(
        folder,
        '--from',
        'ecspresso',
        path.join(folder, 'ecspresso.yml'),
        '--dry-run',
      );

      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toContain('Would write');
      expect(readdirSync(folder)).toEqual(before);
    });
  });

  it.each<[string, string, string, RegExp]>([
    [
      'ecspresso',
      'ecspresso.jsonnet',
      '{}',
      /is Jsonnet, which ecsdeploy does not evaluate[^]*Render it first/,
    ],
    ['ecspresso', 'a.yml', 'services: {}', /no configuration of ecspresso/],
    ['ecspresso', 'a.yml', 'a: [', /a\.yml:1:\d+: /],
    ['ecspresso', 'a.yml', 'task_definition: gone.json', /gone\.json cannot be read: ENOENT/],
    ['action', 'a.yml', 'jobs: {}', /no step of this workflow/],
    ['action', 'a.yml', 'true', /no workflow of GitHub/],
    ['copilot', 'a.yml', 'name: x\ntype: Scheduled Job', /is a Scheduled Job/],
    ['copilot', 'a.yml', '- a', /no manifest of Copilot/],
    ['copilot', 'a.yml', '\0', /not a text file/],
  ])('%s: %s with %j ends with 3', async (tool, name, text, sentence) => {
    await withFiles({ [name]: text }, async (folder) => {
      const ran = await initIn(folder, '--from', tool, path.join(folder, name));

      expect(ran.stderr).toMatch(sentence);
      expect(ran.exitCode).toBe(3);
      expect(readdirSync(folder)).toEqual([name]);
    });
  });

  it('a name of Copilot at AWS needs the environment that it is of', async () => {
    const manifest = 'name: web\ntype: Backend Service\nenvironments:\n  test: {}\n  prod: {}\n';
    await withFiles({ 'manifest.yml': manifest }, async (folder) => {
      const given = [
        '--from',
        'copilot',
        path.join(folder, 'manifest.yml'),
        '--cluster',
        'c',
        '--service',
        's',
      ];
      const refused = await initIn(folder, ...given);
      const ran = await initIn(folder, ...given, '--environment', 'test');

      expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
      expect(refused.stderr).toContain('Add --environment test');
      expect(ran.exitCode).toBe(0);
      expect(readFileSync(path.join(folder, 'ecsdeploy.yml'), 'utf8')).toMatch(
        /environments:\n {2}test:\n {4}cluster: c\n {4}services:\n {6}web:\n {8}service: s\n {2}prod:\n {4}cluster: \$\{env:COPILOT_CLUSTER\}/,
      );
    });
  });

  it.each([
    [['ecspresso.yml'], 'is a file, and nothing says which tool it is of'],
    [['--from', 'copilot'], '--from copilot needs the file to translate'],
    [[], '--cluster and --service are needed'],
    [['--cluster', 'demo'], '--service is needed'],
  ])('%j is wrong usage', async (argv, sentence) => {
    const ran = await ecsdeploy('init', '--no-input', ...argv);

    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain(sentence);
  });
});

describe('init from a service', () => {
  let server: SandboxServer;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    server = await SandboxServer.start(new Sandbox(), { port: 0 });
    seedDemo(server.sandbox);
    env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
  });
  afterAll(() => server.stop());

  const web = ['--cluster', 'demo', '--service', 'web'];

  it('writes both files, which the next deploy takes', async () => {
    await withFiles({}, async (folder) => {
      const ran = await withEnv(env, () => initIn(folder, ...web));

      expect(ran.exitCode).toBe(0);
      expect(readdirSync(folder)).toEqual(['ecsdeploy.yml', 'web.task-definition.json']);
      const plan = await withEnv(env, () =>
        ecsdeploy(
          'deploy',
          'web',
          '--config',
          path.join(folder, 'ecsdeploy.yml'),
          '--dry-run',
          '--no-verify',
        ),
      );
      expect(plan.stdout).toContain('nothing: the service already runs this');
    });
  });

  it('never replaces a file that is there, unless told to', async () => {
    await withFiles({ 'ecsdeploy.yml': 'mine' }, async (folder) => {
      const refused = await withEnv(env, () => initIn(folder, ...web));
      const kept = readFileSync(path.join(folder, 'ecsdeploy.yml'), 'utf8');
      const forced = await withEnv(env, () => initIn(folder, ...web, '--force'));

      expect(refused.exitCode).toBe(10);
      expect(refused.stderr).toContain('ecsdeploy.yml is there already, and nothing was written');
      expect(kept).toBe('mine');
      expect(forced.stdout).toMatch(/Written: .*web\.task-definition\.json\nReplaced: .*ecsdeploy\.yml/);
    });
  });

  it('a service that is not there ends with 5, and writes nothing', async () => {
    await withFiles({}, async (folder) => {
      const ran = await withEnv(env, () => initIn(folder, '--cluster', 'demo', '--service', 'wep'));

      expect(ran).toMatchObject({ exitCode: 5, stdout: '' });
      expect(ran.stderr).toContain('Did you mean web?');
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('a folder that is a file ends with 3', async () => {
    await withFiles({ here: '' }, async (folder) => {
      const ran = await withEnv(env, () => initIn(path.join(folder, 'here'), ...web));

      expect(ran).toMatchObject({ exitCode: 3, stdout: '' });
      expect(ran.stderr).toContain('there is no such folder');
    });
  });
});

describe('choosing on a terminal', () => {
  async function answer(...typed: string[]): Promise<{ chosen: string | undefined; shown: string }> {
    const input = new PassThrough();
    let shown = '';
    const output = new Writable({
      write: (chunk: Buffer, _, done) => {
        shown += chunk.toString();
        done();
      },
    });
    const choosing = choose('Service?', ['api', 'web'], { input, output });
    input.end(typed.map((line) => `${line}\n`).join(''));
    return { chosen: await choosing, shown };
  }

  it('lists the names with numbers', async () => {
    expect((await answer('2')).shown).toBe('  1  api\n  2  web\nService? [1-2] ');
  });

  it.each([
    [['2'], 'web'],
    [['web'], 'web'],
    [['3', 'x', ' 1 '], 'api'],
    [['0', '-1', ''], undefined],
    [[], undefined],
  ])('%j chooses %j', async (typed, chosen) => {
    expect((await answer(...typed)).chosen).toBe(chosen);
  });
});
