import { describe, expect, it } from '@jest/globals';
import type { CreateServiceCommandInput, DeploymentLifecycleHookStage } from '@aws-sdk/client-ecs';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { ServiceRef } from '../../src/model/service-ref.ts';
import { imageOf, ref, Rehearsal, type Stage } from './rehearsal.ts';
import { refOf, RehearsedRun } from './rehearsed-run.ts';
import { measuring } from './scripted-gates.ts';

type Configuration = NonNullable<CreateServiceCommandInput['deploymentConfiguration']>;

const canary: Configuration = {
  strategy: 'CANARY',
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
  bakeTimeInMinutes: 2,
};
const blueGreen: Configuration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 3 };
const linear: Configuration = {
  strategy: 'LINEAR',
  linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 1 },
  bakeTimeInMinutes: 1,
};

function pauseAt(
  stage: DeploymentLifecycleHookStage,
  action: 'CONTINUE' | 'ROLLBACK' = 'ROLLBACK',
): Configuration {
  return {
    lifecycleHooks: [
      {
        targetType: 'PAUSE',
        lifecycleStages: [stage],
        timeoutConfiguration: { timeoutInMinutes: 15, action },
      },
    ],
  };
}

function begin(configuration: Configuration, stage: Stage = {}): Promise<Rehearsal> {
  return beginWith(configuration, { twoGroups: {}, ...stage });
}

/** The first deployment of a service is a rolling one: bakes and hooks would hold that too. */
async function beginWith(deploymentConfiguration: Configuration, stage: Stage): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin(stage);
  await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration });
  rehearsal.sandbox.control.calls.clear();
  return rehearsal;
}

describe('deploy, where ECS shifts traffic', () => {
  it.each([
    ['BLUE_GREEN', blueGreen],
    ['CANARY', canary],
    ['LINEAR', linear],
  ] as const)(
    'takes %s to a verified end, with all traffic on the new revision',
    async (strategy, configuration) => {
      const rehearsal = await begin(configuration);

      const result = await rehearsal.deploy();

      expect(result).toMatchObject({
        outcome: { kind: 'succeeded', because: { kind: 'verified', tasks: 2 } },
        final: true,
        plan: { strategy },
      });
      expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
      expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
    },
  );
});

