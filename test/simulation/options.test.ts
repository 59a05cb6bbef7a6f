import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

const read = (...args: string[]) => readOptions(args, ['rolling', 'rivals']);

describe('the options of the simulation', () => {
  it('draw five hundred histories from a fresh seed when nothing is said', () => {
    expect(read()).toMatchObject({ kind: 'draw', seed: undefined, first: 0, last: 499, mostFindings: 1 });
  });

  it('take one history of a seed', () => {
    expect(read('--seed', '7', '--only', '1491')).toMatchObject({ seed: 7, first: 1491, last: 1491 });
  });

  it('take a history as it was printed', () => {
    expect(read('--history', '{}')).toEqual({ kind: 'replay', history: '{}' });
  });

  it('give help', () => {
    expect(read('--help')).toEqual({ kind: 'help' });
    expect(read('-h')).toEqual({ kind: 'help' });
  });

  it.each([
    [['--sed', '7'], "Unknown option '--sed'."],
    [['extra'], "Unexpected argument 'extra'."],
    [['--seed'], /^Option '--seed <value>' argument missing\.$/],
    [['--seed', '-3'], /^Option '--seed' argument is ambiguous\.$/],
    [['--seed', 'seven'], '--seed takes a whole number from 0 on, not "seven".'],
    [['--releases', '0'], '--releases takes a whole number from 1 on, not "0".'],
    [['--only', '3'], '--only needs the --seed whose history it is.'],
    [['--kind', 'canary'], 'There is no kind "canary"; there are: rolling, rivals.'],
  ])('say in one sentence what is wrong with %j', (args, sentence) => {
    expect(read(...args)).toEqual({ kind: 'wrong', sentence: expect.stringMatching(sentence) });
  });
});
