import { ApplicationAutoScaling, type SuspendedState } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { scalingTag } from '../../src/release/scaling/scaling-note.ts';
import { anotherRevision } from './another-revision.ts';
import { imageOf, ref, Rehearsal, type Stage } from './rehearsal.ts';
import { commandGate, measuring } from './scripted-gates.ts';
import { told } from './told.ts';

const target = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/prod/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;
const flags = (scaleIn: boolean, scaleOut: boolean, scheduled: boolean): SuspendedState => ({
  DynamicScalingInSuspended: scaleIn,
  DynamicScalingOutSuspended: scaleOut,
  ScheduledScalingSuspended: scheduled,
});
const all = flags(true, true, true);
/** As a person has left it: scale-in suspended, for a reason of their own. */
const before = flags(true, false, false);

const suspending: Partial<DeployRequest> = { suspendScaling: true };

/** A service with a scalable target. */
class ScaledService {
  readonly rehearsal: Rehearsal;
  readonly #autoscaling: ApplicationAutoScaling;

  private constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal;
    this.#autoscaling = new ApplicationAutoScaling({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: rehearsal.sandbox.requestHandler(),
      maxAttempts: 1,
    });
  }

  static async begin(stage: Stage = {}): Promise<ScaledService> {
    const scaled = new ScaledService(await Rehearsal.begin(stage));
    await scaled.#autoscaling.registerScalableTarget({ ...target, MinCapacity: 1, MaxCapacity: 4 });
    await scaled.set(before);
    return scaled;
  }

  async set(SuspendedState: SuspendedState): Promise<void> {
    await this.#autoscaling.registerScalableTarget({ ...target, SuspendedState });
  }

  async deregister(): Promise<void> {
    await this.#autoscaling.deregisterScalableTarget(target);
  }

  /** What is suspended, and what the tag on the service says. */
  async stands(): Promise<{ suspended: SuspendedState | undefined; note: string | undefined }> {
    const { ScalableTargets } = await this.#autoscaling.describeScalableTargets({ ServiceNamespace: 'ecs' });
    const { services } = await this.rehearsal.ecs.describeServices({
      cluster: ref.cluster,
      services: [ref.service],
      include: ['TAGS'],
    });
    const note = services?.[0]?.tags?.find(({ key }) => key === scalingTag)?.value;
    return { suspended: ScalableTargets?.[0]?.SuspendedState, note };
  }

  told(): string[] {
    return this.rehearsal.facts.map(({ type }) => type).filter((type) => type.startsWith('scaling.'));
  }

  /** Calls that change something, in their order. */
  changes(): string[] {
    const changing = ['TagResource', 'UntagResource', 'RegisterScalableTarget', 'UpdateService'];
    return this.rehearsal.calls
      .map(({ operation }) => operation.split(':')[1] ?? '')
      .filter((operation) => changing.includes(operation));
  }
}

const asBefore = { suspended: before, note: undefined };

