import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';
import { serviceFromFlags } from '../../../src/config/service-from-flags.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { WantedStrategy } from '../../../src/model/wanted-strategy.ts';

const source = { kind: 'flag', flag: '--strategy' } as const;

interface Run {
  readonly environment?: string;
  readonly strategy?: WantedStrategy;
}

async function resolved(text: string, { environment, strategy }: Run = {}): Promise<ResolvedService> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-codedeploy-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), text);
  const config = await loadConfig({ startDirectory, variables: { GROUP: 'from-env' } });
  const overrides = strategy === undefined ? {} : { strategy: { value: strategy, source } };
  const [service] = resolveEnvironment(config, environment, overrides).services;
  if (service === undefined) throw new Error('no service');
  return service;
}

/** One service with this under `codedeploy`, and that under `deployment`. */
function file(codedeploy: string, deployment = '{}'): string {
  return `version: 1\ncluster: c\nservices:\n  web:\n    codedeploy: ${codedeploy}\n    deployment: ${deployment}\n`;
}

function withoutMember(deployment: string): string {
  return `version: 1\ncluster: c\nservices:\n  web:\n    deployment: ${deployment}\n`;
}

async function refusal(text: string, run?: Run): Promise<EcsdeployError> {
  try {
    await resolved(text, run);
  } catch (error) {
    if (error instanceof EcsdeployError && error.code === 'config.invalid') return error;
    throw error;
  }
  throw new Error('no error');
}

describe('codedeploy', () => {
  it('names application, group, configuration, AppSpec and functions', async () => {
    const { codeDeploy } = await resolved(
      file(
        '{application: shop, group: "${env:GROUP}", config: CodeDeployDefault.ECSAllAtOnce, appspec: ecs/appspec.yml, hooks: {AfterInstall: check:live, BeforeAllowTraffic: "arn:aws:lambda:eu-central-1:123456789012:function:smoke"}}',
      ),
    );

    expect(codeDeploy).toEqual({
      application: 'shop',
      group: 'from-env',
      configuration: 'CodeDeployDefault.ECSAllAtOnce',
      appSpecFile: expect.stringMatching(/ecsdeploy-codedeploy-[^/]*\/ecs\/appspec\.yml$/) as unknown,
      hooks: {
        AfterInstall: 'check:live',
        BeforeAllowTraffic: 'arn:aws:lambda:eu-central-1:123456789012:function:smoke',
      },
    });
  });

  it('may be empty, and absent', async () => {
    expect((await resolved(file('{}'))).codeDeploy).toEqual({});
    expect((await resolved(withoutMember('{}'))).codeDeploy).toBeUndefined();
  });

  it('is merged from the layers of the file', async () => {
    const text = `version: 1
cluster: c
codedeploy: {hooks: {AfterInstall: check}}
services:
  web: {codedeploy: {application: shop}}
environments:
  production: {codedeploy: {config: slowly}, services: {web: {codedeploy: {group: live}}}}
`;

    expect((await resolved(text, { environment: 'production' })).codeDeploy).toEqual({
      application: 'shop',
      group: 'live',
      configuration: 'slowly',
      hooks: { AfterInstall: 'check' },
    });
  });

  it('is shown with the places that it comes from', async () => {
    const members = sourcedMembers(
      await resolved(
        file('{application: shop, config: slowly, appspec: appspec.yml, hooks: {AfterInstall: check}}'),
      ),
    );

    expect(Object.fromEntries(members.map(({ member, value }) => [member, value]))).toMatchObject({
      'codedeploy.application': 'shop',
      'codedeploy.config': 'slowly',
      'codedeploy.appspec': expect.stringMatching(/\/appspec\.yml$/) as unknown,
      'codedeploy.hooks.AfterInstall': 'check',
    });
    expect(members).toContainEqual({
      member: 'codedeploy.application',
      value: 'shop',
      source: 'ecsdeploy.yml:5:31',
    });
  });

  it.each([
    ['{application: ""}', '5:31: ', 'must be the name of an application of CodeDeploy, 1 to 100 characters'],
    [`{group: ${'g'.repeat(101)}}`, '5:25: ', 'must be the name of a deployment group'],
    ['{hooks: {AfterInstall: "a b"}}', '5:40: ', 'must be the name or the ARN of a Lambda function'],
    ['{appspec: ""}', '5:27: ', 'must be the path of a file'],
  ])('%s is told with its place', async (codedeploy, place, words) => {
    const { message } = await refusal(file(codedeploy));

    expect(message).toContain(`ecsdeploy.yml:${place}`);
    expect(message).toContain(words);
  });

  it.each([
    ['{aplication: shop}', 'Did you mean application instead of aplication?'],
    ['{hooks: {AfterInstal: check}}', 'Did you mean AfterInstall instead of AfterInstal?'],
    [
      '{hooks: {AllowTraffic: check}}',
      'Did you mean AfterAllowTraffic or BeforeAllowTraffic instead of AllowTraffic?',
    ],
  ])('%s is answered with what was probably meant', async (codedeploy, suggestion) => {
    expect((await refusal(file(codedeploy))).suggestions).toContain(suggestion);
  });
});

