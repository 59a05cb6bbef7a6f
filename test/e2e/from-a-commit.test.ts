import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { HelloWorld } from './hello-world.ts';
import { startLoad } from './steady-load.ts';

// Real containers, real health checks, real drains: a release takes half a minute.
jest.setTimeout(240_000);

const perSecond = 200;

interface Document {
  readonly exitCode: number;
  readonly releases: readonly {
    readonly outcome: { readonly kind: string };
    readonly after?: { readonly taskDefinition: string };
    readonly diagnosis?: { readonly findings: readonly { readonly log?: readonly string[] }[] };
  }[];
}

describeWithEngine('a commit that becomes containers that serve, under load', () => {
  let world: HelloWorld;
  let listener: string;

  beforeAll(async () => {
    world = await HelloWorld.begin();
    const pushed = await world.run(['push', 'hello', '--create-repository', '--json']);
    expect(pushed).toMatchObject({ code: 0 });
    const { image } = JSON.parse(pushed.stdout) as { image: { reference: string } };
    listener = await world.createService(image.reference);
  });
  afterAll(async () => {
    await world.end();
  });

  /** Deploys while clients ask for answers. */
  async function deployUnderLoad(args: readonly string[] = []) {
    const load = startLoad({ url: listener, perSecond });
    const { code, stdout, stderr } = await world.run(['deploy', 'hello', '--json', ...args]);
    const traffic = await load.stop();
    return { code, stderr, traffic, document: JSON.parse(stdout) as Document };
  }

  // The three build on each other: what the one releases is what the next one goes back to.
  it('changes the answers and drops none; goes back from a crash, and from a health check that fails', async () => {
    const first = await world.git('rev-parse', 'HEAD');
    const second = await world.commit('Second');

    const good = await deployUnderLoad();

    expect(good).toMatchObject({ code: 0, traffic: { failures: [] } });
    expect(good.document.releases[0]?.outcome.kind).toBe('succeeded');
    expect(Object.keys(good.traffic.byBody).sort()).toEqual(
      [`hello from ${first}`, `hello from ${second}`].sort(),
    );
    expect(good.traffic.sent).toBeGreaterThan(perSecond * 5);

    await world.edit('Dockerfile', (text) => text.replace('ARG CRASH=no', 'ARG CRASH=yes'));
    await world.commit('Crash at start');

    const crash = await deployUnderLoad();

    expect(crash).toMatchObject({ code: 20, traffic: { failures: [] } });
    expect(crash.document.releases[0]?.outcome.kind).toBe('failed-rolled-back');
    expect(crash.traffic.byBody).toEqual({ [`hello from ${second}`]: crash.traffic.sent });
    expect(JSON.stringify(crash.document.releases[0]?.diagnosis)).toContain(
      'was built with CRASH=yes and does not start',
    );

    await world.edit('Dockerfile', (text) =>
      text.replace('ARG CRASH=yes', 'ARG CRASH=no').replace('ARG HEALTH=good', 'ARG HEALTH=bad'),
    );
    await world.commit('Answer 500 to health checks');

    const sick = await deployUnderLoad();

    expect(sick).toMatchObject({ code: 20, traffic: { failures: [] } });
    expect(sick.traffic.byBody).toEqual({ [`hello from ${second}`]: sick.traffic.sent });

    const older = await world.git('checkout', '--quiet', first).then(() => world.run(['deploy', 'hello']));
    expect(older).toMatchObject({ code: 10 });
    expect(older.stderr).toContain('is an ancestor of');
  });
});
