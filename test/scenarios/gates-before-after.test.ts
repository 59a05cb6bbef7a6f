import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { imageOf, Rehearsal, ref } from './rehearsal.ts';
import { commandGate, measuring, scripted, type Script } from './scripted-gates.ts';

const before = (gate: Partial<Gate> = {}): Gate => commandGate({ at: ['before'], ...gate });
const after = (gate: Partial<Gate> = {}): Gate =>
  commandGate({ at: ['after'], interval: seconds(30), ...gate });

describe('A gate that measures before a release', () => {
  async function released(script: readonly Script[], gate: Partial<Gate> = {}) {
    const rehearsal = await Rehearsal.begin();
    const programs = scripted(rehearsal, script);
    const updates = rehearsal.count('UpdateService');
    const result = await rehearsal.deploy(measuring([before(gate)]));
    return { rehearsal, programs, result, updates: rehearsal.count('UpdateService') - updates };
  }

  it('lets it begin once it is good, and is measured once', async () => {
    const { result, programs } = await released([0]);

    expect(result.outcome.kind).toBe('succeeded');
    expect(programs.times()).toBe(1);
    expect(result.gates).toMatchObject([{ moment: 'before', verdict: { kind: 'pass' } }]);
  });

  it.each([
    ['is bad', 1, {}, 'refused.gate_failed', 'fail'],
    ['tells nothing', 75, {}, 'refused.gate_inconclusive', 'inconclusive'],
    ['cannot be measured', 'cannot-start', { interval: 1_000 }, 'refused.gate_inconclusive', 'inconclusive'],
    [
      'tells nothing, and is to roll back',
      75,
      { onInconclusive: 'rollback' },
      'refused.gate_inconclusive',
      'inconclusive',
    ],
  ] as const)('starts nothing where it %s', async (_, answer, gate, code, verdict) => {
    const { rehearsal, result, updates } = await released([answer], gate);

    expect(result.outcome).toMatchObject({
      kind: 'error',
      error: { code, because: { kind: 'gate', verdict } },
    });
    expect(exitCodeOf(result.outcome)).toBe(10);
    expect(updates).toBe(0);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
    expect(result.target?.taskDefinition).toMatch(/web:2$/);
  });

  it.each([
    ['tells nothing, and is to go on', 75, { onInconclusive: 'continue' }],
    ['is bad, and only tried out', 1, { dryRun: true }],
  ] as const)('begins where it %s', async (_, answer, gate) => {
    const { result } = await released([answer], gate);

    expect(result.outcome.kind).toBe('succeeded');
  });

  it('says in a warning that one could not tell and the release goes on', async () => {
    const { rehearsal } = await released([75], { onInconclusive: 'continue' });

    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('gate-inconclusive');
  });

  it('starts nothing when somebody interrupts while it measures', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, ['silent']);
    const updates = rehearsal.count('UpdateService');
    const result = await rehearsal.deploy(measuring([before()]), rehearsal.interruptAfter(5_000));

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: false });
    expect(rehearsal.count('UpdateService')).toBe(updates);
  });

  it('is not measured again by a run that takes the deployment over', async () => {
    const rehearsal = await Rehearsal.begin();
    const programs = scripted(rehearsal, [0]);
    await rehearsal.deploy(measuring([before()]), rehearsal.interruptAfter(20_000));
    const result = await rehearsal.deploy(measuring([before()]));

    expect(result.outcome.kind).toBe('succeeded');
    expect(programs.times()).toBe(1);
  });

  it('is measured by no rollback', async () => {
    const rehearsal = await Rehearsal.begin();
    const programs = scripted(rehearsal, [0]);
    await rehearsal.deploy(measuring([before()]));
    const back = await rehearsal.rollBack();

    expect(back.outcome.kind).toBe('rolled-back-as-asked');
    expect(programs.times()).toBe(1);
  });
});