describe('a release that is to suspend autoscaling', () => {
  it('notes how it stood, suspends all of it before the deployment starts, and restores just that', async () => {
    const scaled = await ScaledService.begin();
    const meanwhile: unknown[] = [];

    const [{ outcome, plan }] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(10), async () => meanwhile.push(await scaled.stands())),
    ]);

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.scaling).toEqual({
      kind: 'target',
      min: 1,
      max: 4,
      suspended: { scaleIn: true, scaleOut: false, scheduled: false },
      suspends: true,
    });
    expect(meanwhile).toEqual([
      {
        suspended: all,
        note: expect.stringMatching(
          /^scale-in=suspended scale-out=active scheduled=active at=\S+$/,
        ) as unknown,
      },
    ]);
    expect(await scaled.stands()).toEqual(asBefore);
    expect(scaled.changes()).toEqual([
      'TagResource',
      'RegisterScalableTarget',
      'UpdateService',
      'TagResource',
      'RegisterScalableTarget',
      'UntagResource',
    ]);
    expect(scaled.told()).toEqual(['scaling.suspended', 'scaling.restored']);
    expect(scaled.rehearsal.facts.at(-1)?.type).toBe('release.concluded');
  });

  it('restores it once, before the release is watched by gates', async () => {
    const scaled = await ScaledService.begin();
    const { rehearsal } = scaled;
    const gates = { gates: [], watchForMilliseconds: minutes(10) };

    const [{ outcome }] = await Promise.all([
      rehearsal.deploy({ ...suspending, gates }),
      rehearsal.meanwhile(minutes(5), async () => {
        expect(rehearsal.factsOf('watch.started')).toHaveLength(1);
        expect(await scaled.stands()).toEqual(asBefore);
      }),
    ]);

    expect(outcome.kind).toBe('succeeded');
    expect(scaled.told()).toEqual(['scaling.suspended', 'scaling.restored']);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('restores it where the new revision never becomes healthy, and AWS rolls back', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: seconds(2) } });

    const result = await scaled.rehearsal.deploy(suspending);

    expect(told(result).exit).toBe(20);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('restores it where a person rolls it back, from another machine', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(5) });

    const [first, second] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.sandbox.clock.sleep(seconds(30)).then(() => scaled.rehearsal.rollBack()),
    ]);

    expect([first, second].map((result) => told(result).exit)).toEqual([20, 0]);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it("restores it where somebody else's deployment takes its place", async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(5) });

    const [result] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(30), async () => {
        await anotherRevision(scaled.rehearsal);
        await scaled.rehearsal.ecs.updateService({ ...ref, taskDefinition: 'web' });
      }),
    ]);

    expect(told(result).exit).toBe(23);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('leaves it suspended where another release of ours takes over, which restores it', async () => {
    const scaled = await ScaledService.begin();
    const { rehearsal } = scaled;
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(5) });
    rehearsal.sandbox.control.behave(imageOf(3), { startDelay: minutes(1) });
    const meanwhile: unknown[] = [];

    const [first, second] = await Promise.all([
      rehearsal.deploy(suspending),
      rehearsal.sandbox.clock
        .sleep(seconds(30))
        .then(() => rehearsal.deploy({ ...suspending, images: [{ image: imageOf(3) }], ifBusy: 'replace' })),
      rehearsal.meanwhile(seconds(60), async () => meanwhile.push((await scaled.stands()).suspended)),
    ]);

    expect([first, second].map((result) => told(result).exit)).toEqual([23, 0]);
    expect(meanwhile).toEqual([all]);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('leaves it suspended where it stops watching, says so, and the resume restores it', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(3) });

    const result = await scaled.rehearsal.deploy({ ...suspending, timeoutMilliseconds: minutes(1) });
    const meanwhile = await scaled.stands();
    const resumed = await scaled.rehearsal.resume();

    expect(told(result).exit).toBe(30);
    expect(meanwhile).toMatchObject({
      suspended: all,
      note: expect.stringContaining('scale-in=') as unknown,
    });
    expect(told(resumed).exit).toBe(0);
    expect(scaled.told()).toEqual(['scaling.suspended', 'scaling.kept-suspended', 'scaling.restored']);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves it suspended when it detaches on %s', async (signal) => {
    const scaled = await ScaledService.begin();

    const result = await scaled.rehearsal.deploy(suspending, scaled.rehearsal.interruptAfter(5_000, signal));
    const meanwhile = await scaled.stands();
    await scaled.rehearsal.sandbox.clock.sleep(minutes(10));
    await scaled.rehearsal.resume();

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: true });
    expect(meanwhile.suspended).toEqual(all);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('restores it on an interruption before the deployment was started', async () => {
    const scaled = await ScaledService.begin();
    const interrupt = new AbortController();
    const context = scaled.rehearsal.context(interrupt.signal);
    const report: typeof context.report = (fact) => {
      context.report(fact);
      if (fact.type === 'scaling.suspended') interrupt.abort(new Interrupted('SIGINT'));
    };

    const result = await scaled.rehearsal.deploy(suspending, { ...context, report });

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: false });
    expect(scaled.rehearsal.count('UpdateService')).toBe(0);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('suspends nothing while gates measure before it, nor where they refuse it', async () => {
    const scaled = await ScaledService.begin();
    const { rehearsal } = scaled;
    const suspended: (SuspendedState | undefined)[] = [];
    let answer = 0;
    rehearsal.runProgram = async () => {
      suspended.push((await scaled.stands()).suspended);
      return { kind: 'exit', exitCode: answer };
    };
    const gated = { ...suspending, ...measuring([commandGate({ at: ['before'] })]) };
    const good = await rehearsal.deploy(gated);
    answer = 1;
    const refused = await rehearsal.deploy({ ...gated, images: [{ image: imageOf(3) }] });

    expect(good.outcome.kind).toBe('succeeded');
    expect(refused.outcome.kind).toBe('error');
    expect(suspended).toEqual([before, before]);
    expect(rehearsal.factsOf('scaling.suspended')).toHaveLength(1);
    expect(await scaled.stands()).toEqual({ suspended: before, note: undefined });
  });

  it('restores it where AWS refuses to start the deployment', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.fault({ operation: 'UpdateService', error: 'AccessDeniedException' });

    await expect(scaled.rehearsal.deploy(suspending)).rejects.toMatchObject({ code: 'permission.denied' });

    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('has nothing to do where nothing scales the service', async () => {
    const scaled = await ScaledService.begin();
    await scaled.deregister();

    const { outcome, plan } = await scaled.rehearsal.deploy(suspending);

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.scaling).toEqual({ kind: 'none' });
    expect(scaled.told()).toEqual([]);
  });

  it('touches nothing where the service runs it already', async () => {
    const scaled = await ScaledService.begin();

    const { outcome } = await scaled.rehearsal.deploy({ ...suspending, images: [{ image: imageOf(1) }] });

    expect(outcome.kind).toBe('nothing-to-do');
    expect(scaled.changes()).toEqual([]);
  });

  it('only plans with --dry-run', async () => {
    const scaled = await ScaledService.begin();

    const { plan } = await scaled.rehearsal.deploy({ ...suspending, dryRun: true });

    expect(plan?.scaling).toMatchObject({ suspends: true });
    expect(scaled.changes()).toEqual([]);
  });
});

