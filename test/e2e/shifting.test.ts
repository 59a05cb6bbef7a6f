import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { HelloWorld } from './hello-world.ts';
import { ShiftingHello } from './shifting-hello.ts';
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
  /** The commits of the two versions, by which their answers are told apart, and the images. */
  const commits: string[] = [];
  const images: string[] = [];

  beforeAll(async () => {
    world = await HelloWorld.begin();
    hello = new ShiftingHello(world);
    await configure(asked);
    for (const [index, version] of ['One', 'Two'].entries()) {
      commits.push(await world.commit(version));
      const create = index === 0 ? ['--create-repository'] : [];
      const pushed = await world.run(['push', 'hello', '--json', ...create]);
      expect(pushed).toMatchObject({ code: 0 });
      images.push((JSON.parse(pushed.stdout) as { image: { reference: string } }).image.reference);
    }
    await hello.create(images[0]!);
    production = await hello.listenerOn(80);
    tests = await hello.listenerOn(9000);
  });
  afterAll(async () => {
    await load?.stop();
    await world.end();
  });

  /** Puts `settings` in the place of the deployment settings of the example. */
  async function configure(settings: string): Promise<void> {
    await world.edit('ecsdeploy.yml', (text) =>
      text.replace(/^deployment:[\s\S]*?(?=^services:)/m, `${settings}\n`),
    );
  }

  async function ecsdeploy(...args: readonly string[]) {
    const { code, stdout, stderr } = await world.run([...args, '--json']);
    const document = JSON.parse(stdout) as Document;
    expect({ code, stderr }).toEqual({ code: document.exitCode, stderr });
    return { code, stderr, document, kind: document.releases[0]?.outcome.kind };
  }

  /** Answers the pause that a command has ended at. */
  async function approve({ document }: { readonly document: Document }) {
    const { deployment, hookId } = document.releases[0]!.outcome.approval!;
    const name = `${deployment.split('/').at(-1)}/${hookId}`;
    return await ecsdeploy('approve', 'hello', '--expect', name);
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

  // The three build on each other: what the first releases is what the others go back to.
  it('gets its share and no more, then all; goes back when asked, and when an alarm rings; and drops nothing', async () => {
    const [first, second] = commits as [string, string];
    load = startLoad({ url: production, perSecond: steady });

    const waiting = await ecsdeploy('deploy', 'hello', '--image', images[1]!);

    expect(waiting).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    expect(await hello.weights()).toEqual({ production: 0, test: 100 });
    expect(await shareOf(second, tests, 100)).toBe(100);
    expect(await shareOf(first, production, 100)).toBe(100);

    expect(await approve(waiting)).toMatchObject({ code: 0, kind: 'approved' });
    const atTen = await ecsdeploy('resume', 'hello');

    expect(atTen).toMatchObject({ code: 31, kind: 'waiting-for-approval' });
    const { production: percent } = await hello.weights();
    expect(percent).toBe(10);
    const share = await shareOf(second, production, 2000);
    expect(Math.abs(share - percent)).toBeLessThan(3);

    expect(await approve(atTen)).toMatchObject({ code: 0, kind: 'approved' });
    expect(await ecsdeploy('resume', 'hello')).toMatchObject({ code: 0, kind: 'succeeded' });
    expect(await hello.weights()).toMatchObject({ production: 100 });
    expect(await shareOf(second, production, 100)).toBe(100);

    // Back to the first version, and then not.
    const again = await ecsdeploy('deploy', 'hello', '--image', images[0]!);
    expect(await approve(again)).toMatchObject({ code: 0 });
    expect(await ecsdeploy('resume', 'hello')).toMatchObject({ code: 31 });
    expect(await hello.weights()).toMatchObject({ production: 10 });

    expect(await ecsdeploy('rollback', 'hello')).toMatchObject({ code: 0, kind: 'rolled-back-as-asked' });

    expect(await hello.newest()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' });
    expect(await hello.weights()).toMatchObject({ production: 0 });
    expect(await shareOf(second, production, 100)).toBe(100);

    // Nobody is asked, and an alarm rings when everything seems well.
    await configure(watched);
    await hello.createAlarm('hello-5xx');
    const releasing = ecsdeploy('deploy', 'hello', '--image', images[0]!);
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
