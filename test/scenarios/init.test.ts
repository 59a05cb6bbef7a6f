import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/load-config.ts';
import { resolveEnvironment } from '../../src/config/resolve-environment.ts';
import { draftOfService } from '../../src/init/live/draft-of-service.ts';
import { writeFiles } from '../../src/init/write-files.ts';
import type { ConfigDraft } from '../../src/model/initialised.ts';
import { configAsYaml } from '../../src/output/config-as-yaml.ts';
import { loadTaskDefinition } from '../../src/task-definitions/load.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';
import { beginWith } from './strategy-stage.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes the files of the service as it stands. */
async function written(
  rehearsal: Rehearsal,
  order: Partial<Parameters<typeof draftOfService>[1]> = {},
): Promise<ConfigDraft> {
  const draft = await draftOfService(rehearsal.context().aws, {
    service: ref,
    name: 'web',
    copySecrets: false,
    ...order,
  });
  await writeFiles({
    directory: folder,
    files: [
      ...draft.definitions.map((one) => ({ path: one.path, text: JSON.stringify(one.value, null, 2) })),
      { path: 'ecsdeploy.yml', text: configAsYaml(draft) },
    ],
    force: false,
    dryRun: false,
  });
  return draft;
}

/** The first deploy with what was written: its plan, and how it ends. */
async function firstDeploy(
  rehearsal: Rehearsal,
  { environment, variables = {} }: { environment?: string; variables?: Record<string, string> } = {},
) {
  const config = await loadConfig({ startDirectory: folder, variables });
  const [service] = resolveEnvironment(config, environment).services;
  if (service === undefined) throw new Error('the file has no service');
  const { taskDefinitionFile: file = '' } = service;
  const result = await rehearsal.deploy({
    service: { cluster: service.cluster, service: service.service },
    account: service.account,
    base: { kind: 'file', ...(await loadTaskDefinition({ file, variables })) },
    images: [],
    containers: service.containers,
    settings: service.deployment,
    codeDeploy: service.codeDeploy,
  });
  return { service, result };
}