describe('what a person does with autoscaling during the release', () => {
  it('stays, and is told', async () => {
    const scaled = await ScaledService.begin();
    const personal = flags(false, false, true);

    const [result] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(10), () => scaled.set(personal)),
    ]);

    expect(told(result).exit).toBe(0);
    expect(await scaled.stands()).toEqual({ suspended: personal, note: undefined });
    expect(scaled.rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: {
        kind: 'scaling-changed',
        before: { scaleIn: true, scaleOut: false, scheduled: false },
        now: { scaleIn: false, scaleOut: false, scheduled: true },
      },
    });
  });

  it('may sweep the tag away, as a tool that keeps the tags does: it is restored all the same', async () => {
    const scaled = await ScaledService.begin();

    await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(10), async () => {
        const { services } = await scaled.rehearsal.ecs.describeServices({
          cluster: ref.cluster,
          services: [ref.service],
        });
        await scaled.rehearsal.ecs.untagResource({
          resourceArn: services?.[0]?.serviceArn,
          tagKeys: [scalingTag],
        });
      }),
    ]);

    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('may take the target away: nothing is registered anew', async () => {
    const scaled = await ScaledService.begin();

    const [result] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(10), () => scaled.deregister()),
    ]);

    expect(told(result).exit).toBe(0);
    expect(await scaled.stands()).toEqual({ suspended: undefined, note: undefined });
  });
});

describe('a release that may not suspend autoscaling', () => {
  it.each(['DescribeScalableTargets', 'TagResource', 'RegisterScalableTarget'])(
    'is refused where %s is denied, before anything is started',
    async (operation) => {
      const scaled = await ScaledService.begin();
      scaled.rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

      const error: unknown = await scaled.rehearsal.deploy(suspending).catch((thrown: unknown) => thrown);
      scaled.rehearsal.sandbox.control.clearFaults();

      expect(exitCodeOfError(error as Error)).toBe(4);
      expect(scaled.rehearsal.count('UpdateService')).toBe(0);
      expect(await scaled.stands()).toEqual(asBefore);
    },
  );

  it('is refused where the endpoint does not answer, before anything is started', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.fault({
      operation: 'DescribeScalableTargets',
      error: 'InternalServerError',
      status: 500,
    });

    const error: unknown = await scaled.rehearsal.deploy(suspending).catch((thrown: unknown) => thrown);

    expect(exitCodeOfError(error as Error)).toBe(7);
    expect(scaled.changes()).toEqual([]);
  });

  it('is not asked where it is not to suspend: a rolling release does not look', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.fault({
      operation: 'DescribeScalableTargets',
      error: 'AccessDeniedException',
    });

    const { outcome, plan } = await scaled.rehearsal.deploy();

    expect(outcome.kind).toBe('succeeded');
    expect(plan?.scaling).toBeUndefined();
    expect(scaled.rehearsal.count('DescribeScalableTargets')).toBe(0);
  });
});

