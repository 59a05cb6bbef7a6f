import { describe, expect, it } from '@jest/globals';
import { fromShort, toShort, type History } from './history.ts';
import { historyOf } from './kinds/registry.ts';
import { shrink, simpler } from './shrink.ts';

const deploys = { when: { on: 'time', seconds: 37.5 }, act: { is: 'deploys' } } as const;
const scales = { when: { on: 'time', seconds: 12 }, act: { is: 'scales', to: 3 } } as const;

describe('shrinking a history', () => {
  it('leaves only what is needed, with small numbers', async () => {
    const drawn = fromShort({
      ...toShort(historyOf(5, 3)),
      commands: [{ force: true, timeoutSeconds: 600 }],
      people: [scales, deploys, scales],
      service: { desired: 6, breaker: 'off', loadBalancer: true },
    });
    const shows = (history: History) =>
      Promise.resolve(
        history.people.some(({ act }) => act.is === 'deploys') && history.service.breaker === 'off',
      );

    const { history } = await shrink(drawn, shows);

    expect(toShort(history)).toEqual({
      service: { breaker: 'off' },
      images: undefined,
      people: [{ when: { on: 'time', seconds: 0 }, act: { is: 'deploys' } }],
      commands: [{ timeoutSeconds: 30 }],
    });
  });

  it('gives the history back as it is when nothing of it can go', async () => {
    const drawn = historyOf(5, 4);

    const { history, tried } = await shrink(drawn, () => Promise.resolve(false));

    expect(history).toBe(drawn);
    expect(tried).toBeGreaterThan(5);
  });

  it('ends after as many tries as it has', async () => {
    const { tried } = await shrink(historyOf(5, 4), () => Promise.resolve(true), 7);

    expect(tried).toBe(7);
  });

  it('never proposes a history without a command, or the same one', () => {
    for (let index = 0; index < 50; index++) {
      const history = historyOf(5, index);
      for (const candidate of simpler(history)) {
        expect(candidate.commands.length).toBeGreaterThan(0);
        expect(candidate).not.toEqual(history);
      }
    }
  });
});
