import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { askWayBack, type WayBackAnswer } from '../../../src/cli/ask-way-back.ts';

const question = { text: 'the plan', question: 'Go back to web:3?', others: ['web:2', 'web:1'] };

async function asked(
  typed: string,
  others: readonly string[] = question.others,
): Promise<{ answer: WayBackAnswer; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = askWayBack({ ...question, others }, { input, output });
  input.end(typed);
  return { answer: await answer, shown: String(output.read()) };
}

describe('the question where to go back to', () => {
  it.each(['\n', 'y\n', 'YES\n', ' 1 \n', 'y\n2\n'])('%j is the target', async (typed) => {
    expect((await asked(typed)).answer).toEqual({ kind: 'yes' });
  });

  it.each([
    ['2\n', 'web:2'],
    ['3\n', 'web:1'],
    ['7\nwhat\n3\n', 'web:1'],
  ])('%j is another release', async (typed, to) => {
    expect((await asked(typed)).answer).toEqual({ kind: 'other', to });
  });

  it.each(['n\n', 'no\n', 'No', '', 'maybe', '4\n', '0\n', '-1\n'])('%j is a no', async (typed) => {
    expect((await asked(typed)).answer).toEqual({ kind: 'no' });
  });

  it('shows what is decided on, and what may be answered', async () => {
    expect((await asked('\n')).shown).toBe('the plan\nGo back to web:3? [Y/n, or 2-3 for another] ');
    expect((await asked('x\n\n', [])).shown).toBe(
      'the plan\nGo back to web:3? [Y/n] Go back to web:3? [Y/n] ',
    );
  });
});
