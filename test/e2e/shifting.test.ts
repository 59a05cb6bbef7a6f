import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { HelloWorld } from './hello-world.ts';
import { ShiftingHello } from './shifting-hello.ts';
import { approve, ecsdeploy, shareOf } from './hello-releases.ts';
import { configure, pushVersions, type Version } from './hello-versions.ts';
import { startLoad, type Load } from './steady-load.ts';

// Real containers, real health checks, real drains.
jest.setTimeout(360_000);

/** Requests a second that come all the time. */
const steady = 25;

const canary = `deployment:
  strategy: CANARY
  canary: { percent: 10, bake: 0m }
  bake: 0m
  circuitBreaker: { enable: true, rollback: true }
`;
const asked = `${canary}approve: before-each-shift
`;
const watched = `${canary.replace('bake: 0m\n  circuit', 'bake: 1m\n  circuit')}  alarms: { names: [hello-5xx] }
approve: none
`;

describeWithEngine('a canary of real containers, under load', () => {
  let world: HelloWorld;
  let hello: ShiftingHello;
  let production: string;
  let tests: string;
  let load: Load | undefined;
  /** The two versions. */
  let one: Version;
  let two: Version;

  beforeAll(async () => {
    world = await HelloWorld.begin();
    hello = new ShiftingHello(world);
    await configure(world, asked);
    [one, two] = (await pushVersions(world, ['One', 'Two'])) as [Version, Version];
    await hello.create(one.image);
    production = await hello.listenerOn(80);
    tests = await hello.listenerOn(9000);
  });
  afterAll(async () => {
    await load?.stop();
    await world.end();
  });

  // The three build on each other: what the first releases is what the others go back to.
  it('gets its share and no more, then all; goes back when asked, and when an alarm rings; and drops nothing', async () => {
    const { commit: first } = one;
    const { commit: second } = two;
    load = startLoad({ url: production, perSecond: steady });

    const waiting = await ecsdeploy(world, 'deploy', 'hello', '--image', two.image);

    expect(waiting).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await hello.weights()).toEqual({ production: 0, test: 100 });
    expect(await shareOf(second, tests, 100)).toBe(100);
    expect(await shareOf(first, production, 100)).toBe(100);

    expect(await approve(world, waiting)).toMatchObject({ code: 0, kind: 'approved' });
    const atTen = await ecsdeploy(world, 'resume', 'hello');

    expect(atTen).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    const { production: percent } = await hello.weights();
    expect(percent).toBe(10);
    const share = await shareOf(second, production, 2000);
    expect(Math.abs(share - percent)).toBeLessThan(3);

    expect(await approve(world, atTen)).toMatchObject({ code: 0, kind: 'approved' });
    expect(await ecsdeploy(world, 'resume', 'hello')).toMatchObject({ code: 0, kind: 'succeeded' });
    expect(await hello.weights()).toMatchObject({ production: 100 });
    expect(await shareOf(second, production, 100)).toBe(100);

    // Back to the first version, and then not.
    const again = await ecsdeploy(world, 'deploy', 'hello', '--image', one.image);
    expect(await approve(world, again)).toMatchObject({ code: 0 });
    expect(await ecsdeploy(world, 'resume', 'hello')).toMatchObject({ code: 31 });
    expect(await hello.weights()).toMatchObject({ production: 10 });

    expect(await ecsdeploy(world, 'rollback', 'hello')).toMatchObject({
      code: 0,
      kind: 'rolled-back-as-asked',
    });

    expect(await hello.newest()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(await hello.weights()).toMatchObject({ production: 0 });
    expect(await shareOf(second, production, 100)).toBe(100);

    // Nobody is asked, and an alarm rings when everything seems well.
    await configure(world, watched);
    await hello.createAlarm('hello-5xx');
    const releasing = ecsdeploy(world, 'deploy', 'hello', '--image', one.image);
    await hello.reach('BAKE_TIME');
    expect(await hello.weights()).toMatchObject({ production: 100 });
    await hello.ring('hello-5xx');

    const rung = await releasing;

    expect(rung).toMatchObject({ code: 20, kind: 'failed-rolled-back' });
    expect(rung.document.releases[0]?.outcome.by).toBe('aws');
    expect(await hello.newest()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(await hello.weights()).toMatchObject({ production: 0 });
    expect(await shareOf(second, production, 100)).toBe(100);

    const { failures, byBody } = await load.stop();
    expect(failures).toEqual([]);
    expect(Object.keys(byBody).sort()).toEqual([`hello from ${first}`, `hello from ${second}`].sort());
  });
});
