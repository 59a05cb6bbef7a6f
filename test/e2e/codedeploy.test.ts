import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { CodeDeployHello } from './codedeploy-hello.ts';
import { listenerOn } from './hello-balancer.ts';
import { HelloWorld } from './hello-world.ts';
import { approve, ecsdeploy, shareOf } from './hello-releases.ts';
import { configure, pushVersions, type Version } from './hello-versions.ts';
import { startLoad, type Load } from './steady-load.ts';

// Real containers, real health checks, real drains.
jest.setTimeout(360_000);

/** Requests a second that come all the time. */
const steady = 25;

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
  /** The two versions. */
  let one: Version;
  let two: Version;

  beforeAll(async () => {
    world = await HelloWorld.begin();
    hello = new CodeDeployHello(world);
    await configure(world, canary);
    [one, two] = (await pushVersions(world, ['One', 'Two'])) as [Version, Version];
    await hello.create(one.image);
    production = await listenerOn(world.url, 80);
    tests = await listenerOn(world.url, 9000);
  });
  afterAll(async () => {
    await load?.stop();
    await world.end();
  });

  // The second release builds on the first one, which an alarm takes back.
  it('gets its share and no more; goes back when an alarm rings; then gets all; and drops nothing', async () => {
    const { commit: first } = one;
    const { commit: second } = two;
    load = startLoad({ url: production, perSecond: steady });

    const waiting = await ecsdeploy(world, 'deploy', 'hello', '--image', two.image);

    expect(waiting).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await hello.weight()).toBe(0);
    expect(await shareOf(second, tests, 100)).toBe(100);
    expect(await shareOf(first, production, 100)).toBe(100);

    const releasing = approve(world, waiting, '--wait');
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
      world,
      'deploy',
      'hello',
      '--image',
      two.image,
      '--strategy',
      'ALL_AT_ONCE',
      '--force',
    );
    expect(again).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await approve(world, again, '--wait')).toMatchObject({ code: 0, kind: 'succeeded' });
    expect(await hello.newest()).toMatchObject({ status: 'Succeeded' });
    expect(await shareOf(second, production, 100)).toBe(100);

    const { failures, byBody } = await load.stop();
    expect(failures).toEqual([]);
    expect(Object.keys(byBody).sort()).toEqual([`hello from ${first}`, `hello from ${second}`].sort());
  });
});