describe('deploy, where a PAUSE hook holds the deployment', () => {
  it('leaves it waiting at AWS with 31, and says who can answer how', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_TEST_TRAFFIC_SHIFT') });

    const result = await rehearsal.deploy();

    expect(result).toMatchObject({
      outcome: {
        kind: 'waiting-for-approval',
        asAsked: false,
        approval: { stage: 'POST_TEST_TRAFFIC_SHIFT', timeoutAction: 'ROLLBACK' },
      },
      final: false,
      changed: 'in-progress',
    });
    expect(exitCodeOf(result.outcome)).toBe(31);
    expect(result.next[0]).toMatch(
      /^ecsdeploy approve --cluster prod --service web --expect [\w-]{21}\/ecs-pause-\w+$/,
    );
    expect(rehearsal.factsOf('approval.awaited')).toHaveLength(1);
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('ends there with 0 where just that was asked for', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') });

    const { outcome, final } = await rehearsal.deploy({ until: { kind: 'paused' } });

    expect(outcome).toMatchObject({ kind: 'waiting-for-approval', asAsked: true });
    expect(exitCodeOf(outcome)).toBe(0);
    expect(final).toBe(false);
  });

  it('gives the true end of one that never pauses, with --until paused', async () => {
    const rehearsal = await begin(blueGreen);

    const { outcome } = await rehearsal.deploy({ until: { kind: 'paused' } });

    expect(outcome.kind).toBe('succeeded');
  });

  it('waits with --wait, tells of the answer, and does not count the time', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') });

    const [result] = await Promise.all([
      rehearsal.deploy({ waitForApproval: true, timeoutMilliseconds: minutes(8) }),
      rehearsal.meanwhile(minutes(14), () => answer(rehearsal, 'CONTINUE')),
    ]);

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('approval.awaited')).toHaveLength(1);
    expect(rehearsal.factsOf('approval.given')).toHaveLength(1);
  });

  it('says that somebody has rejected it, and verifies the old revision', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_TEST_TRAFFIC_SHIFT') });

    const [result] = await Promise.all([
      rehearsal.deploy({ waitForApproval: true }),
      rehearsal.meanwhile(minutes(5), () => answer(rehearsal, 'ROLLBACK')),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone', to: 'web:1' });
    expect(rehearsal.factsOf('approval.refused')).toHaveLength(1);
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('says that nobody has answered in time', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_TEST_TRAFFIC_SHIFT') });

    const result = await rehearsal.deploy({ waitForApproval: true });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { kind: 'aws', text: expect.stringContaining('pause hook timed out') as unknown },
    });
    expect(rehearsal.factsOf('approval.refused')).toHaveLength(0);
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('goes on where nobody has answered and the pause says so', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP', 'CONTINUE') });

    const result = await rehearsal.deploy({ waitForApproval: true });

    expect(result.outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('approval.given')).toHaveLength(0);
  });

  it('is taken up again by resume and by the same command, which start nothing', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') });
    const first = await rehearsal.deploy();

    const resumed = await rehearsal.resume();
    const again = await rehearsal.deploy();

    for (const { outcome, deployment } of [resumed, again]) {
      expect(outcome.kind).toBe('waiting-for-approval');
      expect(deployment?.deploymentId).toBe(first.deployment?.deploymentId);
    }
    await answer(rehearsal, 'CONTINUE');
    expect((await rehearsal.resume()).outcome.kind).toBe('succeeded');
    expect(rehearsal.count('UpdateService')).toBe(1);
  });

  it('asks anew before each step of a linear shift', async () => {
    const rehearsal = await begin({ ...linear, ...pauseAt('PRE_PRODUCTION_TRAFFIC_SHIFT') });
    const released = rehearsal.deploy({ waitForApproval: true });
    for (let step = 0; step < 2; step++) {
      await rehearsal.meanwhile(minutes(6), () => answer(rehearsal, 'CONTINUE'));
    }

    expect((await released).outcome.kind).toBe('succeeded');
    const asked = rehearsal.factsOf('approval.awaited').map(({ approval }) => approval.hookId);
    expect(new Set(asked).size).toBe(2);
    expect(asked).toHaveLength(2);
  });

  it('still goes back from a crash loop in a pause', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') }, { breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: minutes(2) } });

    const result = await rehearsal.deploy({ waitForApproval: true });

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'crash-loop' },
    });
  });
});

describe('deploy --until', () => {
  it('ends when all production traffic is on the new revision, which is not the end', async () => {
    const rehearsal = await begin(canary);

    const result = await rehearsal.deploy({ until: { kind: 'traffic-shifted' } });

    expect(result).toMatchObject({ outcome: { kind: 'reached', what: 'traffic-shifted' }, final: false });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
    expect((await rehearsal.newestDeployment()).status).toBe('IN_PROGRESS');
  });

  it('ends at a stage, or at a later one where that is short', async () => {
    const rehearsal = await begin(blueGreen);

    const { outcome } = await rehearsal.deploy({ until: { kind: 'stage', stage: 'BAKE_TIME' } });

    expect(outcome).toEqual({ kind: 'reached', what: 'BAKE_TIME' });
  });

  it('is refused on a rolling service before anything changed', async () => {
    const rehearsal = await Rehearsal.begin();

    await expect(rehearsal.deploy({ until: { kind: 'traffic-shifted' } })).rejects.toMatchObject({
      code: 'refused.nothing_to_reach',
    });
    expect(rehearsal.count('RegisterTaskDefinition') + rehearsal.count('UpdateService')).toBeLessThan(2);
  });
});