describe('how CodeDeploy moves traffic', () => {
  it.each([
    ['{strategy: ALL_AT_ONCE}', { type: 'AllAtOnce' }],
    ['{strategy: BLUE_GREEN}', { type: 'AllAtOnce' }],
    [
      '{strategy: CANARY, canary: {percent: 25, bake: 48h}}',
      { type: 'TimeBasedCanary', percent: 25, intervalInMinutes: 2880 },
    ],
    [
      '{strategy: LINEAR, linear: {percent: 1, every: 1m}}',
      { type: 'TimeBasedLinear', percent: 1, intervalInMinutes: 1 },
    ],
    ['{canary: {percent: 10, bake: 5m}}', { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 }],
    ['{linear: {percent: 99, every: 3m}}', { type: 'TimeBasedLinear', percent: 99, intervalInMinutes: 3 }],
    ['{}', undefined],
    ['{strategy: ROLLING}', undefined],
  ])('%s', async (deployment, routing) => {
    expect((await resolved(file('{}', deployment))).codeDeploy?.routing).toEqual(routing);
  });

  it.each([
    [
      '{strategy: CANARY}',
      'deployment.canary of the service web is missing: CodeDeploy needs percent and bake',
    ],
    ['{strategy: LINEAR, linear: {percent: 10}}', 'deployment.linear of the service web has no every: '],
    [
      '{strategy: CANARY, canary: {percent: 0.5, bake: 5m}}',
      'ecsdeploy.yml:6:54: deployment.canary.percent of the service web is 0.5: CodeDeploy takes whole percents from 1 to 99',
    ],
    [
      '{strategy: LINEAR, linear: {percent: 100, every: 5m}}',
      'is 100: CodeDeploy takes whole percents from 1 to 99',
    ],
    [
      '{strategy: CANARY, canary: {percent: 5, bake: 0m}}',
      'ecsdeploy.yml:6:63: deployment.canary.bake of the service web is 0m: CodeDeploy takes whole minutes from 1m to 2880m',
    ],
    ['{canary: {percent: 5, bake: 49h}}', 'must be a duration of whole minutes from 0m to 2880m'],
    [
      '{canary: {percent: 5, bake: 5m}, linear: {percent: 5, every: 5m}}',
      'deployment.strategy of the service web is missing: canary and linear are both there',
    ],
    [
      '{strategy: ALL_AT_ONCE, canary: {percent: 5, bake: 5m}}',
      'deployment.canary of the service web is for CANARY, and the strategy is ALL_AT_ONCE',
    ],
  ])('%s is told', async (deployment, words) => {
    const { message } = await refusal(file('{}', deployment));

    expect(message).toMatch(/ecsdeploy\.yml:\d+:\d+: /);
    expect(message).toContain(words);
  });

  it('is one thing by a name and by a strategy at once', async () => {
    const { message } = await refusal(
      file('{config: slowly}', '{strategy: CANARY, canary: {percent: 5, bake: 5m}}'),
    );

    expect(message).toBe(
      'ecsdeploy.yml:5:26: codedeploy.config of the service web names the configuration slowly, and deployment.strategy, deployment.canary say how traffic moves too: leave one of them out',
    );
  });

  it('is known without the member too, since who brings the service in is not known here', async () => {
    const { deployment, codeDeploy } = await resolved(
      withoutMember('{strategy: CANARY, canary: {percent: 10, bake: 5m}}'),
    );

    expect(deployment).toMatchObject({ strategy: 'CANARY', canary: { percent: 10, bakeTimeInMinutes: 5 } });
    expect(codeDeploy).toEqual({
      routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
    });
  });

  it('leaves the limits of ECS in force without the member', async () => {
    const fine = await resolved(withoutMember('{strategy: CANARY, canary: {percent: 0.5, bake: 0m}}'));
    const { message } = await refusal(withoutMember('{strategy: LINEAR, linear: {percent: 2, every: 25h}}'));

    expect(fine.codeDeploy).toBeUndefined();
    expect(message).toContain(
      'ecsdeploy.yml:5:64: deployment.linear.every of the service web is 1500m, must be up to 1440m: ',
    );
    expect(message).toContain('deployment.linear.percent of the service web is 2, must be from 3 to 100');
  });

  it('is no strategy of ECS when it is all at once', async () => {
    const service = await resolved(withoutMember('{strategy: ALL_AT_ONCE, bake: 5m}'));

    expect(service.deployment).toEqual({ bakeTimeInMinutes: 5 });
    expect(sourcedMembers(service)).toContainEqual({
      member: 'deployment.strategy',
      value: 'ALL_AT_ONCE',
      source: 'ecsdeploy.yml:5:28',
    });
  });
});

