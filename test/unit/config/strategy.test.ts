import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { Strategy } from '../../../src/model/lifecycle.ts';

interface Run {
  readonly environment?: string;
  readonly strategy?: Strategy;
  readonly variables?: Record<string, string>;
}

async function resolved(text: string, run: Run = {}): Promise<ResolvedService> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-strategy-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), text);
  const config = await loadConfig({ startDirectory, variables: run.variables ?? {} });
  const source = { kind: 'flag', flag: '--strategy' } as const;
  const overrides = run.strategy === undefined ? {} : { strategy: { value: run.strategy, source } };
  const [service] = resolveEnvironment(config, run.environment, overrides).services;
  if (service === undefined) throw new Error('no service');
  return service;
}

/** One service with this under `deployment`, and that at the top. */
function file(deployment: string, approve = ''): string {
  return `version: 1\ncluster: c\n${approve}\nservices:\n  web:\n    deployment: ${deployment}\n`;
}

async function complaint(text: string, run?: Run): Promise<string> {
  try {
    await resolved(text, run);
  } catch (error) {
    if (error instanceof EcsdeployError && error.code === 'config.invalid') return error.message;
    throw error;
  }
  throw new Error('no error');
}

const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:check';
const roleArn = 'arn:aws:iam::123456789012:role/hooks';
const hook = `{function: "${functionArn}", role: "${roleArn}", stages: [POST_TEST_TRAFFIC_SHIFT]}`;

describe('a strategy with its settings', () => {
  it('is a canary of so many percent for so many minutes', async () => {
    const { deployment } = await resolved(
      file('{strategy: CANARY, canary: {percent: 0.1, bake: 1h30m}, bake: 0m}'),
    );

    expect(deployment).toMatchObject({
      strategy: 'CANARY',
      canary: { percent: 0.1, bakeTimeInMinutes: 90 },
      bakeTimeInMinutes: 0,
    });
  });

  it('is linear steps, as far as they are configured', async () => {
    const { deployment } = await resolved(file('{strategy: LINEAR, linear: {every: 3m}}'));

    expect(deployment.linear).toEqual({ percent: undefined, bakeTimeInMinutes: 3 });
  });

  it('takes a number from a variable', async () => {
    const { deployment } = await resolved(
      file('{strategy: CANARY, canary: {percent: "${env:PERCENT}", bake: "${env:BAKE}"}}'),
      { variables: { PERCENT: '12.5', BAKE: '4m' } },
    );

    expect(deployment.canary).toEqual({ percent: 12.5, bakeTimeInMinutes: 4 });
  });

  it('fills in what AWS wants whole of early success', async () => {
    const { deployment } = await resolved(
      file('{strategy: ROLLING, earlySuccess: {healthyPercent: 80, cleanup: deferred}}'),
    );

    expect(deployment.earlySuccess).toEqual({ enable: true, healthyPercent: 80, cleanup: 'DEFERRED' });
  });

  it('has functions that AWS asks', async () => {
    const { deployment } = await resolved(
      file(
        `{strategy: BLUE_GREEN, hooks: [{function: "${functionArn}", role: "${roleArn}", stages: [POST_SCALE_UP], details: {suite: smoke}, timeout: 5m, onTimeout: continue}]}`,
      ),
    );

    expect(deployment.hooks).toEqual([
      {
        functionArn,
        roleArn,
        stages: ['POST_SCALE_UP'],
        details: { suite: 'smoke' },
        timeoutInMinutes: 5,
        onTimeout: 'CONTINUE',
      },
    ]);
  });
});

describe('what is out of range', () => {
  it.each([
    ['{canary: {percent: 0}}', 'percent is 0, must be from 0.1 to 100'],
    ['{canary: {percent: 10.05}}', 'in steps of 0.1'],
    ['{canary: {percent: 101}}', 'must be from 0.1 to 100'],
    ['{linear: {percent: 2}}', 'must be from 3 to 100'],
    ['{bake: 90s}', 'must be a duration of whole minutes from 0m to 1440m, such as 10m'],
    ['{bake: 25h}', 'must be a duration of whole minutes'],
    ['{bake: 5}', 'must be a duration of whole minutes'],
    ['{strategy: blue-green}', 'must be one of ROLLING, BLUE_GREEN, LINEAR, CANARY'],
    [`{hooks: [{function: check, role: "${roleArn}", stages: [POST_SCALE_UP]}]}`, 'the ARN of a Lambda'],
    [`{hooks: [{function: "${functionArn}", role: "${roleArn}", stages: [SCALE_UP]}]}`, 'must be one of'],
    ['{earlySuccess: {cleanup: later}}', 'must be blocking or deferred'],
  ])('%s is told with its place', async (deployment, text) => {
    const message = await complaint(file(deployment));

    expect(message).toContain('ecsdeploy.yml:6:');
    expect(message).toContain(text);
  });

  it('names the new member in place of the old one', async () => {
    expect(await complaint(file('{bakeTimeInMinutes: 5}'))).toContain(
      'ecsdeploy.yml:6:18: services.web.deployment.bakeTimeInMinutes is now called bake, and takes a duration such as 5m',
    );
  });

  it.each(['before-trafic', '[before-traffic, before-traffic]', '{at: before-traffic, timeout: 15d}', '[]'])(
    'approve: %s is told with what is allowed',
    async (approve) => {
      const message = await complaint(file('{}', `approve: ${approve}`));

      expect(message).toContain('ecsdeploy.yml:3:');
      expect(message).toMatch(
        /must be one of before-traffic|must be a duration|must name at least one moment|names a moment twice/,
      );
    },
  );
});

