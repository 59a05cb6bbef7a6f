import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createClients } from '../../../src/aws/clients.ts';
import { openAws } from '../../../src/aws/open-aws.ts';
import { readTogether, type ReadOptions, type SharedRead } from '../../../src/aws/shared-reads.ts';
import { Timeline } from '../../../src/sandbox/engine/timeline.ts';
import { VirtualClock } from '../../../src/sandbox/virtual-clock.ts';

const start = Date.UTC(2026, 0, 15, 9);
const rejected = (code: string) =>
  Object.assign(new Error(`${code} it is`), { name: code, $fault: 'client' });
const throttled = rejected('ThrottlingException');

/** Several releases of one process that read, and an AWS that answers as it is told. */
class Readers {
  readonly clock = new VirtualClock(new Timeline(start));
  readonly aws = openAws({
    clients: createClients({ region: 'us-east-1' }),
    clock: this.clock,
    random: () => 0.5,
    onCall: ({ attempt, failure }) =>
      this.calls.push(failure === undefined ? attempt : `${attempt} ${failure}`),
  });
  /** What each call asked for, and the answers' ages. */
  readonly asked: string[][] = [];
  readonly calls: (number | string)[] = [];
  /** Throws to refuse. */
  answer: (items: readonly string[], call: number) => void | Promise<void> = () => undefined;
  readonly read: SharedRead<string> = {
    operation: 'ecs:DescribeServices',
    most: 10,
    ask: async (_ecs, { group, items }, { abortSignal }) => {
      this.asked.push([...items]);
      const sentAt = this.clock.now() - start;
      await Promise.race([this.answer(items, this.asked.length), aborted(abortSignal)]);
      return new Map(
        items.filter((item) => item !== 'unknown').map((item) => [item, `${group}/${item} at ${sentAt}`]),
      );
    },
    concernsAll: ({ code }) => code === 'ClusterNotFoundException',
  };

  /** @param several whether others are under way */
  constructor(several = true) {
    if (several) {
      this.aws.company.join();
      this.aws.company.join();
    }
  }

  async about(item: string, options: ReadOptions = {}, group = 'prod'): Promise<string | undefined> {
    const [found] = await readTogether(this.aws, this.read, { group, items: [item] }, options);
    return found;
  }

