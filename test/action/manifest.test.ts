import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import {
  convertActionTemplate,
  parseAction,
  type ActionTemplate,
} from '@actions/workflow-parser/actions/index';
import { inputNames } from '../../src/cli/action/action-inputs.ts';
import { outputNames } from '../../src/output/github/outputs.ts';

const manifest = readFileSync(new URL('../../action.yml', import.meta.url), 'utf8');

/** What GitHub's own parser and schema find wrong with it. */
function errorsOf(content: string): string[] {
  const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

function parsed(): ActionTemplate {
  const { context, value } = parseAction(
    { name: 'action.yml', content: manifest },
    new NoOperationTraceWriter(),
  );
  return convertActionTemplate(context, value!);
}

describe('action.yml', () => {
  it('is what GitHub takes for an action', () => {
    expect(errorsOf(manifest)).toEqual([]);
  });

  it.each([
    ['a step without a shell', '      shell: bash\n', '', /shell/],
    ['a colour that there is none of', 'color: orange', 'color: pink', /pink/],
    ['an expression of what is not there', 'toJSON(inputs)', 'toJSON(input)', /input/],
  ])('would be refused with %s', (_, good, bad, message) => {
    expect(manifest).toContain(good);

    expect(errorsOf(manifest.replace(good, bad))).toEqual([expect.stringMatching(message)]);
  });

  it('says of every input and output in sentences what it is', () => {
    const { inputs = [], outputs = [] } = parsed();
    const silent = [...inputs, ...outputs].filter(
      ({ description = '' }) => !/^[A-Z].{25,}\.$/.test(description),
    );

    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('is short enough for the marketplace in its own description', () => {
    expect(parsed().description.length).toBeLessThan(125);
  });

  it('has the inputs that are read, and the defaults that a first workflow needs', () => {
    const { inputs = [] } = parsed();

    expect(inputs.map(({ id }) => id)).toEqual(inputNames);
    expect(
      inputs.flatMap((input) => (input.default === undefined ? [] : [[input.id, input.default.toString()]])),
    ).toEqual([
      ['command', 'deploy'],
      ['working-directory', '.'],
    ]);
  });

  it('hands on every output of its one step under the same name', () => {
    const { outputs = [], runs } = parsed();

    expect(runs).toMatchObject({ using: 'composite', steps: [{ id: 'ecsdeploy' }] });
    expect(outputs.map(({ id, value }) => [id, value?.toString()])).toEqual(
      outputs.map(({ id }) => [id, `\${{ steps.ecsdeploy.outputs.${id} }}`]),
    );
    expect(outputs.map(({ id }) => id)).toEqual(outputNames);
  });
});
