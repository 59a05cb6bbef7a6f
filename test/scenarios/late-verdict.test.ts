import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { imageOf, type Rehearsal } from './rehearsal.ts';
import { beginWith } from './strategy-stage.ts';
import { told } from './told.ts';

async function begin(startSeconds: number): Promise<Rehearsal> {
  const rehearsal = await beginWith('BLUE_GREEN');
  rehearsal.sandbox.control.behave(imageOf(2), { startDelay: seconds(startSeconds) });
  return rehearsal;
}

/** How long after its beginning AWS ends a deployment whose tasks take that long to start. */
async function lengthOf(startSeconds: number): Promise<number> {
  const rehearsal = await begin(startSeconds);
  const begun = rehearsal.sandbox.clock.now();
  await rehearsal.deploy();
  const { finishedAt = begun } = await rehearsal.newestDeployment();
  return finishedAt - begun;
}

describe('a release whose time is over while AWS is slow to answer', () => {
  // Looks have their own rhythm: how the last of them lies to the end of the deployment is different for each.
  it.each([0, 10, 20, 30, 40, 50])(
    'knows that its deployment has ended meanwhile, with tasks that take %s s',
    async (startSeconds) => {
      const length = await lengthOf(startSeconds);
      const rehearsal = await begin(startSeconds);

      const [result] = await Promise.all([
        // Its bake of two minutes does not count against its time.
        rehearsal.deploy({ timeoutMilliseconds: length - minutes(2) }),
        rehearsal.meanwhile(length - seconds(2), () => {
          rehearsal.sandbox.control.fault({
            operation: 'DescribeServiceDeployments',
            delay: seconds(12),
            count: 1,
          });
          return Promise.resolve();
        }),
      ]);

      expect(told(result)).toMatchObject({ exit: 0, state: 'Released; web:2 serves.' });
    },
  );
});