describe('a shift that goes wrong', () => {
  it.each([
    ['never comes up', { startDelay: minutes(500) }],
    ['crashes', { exit: { code: 1, after: seconds(3) } }],
  ])('goes back where the new revision %s', async (_, behaviour) => {
    const rehearsal = await begin(canary, { breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), behaviour);

    const result = await rehearsal.deploy({ rollbackOnTimeout: true, timeoutMilliseconds: minutes(6) });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it.each([
    ['in the first step of a canary', canary],
    ['in the bake of a blue/green deployment', blueGreen],
  ])('goes back from crashes %s', async (_, configuration) => {
    const rehearsal = await begin(configuration, { breaker: 'off' });
    const released = rehearsal.deploy();
    await rehearsal.meanwhile(minutes(3), () => {
      rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(5) } });
      return killTasksOf(rehearsal, 2);
    });

    const { outcome } = await released;

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'crash-loop' },
    });
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it.each([1, 2, 3, 5])('is stopped by a person after %d minutes', async (after) => {
    const rehearsal = await begin(canary);
    const released = rehearsal.deploy();
    await rehearsal.meanwhile(minutes(after), async () => {
      const { arn } = await rehearsal.newestDeployment();
      await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn });
    });

    expect((await released).outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it.each([
    ['automatic', 'failed-rolled-back', 1],
    ['off', 'failed-left', 2],
  ] as const)(
    'is not called a success while a rule sends requests elsewhere, and with rollback %s ends %s',
    async (rollback, kind, serving) => {
      const rehearsal = await begin(blueGreen);
      const released = rehearsal.deploy({ rollback });
      await rehearsal.meanwhile(minutes(3.5), () => sendAllToBlue(rehearsal));

      expect((await released).outcome).toMatchObject({
        kind,
        because: { kind: 'weights-differ', expected: 100, actual: 0 },
      });
      expect((await rehearsal.serving()).images).toEqual([imageOf(serving)]);
    },
  );

  it('is taken back where somebody sends the requests elsewhere while it is watched', async () => {
    const rehearsal = await begin(blueGreen);
    const released = rehearsal.deploy(measuring([], minutes(10)));
    await rehearsal.meanwhile(minutes(10), () => sendAllToBlue(rehearsal));

    expect((await released).outcome).toMatchObject({
      kind: 'failed-rolled-back',
      to: 'web:1',
      because: { kind: 'weights-differ' },
    });
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('is not called a success by who comes after its end, while tasks that nobody has judged replace sick ones', async () => {
    const rehearsal = await begin({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 });
    await rehearsal.deploy({}, rehearsal.interruptAfter(seconds(12)));
    await rehearsal.meanwhile(minutes(3), async () => {
      expect((await rehearsal.newestDeployment()).status).toBe('SUCCESSFUL');
      rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503 } });
    });
    // Until then the load balancer still calls the first ones healthy.
    await rehearsal.sandbox.clock.sleep(minutes(1));

    // Each that is started has its first moments before the load balancer has looked at it.
    for (let look = 0; look < 12; look++) {
      await rehearsal.sandbox.clock.sleep(seconds(7));
      expect((await rehearsal.resume()).outcome.kind).not.toBe('succeeded');
    }
  });

  it.each([1, 2, 3, 4, 5])('is driven to its end by resume after a kill at minute %d', async (after) => {
    const rehearsal = await begin(canary);
    await rehearsal.deploy({}, rehearsal.interruptAfter(minutes(after)));

    const result = await rehearsal.resume();

    expect(result.outcome.kind).toBe('succeeded');
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
  });
});

