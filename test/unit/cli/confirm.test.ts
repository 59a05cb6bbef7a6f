import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { confirm } from '../../../src/cli/confirm.ts';

async function asked(typed: string): Promise<{ answer: boolean; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = confirm('Approve web:2?', { input, output });
  input.end(typed);
  return { answer: await answer, shown: String(output.read()) };
}

describe('a question to a person', () => {
  it.each(['y\n', 'yes\n', ' YES \n', 'y'])('%j is a yes', async (typed) => {
    expect((await asked(typed)).answer).toBe(true);
  });

  it.each(['', '\n', 'n\n', 'no\n', 'yes please\n', 'ye\n', 'n\ny\n'])('%j is none', async (typed) => {
    expect((await asked(typed)).answer).toBe(false);
  });

  it('says what an empty answer means', async () => {
    expect((await asked('\n')).shown).toBe('Approve web:2? [y/N] ');
  });
});
