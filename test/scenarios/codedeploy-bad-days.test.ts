import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import { anotherRevision } from './another-revision.ts';
import {
  beginWithCodeDeploy,
  isInstalling,
  isShifting,
  leftByCodeDeploy,
  only,
  routings,
  whenCodeDeploy,
} from './codedeploy-stage.ts';
import { mortal } from './mortal.ts';
import { ref } from './rehearsal.ts';

const canary = { codeDeploy: { routing: routings.TimeBasedCanary } };
const check = 'arn:aws:lambda:us-east-1:123456789012:function:check';

describe('a release through CodeDeploy', () => {
  it('goes back when a function says that it failed, in the words of AWS', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.hook(check, [{ kind: 'answer', hookStatus: 'FAILED' }]);

    const result = await rehearsal.deploy({ codeDeploy: { hooks: { BeforeAllowTraffic: check } } });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: {
        text: 'The deployment failed because one or more of the lifecycle event validation functions failed.',
      },
      to: 'web:1',
    });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('that somebody stops without going back is left as it is, and says so', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const [result] = await Promise.all([
      rehearsal.deploy(canary),
      whenCodeDeploy(rehearsal, isShifting, ({ id }) =>
        rehearsal.codeDeploy.stopDeployment({ deploymentId: id, autoRollbackEnabled: false }),
      ),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'stopped-by-someone' } });
    expect(exitCodeOf(result.outcome)).toBe(22);
    const back = await rehearsal.rollBack();
    expect(back.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject({ traffic: { 'web:1': 100 }, revision: 'web:1' });
  });

  it('counts the waits of its group in its time', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { terminationWait: 60, readyWait: 45 } });

    const { plan } = await rehearsal.deploy({ ...canary, timeoutMilliseconds: minutes(20), dryRun: true });

    expect(plan).toMatchObject({
      strategy: 'TimeBasedCanary',
      timeoutMilliseconds: minutes(20 + 2 + 60),
      codeDeploy: { readyWaitInMinutes: 45, terminationWaitInMinutes: 60 },
      shift: { steps: { kind: 'canary', percent: 10, bakeInMinutes: 2 }, finalBakeInMinutes: 60 },
    });
    expect(plan?.steps.map(({ kind }) => kind)).toEqual([
      'register',
      'create-deployment-config',
      'create-deployment',
      'follow',
      'verify',
    ]);
    expect(plan?.safety.map(({ rule }) => rule)).toEqual([
      'auto-rollback',
      'alarms',
      'approval',
      'start-failures',
      'crash-loop',
      'timeout',
    ]);
    expect(rehearsal.count('CreateDeployment') + rehearsal.count('CreateDeploymentConfig')).toBe(0);
  });

  it('ends with 0 once all traffic is on the new revision, where that was asked for', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { terminationWait: 10 } });

    const result = await rehearsal.deploy({ ...canary, until: { kind: 'traffic-shifted' } });

    expect(result).toMatchObject({ outcome: { kind: 'reached' }, final: false });
    expect(exitCodeOf(result.outcome)).toBe(0);
    const later = await rehearsal.resume();
    expect(later.outcome.kind).toBe('succeeded');
  });

  it('succeeds where the old tasks are kept', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { terminationWait: 'keep' } });

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'succeeded' });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject({
      traffic: { 'web:2': 100 },
      running: { 'web:1': 2, 'web:2': 2 },
      revision: 'web:2',
    });
  });

  it('has nothing to do where just this runs, after a look at it', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();

    const result = await rehearsal.deploy();

    expect(result.outcome).toMatchObject({ kind: 'nothing-to-do' });
    expect(rehearsal.count('CreateDeployment')).toBe(1);
  });

  it('sends a grace period to the service, which starts no deployment', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();

    const result = await rehearsal.deploy({ settings: { healthCheckGracePeriodSeconds: 45 } });

    expect(result.outcome.kind).toBe('succeeded');
    const { services } = await rehearsal.ecs.describeServices({
      cluster: ref.cluster,
      services: [ref.service],
    });
    expect(services?.[0]?.healthCheckGracePeriodSeconds).toBe(45);
    expect(rehearsal.count('CreateDeployment')).toBe(1);
  });

  it.each([
    ['ROLLING', { strategy: 'ROLLING' }],
    ['functions of ECS', { hooks: [{ functionArn: check, roleArn: check, stages: ['POST_SCALE_UP'] }] }],
  ] as const)('is refused with %s, which it does not have', async (_, settings) => {
    const rehearsal = await beginWithCodeDeploy();

    const refusal = await rehearsal.deploy({ settings }).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(EcsdeployError);
    expect(exitCodeOfError(refusal)).toBe(3);
  });

  it('goes on at AWS when its process is interrupted, and another one takes it over', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const left = await rehearsal.deploy(canary, rehearsal.interruptAfter(30_000));
    const result = await rehearsal.resume();

    expect(left.outcome).toMatchObject({ kind: 'interrupted', started: true });
    expect(result.outcome.kind).toBe('succeeded');
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
  });

  it('goes back when its process is interrupted and told to', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const left = await rehearsal.deploy(
      { ...canary, onInterrupt: 'rollback' },
      rehearsal.interruptAfter(100_000),
    );

    expect(left.outcome).toMatchObject({ kind: 'interrupted', rollingBack: true });
    await rehearsal.sandbox.clock.sleep(minutes(5));
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('that is watched is told to its end, by somebody who never acts', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const [result, watched] = await Promise.all([
      rehearsal.deploy(canary),
      whenCodeDeploy(rehearsal, isInstalling, () => rehearsal.watch()),
    ]);

    expect([result.outcome.kind, watched.outcome.kind]).toEqual(['succeeded', 'succeeded']);
  });
});