describe('A gate that measures after a release', () => {
  async function released(
    script: readonly Script[],
    gate: Partial<Gate> = {},
    more: Parameters<Rehearsal['deploy']>[0] = {},
    stage: Parameters<typeof Rehearsal.begin>[0] = {},
  ) {
    const rehearsal = await Rehearsal.begin(stage);
    const programs = scripted(rehearsal, script);
    const result = await rehearsal.deploy({ ...measuring([after(gate)], minutes(5)), ...more });
    return { rehearsal, programs, result };
  }

  async function succeededTag(rehearsal: Rehearsal): Promise<string | undefined> {
    const { tags } = await rehearsal.ecs.describeTaskDefinition({
      taskDefinition: 'web:2',
      include: ['TAGS'],
    });
    return tags?.find(({ key }) => key === 'ecsdeploy:succeeded')?.value;
  }

  async function removeSucceededTag(rehearsal: Rehearsal): Promise<void> {
    const { taskDefinition } = await rehearsal.ecs.describeTaskDefinition({ taskDefinition: 'web:2' });
    const resourceArn = taskDefinition?.taskDefinitionArn;
    await rehearsal.ecs.untagResource({ resourceArn, tagKeys: ['ecsdeploy:succeeded'] });
  }

  it('watches for as long as it is told to, and then calls it good', async () => {
    const { rehearsal, programs, result } = await released([0]);
    const [watch] = rehearsal.factsOf('watch.started');

    expect(result.outcome.kind).toBe('succeeded');
    expect(programs.times()).toBeGreaterThanOrEqual(10);
    expect(result.endedAt).toBeGreaterThanOrEqual(watch?.until ?? Number.POSITIVE_INFINITY);
    expect(await succeededTag(rehearsal)).toBeDefined();
  });

  it.each([
    ['a rolling release', {}],
    [
      'a blue/green one',
      {
        twoGroups: {},
        service: { deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1 } },
      },
    ],
    ['one of CodeDeploy', { codeDeploy: {} }],
  ] as const)('takes %s back that turns bad', async (_, stage) => {
    const { rehearsal, result } = await released([0, 0, 1], {}, {}, stage);

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: { kind: 'gate', gate: 'smoke', verdict: 'fail' },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
    expect(await succeededTag(rehearsal)).toBeUndefined();
    expect(result.gates).toMatchObject([{ moment: 'after', verdict: { kind: 'fail' } }]);
    expect(rehearsal.factsOf('release.concluded')).toHaveLength(1);
    expect(result.diagnosis?.findings.map(({ id }) => id)).toContain('gate.failed');
  });

  it('leaves one that brought nothing new, since nothing could be taken back, and says what is there', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    const images = [{ image: imageOf(1) }];
    const result = await rehearsal.deploy({ ...measuring([after()], minutes(5)), images, force: true });

    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { gate: 'smoke' } });
    expect(result.deployment?.taskDefinition).toMatch(/web:1$/);
    expect(result.diagnosis?.findings.map(({ id }) => id)).toContain('gate.failed');
    expect(rehearsal.factsOf('rollback.started')).toEqual([]);
  });

  it('leaves it where an interruption comes before AWS was asked to go back', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    const interrupt = new AbortController();
    const context = rehearsal.context(interrupt.signal);
    const report: typeof context.report = (fact) => {
      if (fact.type === 'rollback.requested') interrupt.abort(new Interrupted('SIGINT'));
      context.report(fact);
    };
    const result = await rehearsal.deploy(measuring([after()], minutes(5)), { ...context, report });

    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { gate: 'smoke' } });
    expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
  });

  it.each([
    ['cannot be measured', 'cannot-start'],
    ['tells nothing', 75],
    ['never answers', 'silent'],
  ] as const)('does not take it back where it %s', async (_, answer) => {
    const { rehearsal, result } = await released([answer]);

    expect(exitCodeOf(result.outcome)).toBe(33);
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:2' });
    expect(await succeededTag(rehearsal)).toBeUndefined();
  });

  it.each([
    ['off', undefined, 22],
    ['ask', undefined, 22],
    ['ask', false, 22],
    ['ask', true, 20],
  ] as const)('with rollback %s and the answer %s ends with %i', async (rollback, answer, exit) => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    if (answer !== undefined) rehearsal.ask = () => Promise.resolve(answer);
    const result = await rehearsal.deploy({ ...measuring([after()], minutes(5)), rollback });

    expect(exitCodeOf(result.outcome)).toBe(exit);
    expect((await rehearsal.serving()).taskDefinition).toBe(exit === 20 ? 'web:1' : 'web:2');
  });

  it('says that it is released when somebody interrupts the watch', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [0]);
    const interrupt = rehearsal.interruptAfter(minutes(4));
    const result = await rehearsal.deploy(measuring([after()], minutes(60)), interrupt);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', released: true });
    expect(exitCodeOf(result.outcome)).toBe(130);
    expect(result).toMatchObject({ changed: 'released', final: true });
  });

  it.each([
    ['resumes', 'good', 0],
    ['resumes', 'bad', 20],
    ['releases again', 'good', 0],
    ['releases again', 'bad', 22],
  ] as const)('measures on when somebody %s what was left in its watch: %s', async (how, later, exit) => {
    const rehearsal = await Rehearsal.begin();
    let answer = 0;
    const programs = scripted(rehearsal, () => answer);
    const request = measuring([after()], minutes(60));
    await rehearsal.deploy(request, rehearsal.interruptAfter(minutes(4)));
    const before = programs.times();
    answer = later === 'bad' ? 1 : 0;
    const result = how === 'resumes' ? await rehearsal.resume(request) : await rehearsal.deploy(request);

    expect(exitCodeOf(result.outcome)).toBe(exit);
    expect(programs.times()).toBeGreaterThan(before);
    expect((await succeededTag(rehearsal)) !== undefined).toBe(exit === 0);
    const measured = programs.times();
    if (exit === 0) expect((await rehearsal.deploy(request)).outcome.kind).toBe('nothing-to-do');
    expect(programs.times()).toBe(measured);
  });

  it.each([undefined, minutes(4)])(
    'goes no further back than what ran before, when somebody resumes a release of the same revision (left after %s)',
    async (leftAfter) => {
      const rehearsal = await Rehearsal.begin();
      await rehearsal.deploy();
      scripted(rehearsal, [0]);
      const request = measuring([after()], minutes(60));
      const again = { ...request, images: [{ image: imageOf(2) }], force: true };
      await removeSucceededTag(rehearsal);
      await rehearsal.deploy(again, rehearsal.interruptAfter(leftAfter ?? seconds(20)));
      scripted(rehearsal, [1]);
      const result = await rehearsal.resume(request);

      expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { gate: 'smoke' } });
      expect((await rehearsal.serving()).images).toEqual([imageOf(2)]);
    },
  );

  it.each(['resumes', 'releases again'] as const)(
    'measures on when somebody %s what was left in its watch, of a revision that had been released before',
    async (how) => {
      const rehearsal = await Rehearsal.begin();
      const programs = scripted(rehearsal, [0]);
      const request = measuring([after()], minutes(60));
      await rehearsal.deploy();
      const earlier = await succeededTag(rehearsal);
      await rehearsal.sandbox.clock.sleep(minutes(1));
      await rehearsal.deploy({ ...request, force: true }, rehearsal.interruptAfter(minutes(4)));
      const before = programs.times();
      expect(await succeededTag(rehearsal)).toBe(earlier);

      const result = how === 'resumes' ? await rehearsal.resume(request) : await rehearsal.deploy(request);

      expect(exitCodeOf(result.outcome)).toBe(0);
      expect(programs.times()).toBeGreaterThan(before);
      expect(await succeededTag(rehearsal)).not.toBe(earlier);
    },
  );

  it('leaves the service to whoever deploys to it meanwhile', async () => {
    const rehearsal = await Rehearsal.begin();
    let isBad = false;
    scripted(rehearsal, () => (isBad ? 1 : 0));
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([after()], minutes(30))),
      rehearsal.meanwhile(minutes(10), async () => {
        await rehearsal.ecs.updateService({ ...ref, taskDefinition: 'web:1', forceNewDeployment: true });
        isBad = true;
      }),
    ]);

    expect(result.outcome.kind).toBe('superseded');
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
  });

  it.each(['off', 'ask'] as const)(
    'asks nobody (%s) to take back what somebody else has deployed meanwhile',
    async (rollback) => {
      const rehearsal = await Rehearsal.begin();
      let isBad = false;
      scripted(rehearsal, () => (isBad ? 1 : 0));
      let asked = 0;
      rehearsal.ask = () => Promise.resolve(++asked > 0);
      const [result] = await Promise.all([
        rehearsal.deploy({ ...measuring([after()], minutes(30)), rollback }),
        rehearsal.meanwhile(minutes(10), async () => {
          await rehearsal.ecs.updateService({ ...ref, taskDefinition: 'web:1', forceNewDeployment: true });
          isBad = true;
        }),
      ]);

      expect(result.outcome.kind).toBe('superseded');
      expect(asked).toBe(0);
    },
  );

  it('does not call a service good that is deleted while it is watched', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [0]);
    const [result] = await Promise.all([
      rehearsal.deploy(measuring([after()], minutes(10))),
      rehearsal.meanwhile(minutes(8), () => rehearsal.ecs.deleteService({ ...ref, force: true })),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'stopped', because: { kind: 'service-gone' } });
    expect(await succeededTag(rehearsal)).toBeUndefined();
  });

  it.each([
    ['is bad', 1, true, 20],
    ['is good, and still nobody may look', 0, false, 33],
    ['is good, and a later look finds what was asked for', 0, true, 0],
  ] as const)('is heard where our own look could not tell: it %s', async (_, answer, heals, exit) => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({ operation: 'ListTasks', error: 'AccessDeniedException' });
    scripted(rehearsal, () => {
      if (heals) rehearsal.sandbox.control.clearFaults();
      return answer;
    });
    const result = await rehearsal.deploy(measuring([after()], minutes(5)));

    expect(exitCodeOf(result.outcome)).toBe(exit);
    expect((await succeededTag(rehearsal)) !== undefined).toBe(exit === 0);
  });

  it('tells afterwards what it could not tell during the deployment', async () => {
    const rehearsal = await Rehearsal.begin();
    let runs = 0;
    scripted(rehearsal, () => (runs++ < 2 ? 'cannot-start' : 0));
    const gate = after({ at: ['during', 'after'], interval: seconds(5), errorLimit: 2 });
    const result = await rehearsal.deploy(measuring([gate], minutes(5)));

    expect(result.gates).toMatchObject([
      { moment: 'during', verdict: { kind: 'inconclusive' } },
      { moment: 'after', verdict: { kind: 'pass' } },
    ]);
    expect(result.outcome.kind).toBe('succeeded');
  });

  it('is obeyed as soon as it judges', async () => {
    const { result } = await released([0, 1], { interval: seconds(10) });
    const found = result.gates?.[0]?.measurements.at(-1)?.at ?? Number.NaN;

    expect(result.outcome.kind).toBe('failed-rolled-back');
    expect((result.deployment?.createdAt ?? Number.NaN) - found).toBeLessThan(1_000);
  });

  it('measures once where nothing is to be watched', async () => {
    const rehearsal = await Rehearsal.begin();
    const programs = scripted(rehearsal, [0]);
    const result = await rehearsal.deploy(measuring([after()]));

    expect(result.outcome.kind).toBe('succeeded');
    expect(programs.times()).toBe(1);
  });
});
