import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../src/model/duration.ts';
import { webTaskDefinition } from './rehearsal.ts';
import { imageOf, refOf, RehearsedRun } from './rehearsed-run.ts';

const chain = { api: [], worker: ['api'], mailer: ['worker'] };

describe('several services in one run', () => {
  it('are released side by side where nothing orders them', async () => {
    const run = await RehearsedRun.begin(['api', 'cache']);

    const { outcomes } = await run.deploy({ order: { api: [], cache: [] } });

    expect(outcomes).toEqual({ api: 'succeeded', cache: 'succeeded' });
    expect(run.firstTold('cache', 'deployment.started')).toBeLessThan(
      run.firstTold('api', 'release.concluded'),
    );
    expect(await run.serving('api', 'cache')).toEqual(['api:2', 'cache:2']);
  });

  it('start when those that they come after have been released, and tell for whom they wait', async () => {
    const run = await RehearsedRun.begin(['api', 'worker', 'mailer']);

    const { outcomes } = await run.deploy({ order: chain });

    expect(outcomes).toEqual({ api: 'succeeded', worker: 'succeeded', mailer: 'succeeded' });
    expect(run.firstTold('worker', 'release.started')).toBeGreaterThanOrEqual(
      run.firstTold('api', 'release.concluded'),
    );
    expect(run.firstTold('mailer', 'release.started')).toBeGreaterThanOrEqual(
      run.firstTold('worker', 'release.concluded'),
    );
    expect(run.told).toContainEqual(
      expect.objectContaining({ service: 'mailer', fact: { type: 'release.waiting', for: ['prod/worker'] } }),
    );
  });

  it('are not more under way at once than was allowed', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const run = await RehearsedRun.begin(names);

    await run.deploy({ order: Object.fromEntries(names.map((name) => [name, []])), parallel: 2 });

    let underWay = 0;
    let most = 0;
    for (const { fact } of run.told) {
      if (fact.type === 'release.started') most = Math.max(most, ++underWay);
      if (fact.type === 'release.concluded') underWay--;
    }
    expect(most).toBe(2);
  });

  it('begin with none when one of them is refused', async () => {
    const run = await RehearsedRun.begin(['api', 'cache']);

    const { results, outcomes } = await run.deploy({ order: { api: [], gone: [], cache: [] } });

    expect(outcomes).toEqual({ api: 'not-started', gone: 'error', cache: 'not-started' });
    expect(results[1]?.outcome).toMatchObject({ error: { code: 'service.not_found' } });
    expect(results[0]?.outcome).toMatchObject({ because: { kind: 'run-failed', service: 'prod/gone' } });
    expect(run.rehearsal.count('UpdateService')).toBe(0);
    expect(run.rehearsal.count('RegisterTaskDefinition')).toBe(3);
  });

  it('start no more after a failure, and follow what is under way to its end', async () => {
    const run = await RehearsedRun.begin(['bad', 'slow', 'worker', 'other']);
    run.breaks('bad');
    run.rehearsal.sandbox.control.behave(imageOf('slow', 2), { startDelay: seconds(120) });

    const { outcomes, results } = await run.deploy({
      order: { bad: [], slow: [], worker: ['bad'], other: ['slow'] },
    });

    expect(outcomes).toEqual({
      bad: 'failed-rolled-back',
      slow: 'succeeded',
      worker: 'not-started',
      other: 'not-started',
    });
    expect(results[2]?.outcome).toMatchObject({
      because: { kind: 'predecessor-failed', service: 'prod/bad' },
    });
    expect(results[3]?.outcome).toMatchObject({ because: { kind: 'run-failed', service: 'prod/bad' } });
    expect(await run.serving('bad', 'slow', 'worker', 'other')).toEqual([
      'bad:1',
      'slow:2',
      'worker:1',
      'other:1',
    ]);
  });

  it('go on with --keep-going, but for what comes after the one that failed', async () => {
    const run = await RehearsedRun.begin(['bad', 'worker', 'mailer', 'other']);
    run.breaks('bad');

    const { outcomes } = await run.deploy({
      order: { bad: [], worker: ['bad'], mailer: ['worker'], other: [], gone: [] },
      onFailure: 'keep-going',
    });

    expect(outcomes).toEqual({
      bad: 'failed-rolled-back',
      worker: 'not-started',
      mailer: 'not-started',
      other: 'succeeded',
      gone: 'error',
    });
  });

  it('come after one that had nothing to do', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    const { outcomes } = await run.deploy({
      order: { api: [], worker: ['api'] },
      requests: { api: { images: [] } },
    });

    expect(outcomes).toEqual({ api: 'nothing-to-do', worker: 'succeeded' });
  });

  it('are only planned in a dry run, each with its plan', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    const { outcomes, results } = await run.deploy({
      order: { api: [], worker: ['api'] },
      requests: { api: { dryRun: true }, worker: { dryRun: true } },
    });

    expect(outcomes).toEqual({ api: 'planned', worker: 'planned' });
    expect(results.map(({ plan }) => plan?.target.images[0]?.after)).toEqual([
      imageOf('api', 2),
      imageOf('worker', 2),
    ]);
    expect(run.rehearsal.count('UpdateService')).toBe(0);
  });

  it('are left, each with what goes on at AWS, when a person interrupts', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    const { results } = await run.deploy({
      order: { api: [], worker: ['api'] },
      interrupt: run.rehearsal.interruptAfter(seconds(8)),
    });

    expect(results.map(({ outcome }) => outcome)).toEqual([
      { kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false },
      { kind: 'interrupted', signal: 'SIGINT', started: false, rollingBack: false },
    ]);
    expect(await run.serving('worker')).toEqual(['worker:1']);
  });

  it('tell of the plan once, also where it was made anew after waiting', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    await run.deploy({ order: { api: [], worker: ['api'] } });

    const plans = run.told.filter(({ fact }) => fact.type === 'plan.made');
    expect(plans.map(({ service }) => service)).toEqual(['api', 'worker']);
  });

  it('plan again what has waited, against what the service runs by then', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);
    run.rehearsal.sandbox.control.behave(imageOf('api', 2), { startDelay: seconds(120) });
    const { ecs } = run.rehearsal;
    const [{ outcomes, results }] = await Promise.all([
      run.deploy({ order: { api: [], worker: ['api'] } }),
      run.rehearsal.meanwhile(seconds(2), async () => {
        await ecs.registerTaskDefinition(webTaskDefinition({ family: 'worker' }));
        await ecs.updateService({ ...refOf('worker'), taskDefinition: 'worker:2' });
      }),
    ]);

    expect(outcomes).toEqual({ api: 'succeeded', worker: 'succeeded' });
    expect(results[1]?.before?.taskDefinition).toMatch(/worker:2$/);
    expect(await run.serving('worker')).toEqual(['worker:3']);
  });
});

