import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askInTurn } from '../../../src/cli/ask-in-turn.ts';
import { askPerson } from '../../../src/cli/ask-person.ts';

const never = new AbortController().signal;

describe('questions of several releases', () => {
  it('are put one after the other, and each has an answer of its own', async () => {
    const input = new PassThrough();
    const ask = askInTurn(askPerson(input));
    const shown: string[] = [];
    const first = ask(never, () => shown.push('first'));
    const second = ask(never, () => shown.push('second'));
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));

    expect(shown).toEqual(['first']);

    input.write('y\n');
    expect(await first).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toEqual(['first', 'second']);

    input.write('n\n');
    expect(await second).toBe(false);
  });

  it('wait for the one that is open, also when one between them is withdrawn', async () => {
    const input = new PassThrough();
    const ask = askInTurn(askPerson(input));
    const shown: string[] = [];
    const withdrawn = new AbortController();
    const first = ask(never, () => shown.push('first'));
    const second = ask(withdrawn.signal, () => shown.push('second'));
    const third = ask(never, () => shown.push('third'));
    withdrawn.abort();
    expect(await second).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));

    expect(shown).toEqual(['first']);

    input.write('n\n');
    expect(await first).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    input.write('y\n');
    expect(await third).toBe(true);
  });

  it('are not put once they are withdrawn, and hold nobody up', async () => {
    const input = new PassThrough();
    const ask = askInTurn(askPerson(input));
    const shown: string[] = [];
    const withdrawn = new AbortController();
    const first = ask(withdrawn.signal, () => shown.push('first'));
    const second = ask(withdrawn.signal, () => shown.push('second'));
    const third = ask(never, () => shown.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    withdrawn.abort();

    expect(await Promise.all([first, second])).toEqual([false, false]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(shown).toEqual(['first', 'third']);

    input.write('yes\n');
    expect(await third).toBe(true);
  });
});