describe('a contradiction', () => {
  it.each([
    [
      '{strategy: ROLLING, canary: {percent: 5}}',
      'deployment.canary of the service web is for CANARY, and the strategy is ROLLING',
    ],
    ['{strategy: CANARY, linear: {percent: 5}}', 'deployment.linear of the service web is for LINEAR'],
    [
      '{strategy: CANARY, earlySuccess: {healthyPercent: 90}}',
      'deployment.earlySuccess of the service web is for ROLLING',
    ],
    [
      `{strategy: ROLLING, hooks: [${hook}]}`,
      'names POST_TEST_TRAFFIC_SHIFT, and ROLLING has only the stages',
    ],
    [
      '{minimumHealthyPercent: 100, earlySuccess: {healthyPercent: 90}}',
      'is 90, and must be at least minimumHealthyPercent, which is 100',
    ],
  ])('%s has its place', async (deployment, text) => {
    const message = await complaint(file(deployment));

    expect(message).toMatch(/ecsdeploy\.yml:6:\d+: /);
    expect(message).toContain(text);
  });

  it('of an approval and a strategy that moves no traffic is told where the approval stands', async () => {
    const message = await complaint(file('{strategy: ROLLING}', 'approve: [before-traffic, before-cleanup]'));

    expect(message).toContain(
      'ecsdeploy.yml:3:10: approve of the service web asks before-cleanup, and ROLLING moves no traffic: with it only before-traffic is possible',
    );
  });

  it('waits for the plan where only the service has a strategy', async () => {
    const { deployment } = await resolved(file('{canary: {percent: 5}}'));

    expect(deployment.canary?.percent).toBe(5);
  });
});

describe('approve', () => {
  const day = { timeoutInMinutes: 1440, onTimeout: 'ROLLBACK' };

  it.each([
    ['before-traffic', [{ moment: 'before-traffic', ...day }]],
    [
      '[after-test-traffic, before-cleanup]',
      [
        { moment: 'after-test-traffic', ...day },
        { moment: 'before-cleanup', ...day },
      ],
    ],
    [
      '{at: [before-each-shift], timeout: 14d, onTimeout: continue}',
      [{ moment: 'before-each-shift', timeoutInMinutes: 20_160, onTimeout: 'CONTINUE' }],
    ],
    ['none', []],
  ])('%s', async (approve, approvals) => {
    const { deployment } = await resolved(file('{}', `approve: ${approve}`));

    expect(deployment.approvals).toEqual(approvals);
  });

  it('leaves the service as it is where it is absent', async () => {
    expect((await resolved(file('{strategy: CANARY}'))).deployment.approvals).toBeUndefined();
  });

  it('is what the most specific layer says', async () => {
    const text = `version: 1
cluster: c
approve: before-traffic
services: {web: }
environments:
  staging: {approve: none}
  production: {services: {web: {approve: {at: before-cleanup, timeout: 1h}}}}
`;

    expect((await resolved(text, { environment: 'staging' })).deployment.approvals).toEqual([]);
    expect((await resolved(text, { environment: 'production' })).deployment.approvals).toEqual([
      { moment: 'before-cleanup', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' },
    ]);
  });
});

describe('a strategy for one run', () => {
  const text = file(
    `{strategy: CANARY, canary: {percent: 5}, bake: 5m, hooks: [${hook}]}`,
    'approve: [before-traffic, after-test-traffic]',
  );

  it('leaves out what the file says for another', async () => {
    const { deployment } = await resolved(text, { strategy: 'ROLLING' });

    expect(deployment).toMatchObject({
      strategy: 'ROLLING',
      bakeTimeInMinutes: 5,
      approvals: [{ moment: 'before-traffic' }],
    });
    expect(deployment).not.toHaveProperty('canary');
    expect(deployment).not.toHaveProperty('hooks');
  });

  it('never removes an approval by leaving it out', async () => {
    const { deployment } = await resolved(file('{}', 'approve: before-cleanup'), { strategy: 'ROLLING' });

    expect(deployment.approvals).toBeUndefined();
  });

  it('is what `config show` names as the source', async () => {
    const members = sourcedMembers(await resolved(text, { strategy: 'LINEAR' }));

    expect(members).toContainEqual({ member: 'deployment.strategy', value: 'LINEAR', source: '--strategy' });
    expect(members.map(({ member }) => member)).not.toContain('deployment.canary.percent');
  });
});

describe('config show', () => {
  it('shows settings as the file spells them', async () => {
    const members = sourcedMembers(
      await resolved(
        file(
          `{strategy: CANARY, canary: {percent: 5, bake: 10m}, bake: 5m, hooks: [${hook}]}`,
          'approve: {at: before-traffic, timeout: 12h}',
        ),
      ),
    );

    expect(Object.fromEntries(members.map(({ member, value }) => [member, value]))).toMatchObject({
      'approve.at': ['before-traffic'],
      'approve.timeout': '12 h',
      'approve.onTimeout': 'rollback',
      'deployment.bake': '5 m',
      'deployment.canary.bake': '10 m',
      'deployment.canary.percent': 5,
      'deployment.hooks': [{ function: functionArn, role: roleArn, stages: ['POST_TEST_TRAFFIC_SHIFT'] }],
      'deployment.strategy': 'CANARY',
    });
  });
});