describe('a call that goes wrong', () => {
  it.each(['RegisterScalableTarget', 'TagResource', 'UntagResource', 'DescribeScalableTargets'])(
    'is repeated: the reply of %s is lost, twice',
    async (operation) => {
      const scaled = await ScaledService.begin();
      scaled.rehearsal.sandbox.control.fault({ operation, loseReply: true, count: 2 });

      const result = await scaled.rehearsal.deploy(suspending);

      expect(told(result).exit).toBe(0);
      expect(await scaled.stands()).toEqual(asBefore);
    },
  );

  it('is repeated when it is throttled', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.fault({
      operation: 'RegisterScalableTarget',
      error: 'ThrottlingException',
      rate: 0.5,
    });

    const result = await scaled.rehearsal.deploy(suspending);

    expect(told(result).exit).toBe(0);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('names the command that restores it, where it cannot be restored; the next run does', async () => {
    const scaled = await ScaledService.begin();
    const command =
      'aws application-autoscaling register-scalable-target --region us-east-1 --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/prod/web --suspended-state DynamicScalingInSuspended=true,DynamicScalingOutSuspended=false,ScheduledScalingSuspended=false';

    const [result] = await Promise.all([
      scaled.rehearsal.deploy(suspending),
      scaled.rehearsal.meanwhile(seconds(10), () => {
        scaled.rehearsal.sandbox.control.fault({
          operation: 'RegisterScalableTarget',
          error: 'AccessDeniedException',
        });
        return Promise.resolve();
      }),
    ]);
    const meanwhile = await scaled.stands();
    scaled.rehearsal.sandbox.control.clearFaults();
    await scaled.rehearsal.resume();

    expect(told(result).exit).toBe(0);
    expect(result.next.at(-1)).toBe(command);
    expect(scaled.rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: { kind: 'scaling-not-restored', error: expect.any(String) as unknown, command },
    });
    expect(meanwhile.suspended).toEqual(all);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('leaves no doubt about the tag that could not be removed', async () => {
    const scaled = await ScaledService.begin();
    scaled.rehearsal.sandbox.control.fault({ operation: 'UntagResource', error: 'AccessDeniedException' });

    const result = await scaled.rehearsal.deploy(suspending);

    expect(told(result).exit).toBe(0);
    expect((await scaled.stands()).suspended).toEqual(before);
    expect(scaled.rehearsal.factsOf('warning')).toContainEqual({
      type: 'warning',
      warning: { kind: 'tag-not-removed', tag: scalingTag, error: expect.any(String) as unknown },
    });
  });
});

describe('a process that is killed', () => {
  /** Its process dies when it is about to make this call, counted from 1. */
  async function killedBefore(scaled: ScaledService, call: number): Promise<'dead' | 'ended'> {
    const { rehearsal } = scaled;
    const handler = rehearsal.sandbox.requestHandler();
    const context = rehearsal.context(undefined, handler);
    let calls = 0;
    const dead = new Promise<'dead'>((resolve) => {
      const send = handler.handle.bind(handler);
      handler.handle = (...args) => {
        calls += 1;
        if (calls === call) {
          handler.cut();
          resolve('dead');
        }
        return send(...args);
      };
    });
    const ended = rehearsal.deploy(suspending, context).then(() => 'ended' as const);
    // Whoever is dead tells nobody that nothing answers any more.
    ended.catch(() => undefined);
    return await Promise.race([dead, ended]);
  }

  /** The calls of an undisturbed release, counted from 1, of a row of looks only the first. */
  async function callsWorthDyingBefore(): Promise<number[]> {
    const scaled = await ScaledService.begin({ desired: 1 });
    await scaled.rehearsal.deploy(suspending);
    const operations = scaled.rehearsal.calls.map(({ operation }) => operation);
    return operations.flatMap((operation, index) => (operation === operations[index - 1] ? [] : [index + 1]));
  }

  it('leaves nothing suspended once the same command has been run again: before any of its calls', async () => {
    const calls = await callsWorthDyingBefore();
    expect(calls.length).toBeGreaterThan(15);
    for (const call of calls) {
      const scaled = await ScaledService.begin({ desired: 1 });
      expect(await killedBefore(scaled, call)).toBe('dead');

      const result = await scaled.rehearsal.deploy(suspending);

      expect({ call, exit: told(result).exit, ...(await scaled.stands()) }).toEqual({
        call,
        exit: 0,
        ...asBefore,
      });
    }
  });

  it.each(['resume', 'rollBack'] as const)('leaves nothing suspended once %s has been run', async (verb) => {
    const scaled = await ScaledService.begin();
    // By then the deployment is under way.
    expect(await killedBefore(scaled, 25)).toBe('dead');
    expect((await scaled.stands()).suspended).toEqual(all);

    const result = await scaled.rehearsal[verb]();

    expect(told(result).exit).toBe(0);
    expect(await scaled.stands()).toEqual(asBefore);
  });

  it('leaves nothing suspended once another release has been run, which is to suspend nothing', async () => {
    const scaled = await ScaledService.begin();
    await killedBefore(scaled, 25);

    const seen = await scaled.rehearsal.watch();
    const watched = await scaled.stands();
    const result = await scaled.rehearsal.deploy({ images: [{ image: imageOf(3) }] });

    expect(told(seen).exit).toBe(0);
    expect(watched.suspended).toEqual(all);
    expect(told(result).exit).toBe(0);
    expect(scaled.changes().slice(-4)).toEqual([
      'RegisterScalableTarget',
      'UntagResource',
      'UpdateService',
      'TagResource',
    ]);
    expect(await scaled.stands()).toEqual(asBefore);
  });
});