  /** What came of each question: the answer, or the code of the error. */
  async all(items: readonly string[], options: ReadOptions = {}): Promise<(string | undefined)[]> {
    return await Promise.all(
      items.map((item) =>
        this.about(item, options).catch(
          (error: unknown) => (error as { code?: string }).code ?? String(error),
        ),
      ),
    );
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `service-${index}`);

describe('reads at the same moment', () => {
  it('are one call for as many as AWS takes', async () => {
    const readers = new Readers();

    const answers = await readers.all(names(25));

    expect(readers.asked.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(answers).toEqual(names(25).map((name) => `prod/${name} at 25`));
  });

  it('are one call also when they come a few milliseconds apart', async () => {
    const readers = new Readers();

    await Promise.all(
      names(5).map(async (name, index) => {
        await readers.clock.sleep(index * 4);
        return await readers.about(name);
      }),
    );

    expect(readers.asked).toEqual([names(5)]);
  });

  it('are one question when they ask the same', async () => {
    const readers = new Readers();

    const answers = await readers.all(['web', 'web', 'web']);

    expect(readers.asked).toEqual([['web']]);
    expect(new Set(answers)).toEqual(new Set(['prod/web at 25']));
  });

  it('of different clusters are different calls', async () => {
    const readers = new Readers();

    const answers = await Promise.all([readers.about('web'), readers.about('web', {}, 'test')]);

    expect(readers.asked).toHaveLength(2);
    expect(answers).toEqual(['prod/web at 25', 'test/web at 25']);
  });

  it('wait for nobody when a release is alone', async () => {
    const readers = new Readers(false);

    expect(await readers.about('web')).toBe('prod/web at 0');
    expect(readers.clock.now()).toBe(start);
  });

  it('are never answered by a call that was sent before', async () => {
    const readers = new Readers();
    readers.answer = () => readers.clock.sleep(1_000);
    const early = readers.about('web');
    await readers.clock.sleep(500);

    const late = readers.about('web');

    expect(await early).toBe('prod/web at 25');
    expect(await late).toBe('prod/web at 525');
  });

  it('give each what it asked for, no older than its question and no call too large, whenever they come', async () => {
    const comers = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 120 }),
        item: fc.constantFrom(...names(15)),
        patience: fc.option(fc.integer({ min: 0, max: 60 }), { freq: 4 }),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(comers, fc.boolean(), async (questions, several) => {
        const readers = new Readers(several);
        readers.answer = () => readers.clock.sleep(40);
        await Promise.all(
          questions.map(async ({ after, item, patience }) => {
            await readers.clock.sleep(after);
            const leaving = new AbortController();
            if (patience !== null) {
              void readers.clock.sleep(patience).then(() => leaving.abort(new Error('left')));
            }
            const answer = await readers.about(item, { signal: leaving.signal }).catch(() => undefined);
            if (patience === null) expect(answer).toBeDefined();
            if (answer === undefined) return;
            const [, who, sentAt] = /^prod\/(\S+) at (\d+)$/.exec(answer) ?? [];
            expect(who).toBe(item);
            expect(Number(sentAt)).toBeGreaterThanOrEqual(after);
          }),
        );
        for (const items of readers.asked) {
          expect(items.length).toBeGreaterThan(0);
          expect(items.length).toBeLessThanOrEqual(10);
          expect(new Set(items).size).toBe(items.length);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('that ask for more than fits are several calls', async () => {
    const readers = new Readers();

    const found = await readTogether(readers.aws, readers.read, { group: 'prod', items: names(23) });

    expect(readers.asked.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(found).toHaveLength(23);
  });

  it('gather while they wait for their turn under the quota', async () => {
    const readers = new Readers(false);
    readers.aws.pacing.throttled('ecs:DescribeServices');

    await Promise.all(
      names(8).map(async (name, index) => {
        await readers.clock.sleep(index * 5);
        return await readers.about(name);
      }),
    );

    expect(readers.asked).toEqual([names(8)]);
  });
});

describe('a part that fails', () => {
  it('is missing for whoever asked for it', async () => {
    const readers = new Readers();

    expect(await readers.all(['web', 'unknown', 'api'])).toEqual([
      'prod/web at 25',
      undefined,
      'prod/api at 25',
    ]);
    expect(readers.asked).toHaveLength(1);
  });

  it('does not take the others down when it makes AWS refuse them all', async () => {
    const readers = new Readers();
    readers.answer = (items) => {
      if (items.includes('bad')) throw rejected('InvalidParameterException');
    };

    const answers = await readers.all(['web', 'bad', 'api', 'web'], { attempts: 1 });

    expect(answers).toEqual(['prod/web at 25', 'aws.rejected', 'prod/api at 25', 'prod/web at 25']);
    expect(readers.asked).toEqual([['web', 'bad', 'api'], ['web'], ['bad'], ['api']]);
  });

  it('is asked for with others again at the next moment', async () => {
    const readers = new Readers();
    readers.answer = (items) => {
      if (items.includes('bad')) throw rejected('AccessDeniedException');
    };
    await readers.all(['web', 'bad']);

    await readers.all(['web', 'api']);

    expect(readers.asked.at(-1)).toEqual(['web', 'api']);
  });

  it('is not looked for where a refusal is about what all have in common', async () => {
    const readers = new Readers();
    readers.answer = () => {
      throw rejected('ClusterNotFoundException');
    };

    expect(await readers.all(['web', 'api'])).toEqual(['aws.rejected', 'aws.rejected']);
    expect(readers.asked).toHaveLength(1);
  });

  it('is asked for alone from then on where AWS takes none together', async () => {
    const readers = new Readers();
    readers.answer = (items) => {
      if (items.length > 1) throw rejected('InvalidParameterException');
    };
    await readers.all(['web', 'api']);

    const answers = await readers.all(['web', 'api', 'web']);

    expect(answers.every((answer) => answer?.startsWith('prod/'))).toBe(true);
    expect(readers.asked).toEqual([['web', 'api'], ['web'], ['api'], ['web'], ['api']]);
  });
});

describe('a denial that passes', () => {
  it('does not keep them apart', async () => {
    const readers = new Readers();
    readers.answer = (_, call) => {
      if (call === 1) throw rejected('AccessDeniedException');
    };
    await readers.all(['web', 'api']);

    await readers.all(['web', 'api']);

    expect(readers.asked.at(-1)).toEqual(['web', 'api']);
  });
});

describe('a call that fails', () => {
  it('is repeated for each as often as each has asked for', async () => {
    const readers = new Readers();
    readers.answer = (_, call) => {
      if (call <= 2) throw throttled;
    };

    const answers = await Promise.all([
      readers.about('once', { attempts: 1 }).catch((error: unknown) => (error as { code: string }).code),
      readers.about('twice', { attempts: 2 }).catch((error: unknown) => (error as { code: string }).code),
      readers.about('often'),
    ]);

    expect(readers.asked).toEqual([['once', 'twice', 'often'], ['twice', 'often'], ['often']]);
    expect(answers).toEqual(['aws.unavailable', 'aws.unavailable', expect.stringContaining('prod/often')]);
    expect(readers.calls).toEqual(['1 throttled', '2 throttled', 3]);
  });

  it('is not taken apart when AWS gives no answer', async () => {
    const readers = new Readers();
    readers.answer = () => new Promise(() => undefined);

    expect(await readers.all(['web', 'api'], { attempts: 1 })).toEqual([
      'aws.unavailable',
      'aws.unavailable',
    ]);
    expect(readers.asked).toHaveLength(1);
    expect(readers.clock.now() - start).toBe(20_025);
  });

  it('is a bug for all who asked, when it is no answer of AWS', async () => {
    const readers = new Readers();
    readers.answer = () => {
      throw new TypeError('x is not a function');
    };

    await expect(readers.about('web')).rejects.toThrow('x is not a function');
  });
});

describe('a reader who leaves', () => {
  const told = new Error('told to leave');

  it('does not end the call of the others', async () => {
    const readers = new Readers();
    readers.answer = () => readers.clock.sleep(1_000);
    const leaving = new AbortController();
    const left = readers.about('web', { signal: leaving.signal });
    const stayed = readers.about('api');
    await readers.clock.sleep(500);

    leaving.abort(told);

    await expect(left).rejects.toBe(told);
    expect(readers.clock.now() - start).toBe(500);
    expect(await stayed).toBe('prod/api at 25');
    expect(readers.asked).toEqual([['web', 'api']]);
  });

  it('is not asked for any more when nothing was sent yet', async () => {
    const readers = new Readers();
    const leaving = new AbortController();
    const left = readers.about('web', { signal: leaving.signal });
    const stayed = readers.about('api');

    leaving.abort(told);

    await expect(left).rejects.toBe(told);
    await stayed;
    expect(readers.asked).toEqual([['api']]);
  });

  it('ends the call when nobody else waits for it, and takes nobody along who comes then', async () => {
    const readers = new Readers();
    const leaving = new AbortController();
    const left = readers.about('web', { signal: leaving.signal });
    leaving.abort(told);

    const came = readers.about('web');

    await expect(left).rejects.toBe(told);
    expect(await came).toBe('prod/web at 25');
    expect(readers.asked).toEqual([['web']]);
  });

  it('is let go at once while a call that was refused is asked apart', async () => {
    const readers = new Readers();
    const leaving = new AbortController();
    readers.answer = (items) => {
      if (items.length > 1) throw rejected('InvalidParameterException');
      return readers.clock.sleep(1_000);
    };
    const left = readers.about('web', { signal: leaving.signal });
    const stayed = readers.about('api');
    await readers.clock.sleep(500);

    leaving.abort(told);

    await expect(left).rejects.toBe(told);
    expect(readers.clock.now() - start).toBe(500);
    expect(await stayed).toBe('prod/api at 25');
  });
});
