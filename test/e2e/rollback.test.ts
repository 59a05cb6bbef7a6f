import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithEngine } from '../engine/require-engine.ts';
import { answerOf, blueGreen, codeDeploy, goBack, rolling } from './going-back.ts';
import { shareOf } from './hello-releases.ts';
import { succeeded } from './hello-versions.ts';
import { HelloWorld } from './hello-world.ts';

// Real containers, real health checks, real drains.
jest.setTimeout(360_000);

const byRequest = { outcome: 'rolled-back', reason: 'Service deployment rolled back due to a user request.' };
const noted = { origin: { by: 'sandbox' } };

/** With what `history` tells afterwards, the newest first. Who made the first revision is not known: no release of ours did. */
const situations = [
  {
    ...rolling,
    told: [
      { taskDefinition: revision(1), outcome: 'succeeded', serves: true },
      { taskDefinition: revision(2), outcome: 'succeeded', serves: false, ...noted },
      { taskDefinition: revision(1), outcome: 'succeeded', serves: false },
    ],
  },
  {
    ...blueGreen,
    told: [
      { taskDefinition: revision(2), ...byRequest, serves: false, ...noted },
      { taskDefinition: revision(1), outcome: 'succeeded', serves: true },
    ],
  },
  {
    ...codeDeploy,
    told: [{ taskDefinition: revision(2), outcome: 'rolled-back', serves: false, ...noted }],
  },
];

function revision(number: number): unknown {
  return expect.stringMatching(new RegExp(`:task-definition/hello:${number}$`));
}

interface Told {
  readonly releases: readonly { readonly outcome: { readonly kind: string } }[];
}

describeWithEngine('a rollback that somebody types, of real containers, under load', () => {
  let world: HelloWorld;

  beforeEach(async () => {
    world = await HelloWorld.begin();
  });
  afterEach(async () => {
    await world.end();
  });

  it.each(situations)(
    'brings the earlier version back from $name, drops nothing, and is not done before all answers are its own',
    async ({ name, release, told }) => {
      const released = await release(world);
      const { url, older, newer } = released;
      expect(await shareOf(newer.commit, url, 100)).toBe(100);

      const { finished, typedAt, endedAt, traffic, seconds } = await goBack(world, released);

      expect(finished).toMatchObject({ code: 0 });
      const { releases } = JSON.parse(finished.stdout) as Told;
      expect(releases[0]?.outcome.kind).toBe('rolled-back-as-asked');
      expect(traffic.failures).toEqual([]);
      expect(Object.keys(traffic.byBody).sort()).toEqual([answerOf(older), answerOf(newer)].sort());
      const { [answerOf(newer)]: lastOfNewer, [answerOf(older)]: lastOfOlder } = traffic.lastByBody;
      expect(lastOfNewer).toBeGreaterThan(typedAt);
      expect(lastOfNewer).toBeLessThan(endedAt);
      expect(lastOfOlder).toBeGreaterThan(endedAt);
      expect(await shareOf(older.commit, url, 100)).toBe(100);
      // For whoever reads the log: nothing is asserted of it, a machine may be busy.
      process.stderr.write(
        `rollback from ${name}: all answers the earlier one's ${seconds.toFixed(1)} s after typing\n`,
      );

      const { stdout } = succeeded(await world.run(['history', 'hello', '--json']));
      expect(JSON.parse(stdout)).toMatchObject({ history: { releases: told } });
    },
  );
});
