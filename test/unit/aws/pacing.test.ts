import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Pacing, type Rank } from '../../../src/aws/pacing.ts';
import { ownShare, publishedQuotas, type OperationName } from '../../../src/aws/quotas.ts';
import { Timeline } from '../../../src/sandbox/engine/timeline.ts';
import { VirtualClock } from '../../../src/sandbox/virtual-clock.ts';

const start = Date.UTC(2026, 0, 15, 9);

/** Pacing in virtual time, and whose turn came when. */
class Paced {
  readonly clock = new VirtualClock(new Timeline(start));
  readonly pacing = new Pacing(this.clock);
  /** Names, in the order of their turns. */
  readonly turns: string[] = [];
  readonly times: number[] = [];

  async call(
    name: string,
    operation: OperationName,
    rank: Rank = 'usual',
    signal?: AbortSignal,
  ): Promise<void> {
    await this.pacing.turn(operation, rank, signal);
    this.turns.push(name);
    this.times.push(this.clock.now() - start);
  }

  async calls(count: number, operation: OperationName): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, index) => this.call(String(index), operation)));
  }
}

describe('pacing', () => {
  it('lets nobody wait who stays within a burst', async () => {
    const paced = new Paced();

    await paced.calls(18, 'ecs:RegisterTaskDefinition');

    expect(Math.max(...paced.times)).toBe(0);
  });

  it('lets who comes after a burst wait in line, and goes on as tokens flow in', async () => {
    const paced = new Paced();

    await paced.calls(21, 'ecs:RegisterTaskDefinition');

    // 0.9 a second.
    expect(paced.times.slice(18)).toEqual([1_112, 2_223, 3_334]);
    expect(paced.turns).toEqual(Array.from({ length: 21 }, (_, index) => String(index)));
  });

  it('has a line for each group, and none for what has no quota', async () => {
    const paced = new Paced();
    const slow = paced.calls(19, 'ecs:RegisterTaskDefinition');

    await paced.calls(10, 'ecs:DescribeTaskDefinition');
    await paced.calls(500, 'elasticloadbalancing:DescribeTargetHealth');

    expect(paced.clock.now()).toBe(start);
    await slow;
  });

  it('lets a rollback go before all starts that wait', async () => {
    const paced = new Paced();
    const starts = paced.calls(48, 'ecs:UpdateService');

    await paced.clock.sleep(100);
    await paced.call('rollback', 'ecs:StopServiceDeployment', 'urgent');

    expect(paced.turns.at(-1)).toBe('rollback');
    expect(paced.turns).toHaveLength(46);
    await starts;
  });

  it('lets who gives up leave the line, and takes nothing for them', async () => {
    const paced = new Paced();
    const leaving = new AbortController();
    const starts = paced.calls(45, 'ecs:UpdateService');
    const impatient = paced.call('impatient', 'ecs:UpdateService', 'usual', leaving.signal);
    const patient = paced.call('patient', 'ecs:UpdateService');

    leaving.abort(new Error('told to leave'));

    await expect(impatient).rejects.toThrow('told to leave');
    await Promise.all([starts, patient]);
    expect(paced.turns.at(-1)).toBe('patient');
    expect(paced.times.at(-1)).toBe(223);
  });

  it('sleeps for nobody when all have left, and serves who comes later', async () => {
    const paced = new Paced();
    const leaving = new AbortController();
    await paced.calls(45, 'ecs:UpdateService');
    const impatient = paced.call('impatient', 'ecs:UpdateService', 'usual', leaving.signal);
    leaving.abort(new Error('told to leave'));
    await expect(impatient).rejects.toThrow('told to leave');

    await paced.call('later', 'ecs:UpdateService');

    expect(paced.times.at(-1)).toBe(223);
  });

  it('asks nobody in who was told to leave before', async () => {
    const paced = new Paced();

    await expect(
      paced.call('late', 'ecs:UpdateService', 'usual', AbortSignal.abort(new Error('told to leave'))),
    ).rejects.toThrow('told to leave');
  });

  it('slows everybody down when AWS has throttled one', async () => {
    const paced = new Paced();

    paced.pacing.throttled('ecs:DescribeServices');
    await paced.calls(3, 'ecs:ListServices');

    expect(paced.times).toEqual([56, 112, 167]);
  });

  it('never lets more through than a burst and what has flowed in, whoever comes and goes', async () => {
    const comers = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 3_000 }),
        count: fc.integer({ min: 1, max: 60 }),
        patience: fc.option(fc.integer({ min: 0, max: 2_000 })),
        rank: fc.constantFrom<Rank>('usual', 'urgent'),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(comers, async (groups) => {
        const paced = new Paced();
        await Promise.all(
          groups.flatMap(({ after, count, patience, rank }) =>
            Array.from({ length: count }, async () => {
              await paced.clock.sleep(after);
              const leaving = new AbortController();
              const call = paced
                .call('one', 'ecs:UpdateService', rank, leaving.signal)
                .catch(() => undefined);
              if (patience !== null)
                void paced.clock.sleep(patience).then(() => leaving.abort(new Error('left')));
              await call;
            }),
          ),
        );
        const { burst, perSecond } = ownShare(publishedQuotas['cluster service modify']);
        const times = paced.times.toSorted((a, b) => a - b);
        for (const [first, from] of times.entries()) {
          for (const [last, to] of times.entries()) {
            if (last >= first) {
              expect(last - first + 1).toBeLessThanOrEqual(burst + ((to - from) / 1_000) * perSecond + 1e-6);
            }
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});