describe('files from a live service', () => {
  it.each(['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'] as const)(
    '%s: the first deploy has nothing to do',
    async (strategy) => {
      const rehearsal = await beginWith(strategy);
      await written(rehearsal);

      const { service, result } = await firstDeploy(rehearsal);

      expect(service).toMatchObject({ cluster: 'prod', service: 'web', account: '123456789012' });
      expect(service.deployment.strategy).toBe(strategy);
      expect(service.deployment.alarms?.names).toEqual(['web-5xx']);
      expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
      expect(rehearsal.count('RegisterTaskDefinition')).toBe(1);
      expect(rehearsal.count('UpdateService')).toBe(0);
    },
  );

  it('CodeDeploy: names the application and the group, and the first deploy has nothing to do', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await written(rehearsal);

    const { service, result } = await firstDeploy(rehearsal);

    expect(service.codeDeploy).toMatchObject({ application: 'AppECS-prod-web', group: 'DgpECS-prod-web' });
    expect(service.deployment).toEqual({});
    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
    expect(rehearsal.count('CreateDeployment')).toBe(0);
  });

  it('under CodeDeploy holds what serves, not what the service was made with', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy({ images: [{ image: imageOf(2) }], codeDeploy: {} });

    const draft = await written(rehearsal);

    expect(draft.source).toMatchObject({ revision: 'web:2' });
    expect(JSON.stringify(draft.definitions)).toContain(imageOf(2));
  });

  it('a CodeDeploy service without a group is written all the same, and it says so', async () => {
    const rehearsal = await Rehearsal.begin({
      loadBalancer: true,
      breaker: 'off',
      service: {
        deploymentController: { type: 'CODE_DEPLOY' },
        deploymentConfiguration: {},
        taskDefinition: 'web:1',
      },
    });

    const draft = await written(rehearsal);

    expect(draft.leftovers).toEqual([{ reason: 'group-unknown', what: 'codedeploy' }]);
  });

  it('puts what differs between environments into the one that is named', async () => {
    const rehearsal = await beginWith('CANARY');
    await written(rehearsal, { environment: 'production', name: 'shop' });

    const { service, result } = await firstDeploy(rehearsal, { environment: 'production' });

    expect(service).toMatchObject({ name: 'shop', service: 'web', deployment: { strategy: 'CANARY' } });
    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
    expect(await textOf('ecsdeploy.yml')).toContain('  production:\n    region: us-east-1');
  });

  it('hooks and pauses are not written, stay, and are named', async () => {
    const rehearsal = await beginWith('CANARY');
    await rehearsal.ecs.updateService({
      ...ref,
      deploymentConfiguration: {
        lifecycleHooks: [
          {
            targetType: 'PAUSE',
            lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
            timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
          },
        ],
      },
    });

    const draft = await written(rehearsal);
    const { result } = await firstDeploy(rehearsal);

    expect(draft.leftovers).toEqual([{ reason: 'hooks-stay', what: 'pause at POST_TEST_TRAFFIC_SHIFT' }]);
    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
  });

  it('a value that looks like a secret is in no file, and set as a variable nothing changes', async () => {
    const rehearsal = await Rehearsal.begin({
      taskDefinition: {
        containerDefinitions: [
          {
            name: 'app',
            image: imageOf(1),
            environment: [
              { name: 'GREETING', value: 'hello ${env:HOME}' },
              { name: 'STRIPE_KEY', value: 'sk_live_51Hxxxxxxxxxxxx' },
            ],
          },
        ],
      },
    });

    const draft = await written(rehearsal);
    const files = `${await textOf('ecsdeploy.yml')}${await textOf('web.task-definition.json')}`;

    expect(draft.secrets).toMatchObject([{ container: 'app', variable: 'STRIPE_KEY' }]);
    expect(files).not.toContain('sk_live');
    expect(files).toContain('${env:STRIPE_KEY}');
    const { result } = await firstDeploy(rehearsal, {
      variables: { STRIPE_KEY: 'sk_live_51Hxxxxxxxxxxxx', HOME: '/root' },
    });
    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
    await expect(
      loadTaskDefinition({ file: path.join(folder, 'web.task-definition.json'), variables: {} }),
    ).rejects.toThrow('needs the environment variable STRIPE_KEY');
  });

  it('of several containers the one behind the load balancer takes the image', async () => {
    const rehearsal = await Rehearsal.begin({
      loadBalancer: true,
      taskDefinition: {
        containerDefinitions: [
          { name: 'log-router', image: 'registry.example/fluent-bit:3', essential: true },
          { name: 'app', image: imageOf(1), portMappings: [{ containerPort: 8080 }] },
        ],
      },
    });

    await written(rehearsal);
    const { service, result } = await firstDeploy(rehearsal);

    expect(service.containers).toEqual(['app']);
    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
  });

  it('says when a deployment is under way, whose revision it holds', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.ecs.registerTaskDefinition({
      family: 'web',
      containerDefinitions: [{ name: 'app', image: imageOf(2), memory: 128 }],
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
    });
    await rehearsal.ecs.updateService({ ...ref, taskDefinition: 'web:2' });

    const draft = await written(rehearsal);

    expect(draft.source).toMatchObject({ revision: 'web:2', isChanging: true });
  });

  it('a service that ecsdeploy cannot release is refused, and nothing is written', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(written(rehearsal, { service: { cluster: 'prod', service: 'wep' } })).rejects.toMatchObject({
      code: 'service.not_found',
      suggestions: ['Did you mean web?'],
    });
  });
});

describe('writing', () => {
  const files = [
    { path: 'web.task-definition.json', text: '{}' },
    { path: 'ecsdeploy.yml', text: 'version: 1' },
  ];
  const order = { files, force: false, dryRun: false };

  it('leaves every file alone where one is there', async () => {
    writeFileSync(path.join(folder, 'ecsdeploy.yml'), 'mine');

    await expect(writeFiles({ ...order, directory: folder })).rejects.toMatchObject({
      code: 'refused.file_exists',
    });

    expect(await textOf('ecsdeploy.yml')).toBe('mine');
    await expect(textOf('web.task-definition.json')).rejects.toThrow('ENOENT');
  });

  it('replaces it with force, and says so', async () => {
    writeFileSync(path.join(folder, 'ecsdeploy.yml'), 'mine');

    const done = await writeFiles({ ...order, directory: folder, force: true });

    expect(done.map(({ replaces }) => replaces)).toEqual([false, true]);
    expect(await textOf('ecsdeploy.yml')).toBe('version: 1');
  });

  it.each(['ecsdeploy.yaml', 'ecsdeploy.json'])(
    'beside %s writes nothing, even with force',
    async (other) => {
      writeFileSync(path.join(folder, other), '{}');

      await expect(writeFiles({ ...order, directory: folder, force: true })).rejects.toMatchObject({
        code: 'refused.other_config',
      });
    },
  );

  it('a folder that is not there is not made', async () => {
    const directory = path.join(folder, 'missing');

    await expect(writeFiles({ ...order, directory })).rejects.toMatchObject({ code: 'config.unwritable' });
  });
});

async function textOf(file: string): Promise<string> {
  return await readFile(path.join(folder, file), 'utf8');
}
