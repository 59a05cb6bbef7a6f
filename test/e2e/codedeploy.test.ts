import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { CodeDeployHello } from './codedeploy-hello.ts';
import { listenerOn } from './hello-balancer.ts';
import { HelloWorld } from './hello-world.ts';
import { startLoad, type Load } from './steady-load.ts';

// Real containers, real health checks, real drains.
jest.setTimeout(360_000);

/** Requests a second that come all the time, and those that come besides while something is measured. */
const steady = 25;
const measuring = 120;

interface Document {
  readonly exitCode: number;
  readonly releases: readonly {
    readonly outcome: {
      readonly kind: string;
      readonly by?: string;
      readonly approval?: { readonly deployment: string; readonly hookId: string };
    };
  }[];
}

const canary = `deployment:
  strategy: CANARY
  canary: { percent: 10, bake: 1m }
`;

describeWithEngine('a canary of CodeDeploy, of real containers, under load', () => {
  let world: HelloWorld;
  let hello: CodeDeployHello;
  let production: string;
  let tests: string;
  let load: Load | undefined;
  /** The commits of the two versions, by which their answers are told apart, and the images. */
  const commits: string[] = [];
  const images: string[] = [];

  beforeAll(async () => {
    world = await HelloWorld.begin();
    hello = new CodeDeployHello(world);
    await world.edit('ecsdeploy.yml', (text) =>
      text.replace(/^deployment:[\s\S]*?(?=^services:)/m, `${canary}\n`),
    );
    for (const [index, version] of ['One', 'Two'].entries()) {
      commits.push(await world.commit(version));
      const create = index === 0 ? ['--create-repository'] : [];
      const pushed = await world.run(['push', 'hello', '--json', ...create]);
      expect(pushed).toMatchObject({ code: 0 });
      images.push((JSON.parse(pushed.stdout) as { image: { reference: string } }).image.reference);
    }
    await hello.create(images[0]!);
    production = await listenerOn(world, 80);
    tests = await listenerOn(world, 9000);
  });
  afterAll(async () => {
    await load?.stop();
    await world.end();
  });

  async function ecsdeploy(...args: readonly string[]) {
    const { code, stdout, stderr } = await world.run([...args, '--json']);
    const document = JSON.parse(stdout) as Document;
    expect({ code, stderr }).toEqual({ code: document.exitCode, stderr });
    return { code, stderr, document, kind: document.releases[0]?.outcome.kind };
  }

  /** Answers the pause that a command has ended at. */
  async function approve({ document }: { readonly document: Document }, ...flags: readonly string[]) {
    const { deployment, hookId } = document.releases[0]!.outcome.approval!;
    return await ecsdeploy('approve', 'hello', '--expect', `${deployment}/${hookId}`, ...flags);
  }

  /** Percent of `count` answers by the version with this commit; every request has its answer. */
  async function shareOf(commit: string, url: string, count: number): Promise<number> {
    const measured = startLoad({ url, perSecond: measuring });
    await wait((count / measuring) * 1000);
    const { sent, failures, byBody } = await measured.stop();
    expect(failures).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(count * 0.95);
    return ((byBody[`hello from ${commit}`] ?? 0) / sent) * 100;
  }

  // The second release builds on the first one, which an alarm takes back.
  it('gets its share and no more; goes back when an alarm rings; then gets all; and drops nothing', async () => {
    const [first, second] = commits as [string, string];
    load = startLoad({ url: production, perSecond: steady });

    const waiting = await ecsdeploy('deploy', 'hello', '--image', images[1]!);

    expect(waiting).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await hello.weight()).toBe(0);
    expect(await shareOf(second, tests, 100)).toBe(100);
    expect(await shareOf(first, production, 100)).toBe(100);

    const releasing = approve(waiting, '--wait');
    await hello.reach(10);
    expect(Math.abs((await shareOf(second, production, 2000)) - 10)).toBeLessThan(3);
    await hello.ring();
    const rung = await releasing;

    expect(rung).toMatchObject({ code: 20, kind: 'failed-rolled-back' });
    expect(rung.document.releases[0]?.outcome.by).toBe('aws');
    expect(await hello.newest()).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE' },
    });
    expect(await shareOf(first, production, 100)).toBe(100);

    // All at once, when all is well.
    await hello.silence();
    const again = await ecsdeploy(
      'deploy',
      'hello',
      '--image',
      images[1]!,
      '--strategy',
      'ALL_AT_ONCE',
      '--force',
    );
    expect(again).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await approve(again, '--wait')).toMatchObject({ code: 0, kind: 'succeeded' });
    expect(await hello.newest()).toMatchObject({ status: 'Succeeded' });
    expect(await shareOf(second, production, 100)).toBe(100);

    const { failures, byBody } = await load.stop();
    expect(failures).toEqual([]);
    expect(Object.keys(byBody).sort()).toEqual([`hello from ${first}`, `hello from ${second}`].sort());
  });
});