describe('a strategy for one run', () => {
  const named = file('{application: shop, config: slowly}');

  it('comes before the name of a configuration', async () => {
    const service = await resolved(named, { strategy: 'ALL_AT_ONCE' });

    expect(service.codeDeploy).toEqual({ application: 'shop', routing: { type: 'AllAtOnce' } });
    expect(sourcedMembers(service).map(({ member }) => member)).not.toContain('codedeploy.config');
    expect(sourcedMembers(service)).toContainEqual({
      member: 'deployment.strategy',
      value: 'ALL_AT_ONCE',
      source: '--strategy',
    });
  });

  it('leaves out the steps of another', async () => {
    const text = file(
      '{}',
      '{strategy: CANARY, canary: {percent: 5, bake: 5m}, linear: {percent: 5, every: 5m}}',
    );

    expect(
      (await resolved(text.replace('strategy: CANARY, ', ''), { strategy: 'LINEAR' })).codeDeploy?.routing,
    ).toEqual({ type: 'TimeBasedLinear', percent: 5, intervalInMinutes: 5 });
    expect((await resolved(text, { strategy: 'ALL_AT_ONCE' })).deployment).not.toHaveProperty('canary');
  });

  it('needs its steps in the file', async () => {
    expect((await refusal(named, { strategy: 'LINEAR' })).message).toContain(
      'deployment.linear of the service web is missing: CodeDeploy needs percent and every, and has none to keep',
    );
  });

  it('works without a file', () => {
    const flag = { kind: 'flag', flag: '--cluster' } as const;
    const service = serviceFromFlags({
      cluster: { value: 'demo', source: flag },
      service: { value: 'web', source: flag },
      strategy: { value: 'ALL_AT_ONCE', source },
    });

    expect(service.codeDeploy?.routing).toEqual({ type: 'AllAtOnce' });
    expect(service.deployment.strategy).toBeUndefined();
  });
});
