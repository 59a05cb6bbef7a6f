import { describe, it } from '@jest/globals';
import { minutes, seconds } from '../../../src/model/duration.ts';
import { findPause } from '../../../src/release/approvals/find-pause.ts';
import { reject } from '../../../src/release/approvals/reject.ts';
import { watch } from '../../../src/release/watch.ts';
import { rollBack } from '../../../src/release/roll-back.ts';
import { toLogGroup, imageOf, ref, Rehearsal, webTaskDefinition } from '../rehearsal.ts';
import { imageOf as imageOfService, RehearsedRun } from '../rehearsed-run.ts';
import { beginWithCodeDeploy, routings } from '../codedeploy-stage.ts';
import { commandGate, measuring, scripted } from '../scripted-gates.ts';
import { expectGolden } from './golden.ts';
import { RehearsedStep } from './told-to-github.ts';

const commit = '4f2a9c1d0e3b5a6978877665544332211000ffee';
const canary = {
  strategy: 'CANARY',
  canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 2 },
  bakeTimeInMinutes: 2,
} as const;
const pause = {
  lifecycleHooks: [
    {
      targetType: 'PAUSE' as const,
      lifecycleStages: ['POST_SCALE_UP' as const],
      timeoutConfiguration: { timeoutInMinutes: 15, action: 'ROLLBACK' as const },
    },
  ],
};

const rules = {
  ifBusy: 'replace',
  timeoutMilliseconds: minutes(30),
  rollback: 'automatic',
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
  dryRun: false,
} as const;

describe('what a step of GitHub Actions is told of a release', () => {
  it('that went well: the commits with their subjects, the phases, the way back', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const step = new RehearsedStep();
    await rehearsal.deploy({
      commit: '1a2b3c4d',
      note: { subject: 'fix: a | pipe' },
      images: [{ image: imageOf(2) }],
    });

    const result = await rehearsal.deploy(
      { commit, note: { subject: 'feat: faster <b>search</b> (#12)' }, images: [{ image: imageOf(3) }] },
      step.context(rehearsal),
    );

    expectGolden('released', step.conclude(result));
  });

  it('that moved traffic and was measured: a chart, and gates with their values', async () => {
    const rehearsal = await Rehearsal.begin({ twoGroups: {} });
    await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration: canary });
    scripted(rehearsal, [0]);
    const step = new RehearsedStep();

    const result = await rehearsal.deploy(measuring([commandGate()]), step.context(rehearsal));

    expectGolden('canary', step.conclude(result));
  });

  it('that failed and went back: cause, commands, and the log folded away', async () => {
    const rehearsal = await Rehearsal.begin({
      taskDefinition: { containerDefinitions: withLog() },
    });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: 2_000 } });
    const step = new RehearsedStep();

    const result = await rehearsal.deploy({}, step.context(rehearsal));

    expectGolden('rolled-back', step.conclude(result));
  });

  it('that CodeDeploy took back', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503, errorRate: 0, latency: 5 } });
    const step = new RehearsedStep();

    const result = await rehearsal.deploy(
      {
        codeDeploy: { routing: routings.TimeBasedCanary },
        timeoutMilliseconds: minutes(10),
        rollbackOnTimeout: true,
      },
      step.context(rehearsal),
    );

    expectGolden('codedeploy', step.conclude(result));
  });

  it('that waits for somebody: the command that answers', async () => {
    const rehearsal = await Rehearsal.begin({ twoGroups: {} });
    await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration: { ...canary, ...pause } });
    const step = new RehearsedStep();

    const result = await rehearsal.deploy({ until: { kind: 'paused' } }, step.context(rehearsal));

    expectGolden('paused', step.conclude(result));
  });

  it('that nobody changed anything for: the plan', async () => {
    const rehearsal = await Rehearsal.begin();
    const step = new RehearsedStep();

    expectGolden('planned', step.conclude(await rehearsal.deploy({ dryRun: true }, step.context(rehearsal))));
  });

  it('that found everything as it was to be: image, tag and digest all the same', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ images: [{ image: imageOf(2) }] });
    const step = new RehearsedStep();

    const result = await rehearsal.deploy({ images: [{ image: imageOf(2) }] }, step.context(rehearsal));

    expectGolden('nothing-to-do', step.conclude(result));
  });

  it('of a rollback that a person asked for: what it is back on, with its image', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const [earlier = '', later = ''] = await imagesInEcr(rehearsal, ['1.4.2', '1.5.0']);
    const note = { subject: 'feat: faster search' };
    await rehearsal.deploy({ commit, note, images: [{ image: earlier }] });
    await rehearsal.deploy({ images: [{ image: later }] });
    const step = new RehearsedStep('ecsdeploy rollback');

    const result = await rollBack(step.context(rehearsal), { service: ref, ...rules });

    expectGolden('back', step.conclude(result));
  });

  it('of a rollback in the middle of a release', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const step = new RehearsedStep('ecsdeploy rollback');
    const context = step.context(rehearsal);

    const [, result] = await Promise.all([
      rehearsal.deploy(),
      (async () => {
        await rehearsal.sandbox.clock.sleep(seconds(20));
        return await rollBack(context, { service: ref, ...rules });
      })(),
    ]);

    expectGolden('back-from-the-middle', step.conclude(result));
  });

  it('of a release that somebody has rejected: what serves again, and not what was refused', async () => {
    const rehearsal = await Rehearsal.begin({ twoGroups: {} });
    await rehearsal.ecs.updateService({ ...ref, deploymentConfiguration: { ...canary, ...pause } });
    await rehearsal.deploy({ commit, note: { subject: 'feat: faster search' }, until: { kind: 'paused' } });
    const step = new RehearsedStep('ecsdeploy reject');
    const context = step.context(rehearsal);

    const question = await findPause(context, { service: ref });
    const result = await reject(context, { question, wait: true });

    expectGolden('rejected', step.conclude(result));
  });

  it('of a release that another run has begun: image, commit and what it replaces all the same', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const step = new RehearsedStep('ecsdeploy watch');
    const context = step.context(rehearsal);

    const [, result] = await Promise.all([
      rehearsal.deploy({ commit, note: { subject: 'feat: faster search' } }),
      (async () => {
        await rehearsal.sandbox.clock.sleep(seconds(20));
        return await watch(context, {
          service: ref,
          timeoutMilliseconds: minutes(30),
          waitForApproval: false,
        });
      })(),
    ]);

    expectGolden('watched', step.conclude(result));
  });

  it('of several services: a row each, and what failed at length', async () => {
    const run = await RehearsedRun.begin(['api', 'worker', 'mailer']);
    run.breaks('worker');
    const step = new RehearsedStep();

    const { results } = await run.deploy({ order: { api: [], worker: ['api'], mailer: ['worker'] } });
    step.recordRun(run);

    expectGolden('several', step.conclude(...results));
  });

  it('of several services of which the first was current: outputs of one that was released', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);
    const images = [{ image: imageOfService('api', 1) }];
    const step = new RehearsedStep();

    const { results } = await run.deploy({ order: { api: [], worker: [] }, requests: { api: { images } } });
    step.recordRun(run);

    expectGolden('one-was-current', step.conclude(...results));
  });
});