describe('a run that is all or nothing', () => {
  it('takes back what it released, the last first, and says which service failed', async () => {
    const run = await RehearsedRun.begin(['api', 'worker', 'mailer']);
    run.breaks('mailer');

    const { results, outcomes } = await run.deploy({ order: chain, onFailure: 'take-back' });

    expect(outcomes).toEqual({
      api: 'failed-rolled-back',
      worker: 'failed-rolled-back',
      mailer: 'failed-rolled-back',
    });
    expect(results[0]?.outcome).toMatchObject({
      by: 'ecsdeploy',
      to: 'api:1',
      because: { kind: 'run-failed', service: 'prod/mailer' },
    });
    expect(results[0]).toMatchObject({ changed: 'rolled-back' });
    expect(results[0]?.after?.taskDefinition).toMatch(/api:1$/);
    expect(run.firstTold('api', 'rollback.started')).toBeGreaterThan(
      run.firstTold('worker', 'rollback.started'),
    );
    expect(await run.serving('api', 'worker', 'mailer')).toEqual(['api:1', 'worker:1', 'mailer:1']);
  });

  it('says in the plan of each service that ecsdeploy holds that rule, while it runs', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    const { results } = await run.deploy({
      order: { api: [], worker: [] },
      onFailure: 'take-back',
      requests: { api: { allOrNone: true, dryRun: true }, worker: { dryRun: true } },
    });

    const rules = results.map(({ plan }) => plan?.safety.map(({ rule }) => rule));
    expect(rules[0]).toContain('run-failed');
    expect(rules[1]).not.toContain('run-failed');
  });

  it('stops what is still under way and takes it back', async () => {
    const run = await RehearsedRun.begin(['bad', 'slow']);
    run.breaks('bad');
    run.rehearsal.sandbox.control.behave(imageOf('slow', 2), { startDelay: seconds(600) });

    const { results, outcomes } = await run.deploy({ order: { bad: [], slow: [] }, onFailure: 'take-back' });

    expect(outcomes).toEqual({ bad: 'failed-rolled-back', slow: 'failed-rolled-back' });
    expect(results[1]?.outcome).toMatchObject({ because: { kind: 'run-failed', service: 'prod/bad' } });
    expect(await run.serving('bad', 'slow')).toEqual(['bad:1', 'slow:1']);
  });

  it('restores the settings that it had changed', async () => {
    const run = await RehearsedRun.begin(['api', 'bad']);
    run.breaks('bad');

    await run.deploy({
      order: { api: [], bad: ['api'] },
      onFailure: 'take-back',
      requests: { api: { settings: { maximumPercent: 150, healthCheckGracePeriodSeconds: undefined } } },
    });

    const { services } = await run.rehearsal.ecs.describeServices({ cluster: 'prod', services: ['api'] });
    expect(services?.[0]?.deploymentConfiguration?.maximumPercent).toBe(200);
  });

  it('leaves a service to whoever deployed to it since', async () => {
    const run = await RehearsedRun.begin(['api', 'bad']);
    run.breaks('bad');
    run.rehearsal.sandbox.control.behave(imageOf('bad', 2), {
      startDelay: seconds(40),
      exit: { code: 1, after: 2_000 },
    });
    const { ecs } = run.rehearsal;

    const [{ results }] = await Promise.all([
      run.deploy({ order: { api: [], bad: ['api'] }, onFailure: 'take-back' }),
      run.rehearsal.meanwhile(seconds(110), () =>
        ecs.updateService({ ...refOf('api'), forceNewDeployment: true }),
      ),
    ]);

    expect(results[1]?.outcome.kind).toBe('failed-rolled-back');
    expect(results[0]?.outcome.kind).toBe('superseded');
    expect(await run.serving('api')).toEqual(['api:2']);
  });

  it('takes nothing back for what could not be seen', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);

    const { outcomes } = await run.deploy({
      order: { api: [], worker: ['api'] },
      onFailure: 'take-back',
      requests: { worker: { timeoutMilliseconds: seconds(5) } },
    });

    expect(outcomes).toEqual({ api: 'succeeded', worker: 'unwatched' });
    expect(await run.serving('api')).toEqual(['api:2']);
  });

  it('leaves what already ran before it as it is', async () => {
    const run = await RehearsedRun.begin(['api', 'bad']);
    run.breaks('bad');

    const { outcomes } = await run.deploy({
      order: { api: [], bad: ['api'] },
      onFailure: 'take-back',
      requests: { api: { images: [] } },
    });

    expect(outcomes).toEqual({ api: 'nothing-to-do', bad: 'failed-rolled-back' });
  });

  it('says so when the way back fails', async () => {
    const run = await RehearsedRun.begin(['api', 'bad']);
    run.breaks('bad');
    const { ecs } = run.rehearsal;

    const [{ results }] = await Promise.all([
      run.deploy({ order: { api: [], bad: ['api'] }, onFailure: 'take-back' }),
      run.rehearsal.meanwhile(seconds(30), async () => {
        await ecs.deregisterTaskDefinition({ taskDefinition: 'api:1' });
        // It would be registered again.
        run.rehearsal.sandbox.control.fault({
          operation: 'RegisterTaskDefinition',
          error: 'AccessDeniedException',
        });
      }),
    ]);

    expect(results[0]?.outcome).toMatchObject({
      kind: 'failed-rollback-failed',
      because: { kind: 'run-failed', service: 'prod/bad' },
      rollbackBecause: { kind: 'impossible' },
    });
    expect(await run.serving('api')).toEqual(['api:2']);
  });
});
