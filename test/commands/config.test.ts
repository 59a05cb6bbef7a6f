import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

const config = `version: 1
cluster: demo
services:
  web:
    taskDefinition: web.json
    timeout: 10m
environments:
  staging: {}
  production:
    cluster: prod
`;
const definition = JSON.stringify({
  family: 'web',
  containerDefinitions: [{ name: 'web', image: 'demo/web:1', essential: true }],
});
const files = { 'ecsdeploy.yml': config, 'web.json': definition };

describe('config validate', () => {
  it('checks every environment and the task definition files', async () => {
    await withFiles(files, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(0);
      expect(ran.stdout).toMatch(/ is valid: 1 service, 2 environments, 1 task definition file\.\n$/);
    });
  });

  it('tells the place, the value and what is allowed, and ends with 3', async () => {
    await withFiles({ 'ecsdeploy.yml': config.replace('10m', 'long') }, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(3);
      expect(ran.stdout).toBe('');
      expect(ran.stderr).toMatch(/ecsdeploy\.yml:6:14: .*long.*90s, 10m or 1h30m/);
    });
  });

  it('ends with 3 when a task definition file is missing, under --json too', async () => {
    await withFiles({ 'ecsdeploy.yml': config }, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'validate', '--config', file, '--json');

      expect([ran.exitCode, ran.stderr]).toEqual([3, '']);
      expect(JSON.parse(ran.stdout)).toMatchObject({ ok: false, exitCode: 3 });
    });
  });

  it('ends with 3 when there is no such file', async () => {
    const ran = await ecsdeploy('config', 'validate', '--config', '/no/such/file.yml');

    expect(ran.exitCode).toBe(3);
    expect(ran.stderr).toContain('/no/such/file.yml');
  });
});

