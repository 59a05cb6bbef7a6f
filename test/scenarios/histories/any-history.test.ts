import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
import { read, someSteps, ways, type Step, type Way } from './steps.ts';

/** How many histories of each way; each takes a second or two. */
const runs = Number(process.env['HISTORIES'] ?? 4);
const given = process.env['HISTORIES_SEED'];
// The same ones each time, unless more are asked for: a run of all tests says something of the change that it is run for.
const isMore = process.env['HISTORIES'] !== undefined;
const seed = given === undefined ? (isMore ? Math.floor(Math.random() * 2 ** 31) : 1) : Number(given);
/** One that a failure has told: `codedeploy: good, lose 0, rollback`. */
const replayed = process.env['HISTORY'];
const minute = 60_000;

if (replayed === undefined) {
  describe(`going back after any history (HISTORIES=${runs} HISTORIES_SEED=${seed})`, () => {
    it.each(ways)(
      'leads to the last healthy release that can still run, or says why not, through %s',
      async (way) => {
        await fc.assert(
          fc.asyncProperty(someSteps, (steps) => play(way, steps)),
          { seed, numRuns: runs },
        );
      },
      Math.max(3, runs) * minute,
    );
  });

  // Each of them has once led elsewhere.
  describe('going back', () => {
    it.each([
      // A copy is what it is a copy of.
      'rolling: good, deregister 0, gated, rollback',
      'codedeploy: good, deregister 0, good, rollback, further, good, rollback',
      // What a deployment of ECS has replaced is known, however old it is.
      'rolling: quarter, good, bad, rollback',
      'rolling: good, good, person, quarter, rollback, rollback',
      // So is what ecsdeploy notes of a deployment of CodeDeploy, also where that failed.
      'codedeploy: bad, person, rollback',
      // What was there before the first of all, released again and taken back.
      'codedeploy: good, again 3, rollback, bad, rollback, good',
      // Done is done, also where it took a second try, and where it led to what came before the first of all.
      'codedeploy: good, good, rollback-fails, rollback, rollback',
      'codedeploy: good, rollback, rollback',
      // A way back that AWS took back, to what only its stamp remembers.
      'rolling: good, good, quarter, rollback-fails, rollback',
    ])('%s', async (history) => {
      await play(...readHistory(history));
    });
  });
} else {
  it(`after ${replayed}`, async () => {
    await play(...readHistory(replayed));
  });
}

function readHistory(text: string): [Way, Step[]] {
  const [name, steps = ''] = text.split(':');
  const way = ways.find((one) => one === name?.trim());
  if (way === undefined) throw new Error(`"${name}" is none of ${ways.join(', ')}`);
  return [way, read(steps)];
}
