import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { textOf } from '../../src/sandbox/wire.ts';
import {
  beginWithCodeDeploy,
  isInstalling,
  isInTerminationWait,
  isShifting,
  leftByCodeDeploy,
  newest,
  only,
  routings,
  whenCodeDeploy,
} from './codedeploy-stage.ts';
import { imageOf, type Rehearsal, type Transport } from './rehearsal.ts';

const canary = { codeDeploy: { routing: routings.TimeBasedCanary } };

/** `web:2` is on its way, and has come so far. */
async function underWay(rehearsal: Rehearsal, isIt: Parameters<typeof whenCodeDeploy>[1]) {
  const first = rehearsal.deploy(canary);
  const id = await whenCodeDeploy(rehearsal, isIt, (now) => Promise.resolve(now.id));
  return { first, id };
}

describe('a second release while the group of CodeDeploy is busy', () => {
  it('is refused, and changes nothing', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const { first, id } = await underWay(rehearsal, isShifting);

    const refusal = await rehearsal.deploy({ images: [{ image: imageOf(3) }] }).catch(exitCodeOfError);

    expect(refusal).toBe(10);
    expect((await first).outcome.kind).toBe('succeeded');
    expect((await newest(rehearsal))?.id).toBe(id);
  });

  it('waits for the first one where it is asked to', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const { first } = await underWay(rehearsal, isShifting);

    const second = await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'wait' });

    expect([(await first).outcome.kind, second.outcome.kind]).toEqual(['succeeded', 'succeeded']);
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(3) });
  });

  it.each(['wait', 'replace'] as const)(
    'ends the termination wait of the first one with --if-busy %s, and never stops it',
    async (ifBusy) => {
      const rehearsal = await beginWithCodeDeploy({ group: { terminationWait: 120 } });
      const { first, id } = await underWay(rehearsal, isInTerminationWait);
      const before = rehearsal.sandbox.clock.now();

      const second = await rehearsal.deploy({
        images: [{ image: imageOf(3) }],
        ifBusy,
        until: { kind: 'traffic-shifted' },
      });

      expect((await first).outcome.kind).toBe('succeeded');
      expect(second.outcome.kind).toBe('reached');
      expect(rehearsal.sandbox.clock.now() - before).toBeLessThan(minutes(20));
      expect(rehearsal.count('StopDeployment')).toBe(0);
      expect(rehearsal.factsOf('deployment.waiting-for-other')).toMatchObject([
        { other: id, by: 'end-termination-wait' },
      ]);
    },
  );

  it('has the first one stopped and taken back with --if-busy replace, then starts', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const { first } = await underWay(rehearsal, isShifting);

    const second = await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'replace' });

    expect((await first).outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'someone' });
    expect(second.outcome).toMatchObject({ kind: 'succeeded' });
    expect(second.plan?.current.taskDefinition).toMatch(/web:1$/);
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(3) });
  });

  it('says that it had the first one stopped when it is interrupted before it starts', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const { first, id } = await underWay(rehearsal, isShifting);

    const interrupt = rehearsal.interruptAfter(seconds(2));
    const second = await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy: 'replace' }, interrupt);

    expect(second).toMatchObject({
      outcome: { kind: 'interrupted', started: false, stoppedOther: id },
      changed: 'other-stopped',
    });
    expect((await first).outcome.kind).toBe('failed-rolled-back');
  });

  it.each(['wait', 'replace'] as const)('touches nothing in a dry run with --if-busy %s', async (ifBusy) => {
    const rehearsal = await beginWithCodeDeploy();
    const { first } = await underWay(rehearsal, isShifting);

    const planned = await rehearsal.deploy({ images: [{ image: imageOf(3) }], ifBusy, dryRun: true });

    expect(planned.outcome.kind).toBe('planned');
    expect((await first).outcome.kind).toBe('succeeded');
    expect(rehearsal.count('StopDeployment') + rehearsal.count('ContinueDeployment')).toBe(0);
  });

  it('adopts a deployment of its own revision instead of starting another', async () => {
    const rehearsal = await beginWithCodeDeploy();
    const { first, id } = await underWay(rehearsal, isShifting);

    const second = await rehearsal.deploy(canary);

    expect(second.deployment?.deploymentId).toBe(id);
    expect([(await first).outcome.kind, second.outcome.kind]).toEqual(['succeeded', 'succeeded']);
    expect(exitCodeOf(second.outcome)).toBe(0);
    expect(rehearsal.count('CreateDeployment')).toBe(1);
  });

  it.each([
    ['goes on', 'superseded', 23],
    ['was stopped, and is left as it is', 'succeeded', 0],
  ] as const)(
    'begun before the last look of the first one, which %s, has the first one say %s',
    async (what, outcome, exit) => {
      const rehearsal = await beginWithCodeDeploy();
      const first = rehearsal.deploy(canary, rehearsal.context(undefined, late(rehearsal, seconds(18))));
      await untilReleased(rehearsal);

      const second = rehearsal.deploy({ ...canary, images: [{ image: imageOf(3) }] });
      const id = await whenCodeDeploy(rehearsal, isInstalling, async (now) => {
        if (what !== 'goes on')
          await rehearsal.codeDeploy.stopDeployment({ deploymentId: now.id, autoRollbackEnabled: false });
        return now.id;
      });

      const result = await first;
      expect(result.outcome.kind).toBe(outcome);
      expect(exitCodeOf(result.outcome)).toBe(exit);
      if (what === 'goes on') {
        expect(result.outcome).toMatchObject({ because: { byDeployment: id, isUnderWay: true } });
        expect(await second).toMatchObject({ outcome: { kind: 'succeeded' } });
      }
    },
  );
});

async function untilReleased(rehearsal: Rehearsal): Promise<void> {
  while ((await newest(rehearsal))?.info.status !== 'Succeeded')
    await rehearsal.sandbox.clock.sleep(seconds(1));
}

/** The answer that says that CodeDeploy is done comes late. */
function late({ sandbox }: Rehearsal, by: number): Transport {
  const handler = sandbox.requestHandler();
  return {
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    async handle(request, options) {
      const answer = await handler.handle(request, options);
      const isLook = request.headers['x-amz-target']?.endsWith('.GetDeployment') === true;
      if (isLook && textOf(answer.response.body as Uint8Array).includes('"Succeeded"'))
        await sandbox.clock.sleep(by);
      return answer;
    },
  };
}