describe('an AppSpec in a configuration', () => {
  const withAppSpec = config.replace(
    '    timeout: 10m',
    '    codedeploy: { application: shop, appspec: appspec.yml, hooks: { AfterInstall: check } }',
  );
  const appSpec = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }
`;

  it('is checked with it', async () => {
    await withFiles({ ...files, 'ecsdeploy.yml': withAppSpec, 'appspec.yml': appSpec }, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.stderr).toBe('');
      expect(ran.stdout).toMatch(/, 1 task definition file, 1 AppSpec file\.\n$/);
    });
  });

  it('that is missing ends with 3', async () => {
    await withFiles({ ...files, 'ecsdeploy.yml': withAppSpec }, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(3);
      expect(ran.stderr).toContain('appspec.yml: there is no such file');
    });
  });

  it('that is none ends with 3, and the place in it', async () => {
    const wrong = appSpec.replace('AWS::ECS::Service', 'AWS::Lambda::Function');
    await withFiles({ ...files, 'ecsdeploy.yml': withAppSpec, 'appspec.yml': wrong }, async (folder) => {
      const ran = await ecsdeploy('config', 'validate', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran.exitCode).toBe(3);
      expect(ran.stderr).toMatch(/appspec\.yml:4:13: this is an AppSpec for Lambda/);
    });
  });

  it('is shown with the rest of it', async () => {
    await withFiles({ ...files, 'ecsdeploy.yml': withAppSpec, 'appspec.yml': appSpec }, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'show', '--config', file, '--environment', 'staging');

      expect(ran.stdout).toMatch(/codedeploy\.application +shop +.*ecsdeploy\.yml:6:32/);
      expect(ran.stdout).toMatch(/codedeploy\.hooks\.AfterInstall +check /);
    });
  });
});

describe('image and git in a configuration', () => {
  const withImage = `version: 1
cluster: demo
services:
  web:
    image:
      repository: shop/web
      buildArgs: { RELEASE: "\${git:sha:-none}-\${git:branch:-main}" }
      secrets: { npm: { env: NPM_TOKEN } }
`;

  async function inFolder(folder: string, work: () => Promise<void>): Promise<void> {
    const before = process.cwd();
    process.chdir(folder);
    try {
      await work();
    } finally {
      process.chdir(before);
    }
  }

  it('are shown without what has the form of a secret, in lists as well', async () => {
    const yaml = `version: 1
cluster: prod
services:
  web:
    gates:
      smoke:
        command: [sh, -c, 'curl -H "Authorization: Bearer Canary7uQ2xZ9wLp4" x; run --token=Canary7uQ2xZ9wLp4']
      ping:
        http:
          url: https://web.example/health?token=Canary7uQ2xZ9wLp4
          headers: { x-any: Canary7uQ2xZ9wLp4 }
`;
    await withFiles({ 'ecsdeploy.yml': yaml }, async (folder) => {
      for (const form of [[], ['--json']]) {
        const ran = await ecsdeploy('config', 'show', '--config', `${folder}/ecsdeploy.yml`, ...form);

        expect(ran.exitCode).toBe(0);
        expect(ran.stdout).toContain('***');
        expect(ran.stdout).not.toContain('Canary7uQ2xZ9wLp4');
      }
    });
  });

  it('are shown without what stands under the name of a secret, in a task and in a build', async () => {
    const yaml = `version: 1
cluster: prod
services:
  web:
    image:
      repository: shop/web
      buildArgs: { NPM_TOKEN: canary-of-npm, RELEASE: spring }
    gates:
      migrate:
        task: { environment: { DB_PASSWORD: canary-of-db, LOCK_TIMEOUT: 5s } }
`;
    await withFiles({ 'ecsdeploy.yml': yaml }, async (folder) => {
      for (const form of [[], ['--json']]) {
        const ran = await ecsdeploy('config', 'show', '--config', `${folder}/ecsdeploy.yml`, ...form);

        expect(ran.exitCode).toBe(0);
        expect(ran.stdout).not.toContain('canary');
        for (const shown of ['NPM_TOKEN', 'spring', 'DB_PASSWORD', '5s']) expect(ran.stdout).toContain(shown);
      }
    });
  });

  it('are shown with their places, secrets by where they come from', async () => {
    await withFiles({ 'ecsdeploy.yml': withImage }, async (folder) => {
      execFileSync('git', ['init', '--quiet', '--initial-branch=side', folder]);
      const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
      execFileSync('git', [...person, '-C', folder, 'commit', '--quiet', '--allow-empty', '-m', 'first']);
      const sha = execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();

      await inFolder(folder, async () => {
        const ran = await withEnv({ NPM_TOKEN: 'canary' }, async () => ecsdeploy('config', 'show'));

        expect(ran.stderr).toBe('');
        const lines = ran.stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
        expect(lines).toContainEqual([
          'image.buildArgs.RELEASE',
          `${sha}-side`,
          'ecsdeploy.yml:7:29 (${git:sha}, ${git:branch})',
        ]);
        expect(lines).toContainEqual(['image.secrets.npm', '{"env":"NPM_TOKEN"}', 'ecsdeploy.yml:8:23']);
        expect(ran.stdout).not.toContain('canary');
      });
    });
  });

  it('need no repository where each reference has a default', async () => {
    await withFiles({ 'ecsdeploy.yml': withImage }, async (folder) => {
      await inFolder(folder, async () => {
        const shown = await ecsdeploy('config', 'show');
        const validated = await ecsdeploy('config', 'validate');

        expect(shown.stdout).toContain('none-main');
        expect(validated.exitCode).toBe(0);
      });
    });
  });

  it('end with 3 where git does not know, with the place and the way out', async () => {
    await withFiles({ 'ecsdeploy.yml': withImage.replace(':-none', '') }, async (folder) => {
      await inFolder(folder, async () => {
        const ran = await ecsdeploy('config', 'validate');

        expect(ran.exitCode).toBe(3);
        expect(ran.stderr).toContain(
          'ecsdeploy.yml:7:29: services.web.image.buildArgs.RELEASE needs the commit',
        );
        expect(ran.stderr).toContain('is not in the working tree of a git repository');
        expect(ran.stderr).toContain('${git:sha:-none}');
      });
    });
  });
});

describe('config show', () => {
  it('tells each value and where it comes from', async () => {
    await withFiles(files, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'show', 'web', '-e', 'production', '--config', file);

      const lines = ran.stdout.split('\n').map((line) => line.trim().split(/ {2,}/));
      expect(lines[0]).toEqual(['web']);
      expect(lines[1]).toEqual(['cluster', 'prod', expect.stringMatching(/ecsdeploy\.yml:10:14$/)]);
    });
  });

  it('has a value for each member that may be written', async () => {
    const deployment = 'strategy: ROLLING, minimumHealthyPercent: 100, circuitBreaker: { enable: true }';
    const text = `version: 1\ncluster: demo\ndeployment: { ${deployment} }\nservices: { web: { timeout: 9m } }\n`;
    await withFiles({ 'ecsdeploy.yml': text }, async (folder) => {
      const ran = await ecsdeploy('config', 'show', '--config', path.join(folder, 'ecsdeploy.yml'));

      expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
      expect(ran.stdout).toMatch(/deployment\.strategy +ROLLING/);
      expect(ran.stdout).toMatch(/timeout +9 m/);
    });
  });

  it('wants the environment named, with 2', async () => {
    await withFiles(files, async (folder) => {
      const file = path.join(folder, 'ecsdeploy.yml');
      const ran = await ecsdeploy('config', 'show', '--config', file);

      expect(ran.exitCode).toBe(2);
      expect(ran.stderr).toContain('staging, production');
    });
  });
});