describe('where the load balancer cannot be judged, or is another', () => {
  it('releases without the permission to read rules, and says what is missing', async () => {
    const rehearsal = await begin(blueGreen);
    rehearsal.sandbox.control.fault({ operation: 'DescribeRules', error: 'AccessDenied' });

    const { outcome } = await rehearsal.deploy();

    expect(outcome.kind).toBe('succeeded');
    expect(rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: expect.objectContaining({ kind: 'evidence-missing', what: 'listener rules' }) as unknown,
    });
  });

  it('reads the listener of a network load balancer, and has the patience that it needs', async () => {
    const rehearsal = await begin(blueGreen, { twoGroups: { type: 'network' } });
    const { outcome } = await rehearsal.deploy({ timeoutMilliseconds: minutes(30) });
    expect(outcome.kind).toBe('succeeded');
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });

    const back = rehearsal.deploy({ images: [{ image: imageOf(3) }] });
    await rehearsal.meanwhile(minutes(18), async () => {
      const { arn } = await rehearsal.newestDeployment();
      await rehearsal.ecs.stopServiceDeployment({ serviceDeploymentArn: arn });
    });

    expect((await back).outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone', to: 'web:2' });
    expect(await rehearsal.weights()).toEqual({ blue: 0, green: 100 });
    expect(rehearsal.count('DescribeRules')).toBe(0);
  });

  it('judges the group that serves after the second release, when colours have changed places', async () => {
    const rehearsal = await begin(blueGreen);
    await rehearsal.deploy();

    const { outcome } = await rehearsal.deploy({ images: [{ image: imageOf(3) }] });

    expect(outcome.kind).toBe('succeeded');
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });
});

describe('a rolling deployment with a pause', () => {
  const rolling: Configuration = { strategy: 'ROLLING', ...pauseAt('POST_SCALE_UP') };

  it('waits for an answer too', async () => {
    const rehearsal = await beginWith(rolling, {});

    const { outcome } = await rehearsal.deploy();

    expect(outcome).toMatchObject({
      kind: 'waiting-for-approval',
      approval: { stage: 'POST_SCALE_UP' },
    });
    await answer(rehearsal, 'CONTINUE');
    expect((await rehearsal.resume({ until: { kind: 'paused' } })).outcome.kind).toBe('succeeded');
  });
});

describe('leaving at a pause', () => {
  it('goes back where that was asked for', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') });

    const { outcome } = await rehearsal.deploy(
      { waitForApproval: true, onInterrupt: 'rollback' },
      rehearsal.interruptAfter(minutes(5)),
    );

    expect(outcome).toMatchObject({ kind: 'interrupted', rollingBack: true });
    await rehearsal.sandbox.clock.sleep(minutes(3));
    expect((await rehearsal.newestDeployment()).status).toBe('ROLLBACK_SUCCESSFUL');
  });

  it('leaves it waiting otherwise', async () => {
    const rehearsal = await begin({ ...canary, ...pauseAt('POST_SCALE_UP') });

    await rehearsal.deploy({ waitForApproval: true }, rehearsal.interruptAfter(minutes(5)));

    expect((await rehearsal.newestDeployment()).status).toBe('IN_PROGRESS');
    expect((await rehearsal.watch()).outcome.kind).toBe('waiting-for-approval');
  });
});

describe('several services, one of which waits for approval', () => {
  const held = async (): Promise<RehearsedRun> => {
    const run = await RehearsedRun.begin(['api', 'web-shop', 'worker']);
    await run.rehearsal.ecs.updateService({
      ...refOf('api'),
      deploymentConfiguration: pauseAt('POST_SCALE_UP'),
    });
    return run;
  };
  const order = { api: [], 'web-shop': ['api'], worker: [] };

  it('does not begin with what comes after it, and releases the others', async () => {
    const run = await held();

    const { outcomes } = await run.deploy({ order });

    expect(outcomes).toEqual({
      api: 'waiting-for-approval',
      'web-shop': 'not-started',
      worker: 'succeeded',
    });
  });

  it('stays where all or none are to be released', async () => {
    const run = await held();
    const requests = Object.fromEntries(Object.keys(order).map((name) => [name, { allOrNone: true }]));

    const [{ outcomes }] = await Promise.all([
      run.deploy({ order, onFailure: 'take-back', requests }),
      run.rehearsal.meanwhile(minutes(5), () => answer(run.rehearsal, 'ROLLBACK', refOf('api'))),
    ]);

    expect(outcomes).toEqual({
      api: 'failed-rolled-back',
      'web-shop': 'not-started',
      worker: 'failed-rolled-back',
    });
  });
});