describe('a process that is killed in a release through CodeDeploy', () => {
  const writes = ['RegisterTaskDefinition', 'CreateDeploymentConfig', 'CreateDeployment', 'TagResource'];

  it.each(writes.flatMap((write) => [[write, 'before'] as const, [write, 'after'] as const]))(
    'at %s, %s it had its effect, is followed by one that ends it well, with one deployment',
    async (write, when) => {
      const rehearsal = await beginWithCodeDeploy();
      const { context, died } = mortal(rehearsal, (operation) => (operation === write ? when : undefined));

      rehearsal.deploy(canary, context).catch(() => undefined);
      await died;
      const result = await rehearsal.deploy(canary);

      expect(['succeeded', 'nothing-to-do']).toContain(result.outcome.kind);
      expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
      expect(rehearsal.count('CreateDeployment')).toBe(1);
    },
  );

  it('is followed by one that takes its deployment over, also when somebody has registered a revision since', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const kill = (operation: string) => (operation === 'CreateDeployment' ? 'after' : undefined);
    const { context, died } = mortal(rehearsal, kill);

    rehearsal.deploy(canary, context).catch(() => undefined);
    await died;
    await anotherRevision(rehearsal, 9);
    const result = await rehearsal.deploy(canary);

    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.steps[0]?.kind).toBe('adopt');
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
    expect(rehearsal.count('CreateDeployment')).toBe(1);
  });
});

describe('a reply of CodeDeploy that is lost', () => {
  it.each(['CreateDeployment', 'CreateDeploymentConfig'])(
    'to %s does not start a second deployment',
    async (operation) => {
      const rehearsal = await beginWithCodeDeploy();
      rehearsal.sandbox.control.fault({ operation, loseReply: true, count: 1 });

      const result = await rehearsal.deploy(canary);

      expect(result.outcome.kind).toBe('succeeded');
      expect((await rehearsal.codeDeploy.listDeployments({})).deployments).toHaveLength(1);
    },
  );

  it('to a stop takes the release back all the same', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.fault({ operation: 'StopDeployment', loseReply: true, count: 1 });

    const [, rollback] = await Promise.all([
      rehearsal.deploy(canary),
      whenCodeDeploy(rehearsal, isShifting, () => rehearsal.rollBack()),
    ]);

    expect(rollback.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });
});