describe('what a step is told when its workflow is cancelled', () => {
  it.each(['detach', 'rollback'] as const)(
    'with --on-interrupt %s: what goes on at AWS, at once',
    async (onInterrupt) => {
      const rehearsal = await Rehearsal.begin();
      const step = new RehearsedStep();
      const interrupt = rehearsal.interruptAfter(seconds(20));
      let atOnce = '';
      interrupt.addEventListener('abort', () => {
        step.report.interrupted('SIGINT', onInterrupt);
        atOnce = step.summary();
      });

      const result = await rehearsal.deploy({ onInterrupt }, step.context(rehearsal, interrupt));
      const told = step.conclude(result);

      expectGolden(`interrupted-${onInterrupt}-at-once`, {
        ...told,
        summary: atOnce,
        commands: [],
        outputs: {},
      });
      expectGolden(`interrupted-${onInterrupt}`, told);
    },
  );
});

/** References by tag, each of an image of its own. */
async function imagesInEcr({ ecr }: Rehearsal, tags: readonly string[]): Promise<string[]> {
  const repositoryName = 'shop/web';
  const { repository } = await ecr.createRepository({ repositoryName });
  for (const tag of tags)
    await ecr.putImage({
      repositoryName,
      imageTag: tag,
      imageManifest: JSON.stringify({ schemaVersion: 2, tag }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
  return tags.map((tag) => `${repository?.repositoryUri ?? ''}:${tag}`);
}

function withLog() {
  const [container] = webTaskDefinition().containerDefinitions ?? [];
  if (container === undefined) throw new TypeError('web has a container');
  return [{ ...container, logConfiguration: toLogGroup }];
}