describe('looking at a shift', () => {
  it('costs no more than 24 status calls in any minute', async () => {
    const rehearsal = await begin(linear);
    await rehearsal.deploy();

    const status = ['DescribeServices', 'DescribeServiceDeployments', 'ListServiceDeployments'];
    const start = rehearsal.calls.findIndex(({ operation }) => operation === 'ecs:UpdateService');
    const times = rehearsal.calls
      .slice(start)
      .filter(({ operation }) => status.some((one) => operation === `ecs:${one}`));
    expect(times.length).toBeGreaterThan(60);
    for (const { at } of times) {
      const within = times.filter((other) => other.at >= at && other.at < at + minutes(1)).length;
      expect(within).toBeLessThanOrEqual(24);
    }
  });

  it('shows stage, weights and the end of each bake', async () => {
    const rehearsal = await begin(canary);

    await rehearsal.deploy();

    const shifts = rehearsal.factsOf('deployment.observed').flatMap(({ snapshot }) => snapshot.shift ?? []);
    const seen = [...new Set(shifts.map(({ stage }) => stage))];
    expect(seen).toEqual(
      expect.arrayContaining(['SCALE_UP', 'PRODUCTION_TRAFFIC_SHIFT', 'BAKE_TIME', 'CLEAN_UP']),
    );
    expect([...new Set(shifts.map(({ production }) => production))]).toEqual([0, 10, 100]);
    expect([...new Set(shifts.map(({ bake }) => bake?.kind))]).toEqual([undefined, 'step', 'final']);
  });
});

async function waitingHook(rehearsal: Rehearsal, of: ServiceRef): Promise<{ arn: string; hookId: string }> {
  const listed = await rehearsal.ecs.listServiceDeployments(of);
  const arn = listed.serviceDeployments?.[0]?.serviceDeploymentArn ?? '';
  const { serviceDeployments } = await rehearsal.ecs.describeServiceDeployments({
    serviceDeploymentArns: [arn],
  });
  const hooks = serviceDeployments?.[0]?.lifecycleHookDetails ?? [];
  return { arn, hookId: hooks.find(({ status }) => status === 'AWAITING_ACTION')?.hookId ?? '' };
}

async function answer(
  rehearsal: Rehearsal,
  action: 'CONTINUE' | 'ROLLBACK',
  of: ServiceRef = ref,
): Promise<void> {
  const { arn, hookId } = await waitingHook(rehearsal, of);
  await rehearsal.ecs.continueServiceDeployment({ serviceDeploymentArn: arn, hookId, action });
}

async function killTasksOf(rehearsal: Rehearsal, version: number): Promise<void> {
  const { taskArns } = await rehearsal.ecs.listTasks({ cluster: ref.cluster, serviceName: ref.service });
  const { tasks } = await rehearsal.ecs.describeTasks({ cluster: ref.cluster, tasks: taskArns });
  for (const { taskArn, containers } of tasks ?? []) {
    if (containers?.[0]?.image !== imageOf(version)) continue;
    await rehearsal.ecs.stopTask({ cluster: ref.cluster, task: taskArn });
  }
}

async function sendAllToBlue(rehearsal: Rehearsal): Promise<void> {
  const { blue, productionRule } = rehearsal.groups;
  // A default rule is that of its listener.
  const listener = productionRule.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
  await rehearsal.elbv2.modifyListener({
    ListenerArn: listener,
    DefaultActions: [
      { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }] } },
    ],
  });
}
