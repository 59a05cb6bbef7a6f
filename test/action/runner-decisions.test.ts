import { describe, expect, it } from '@jest/globals';
import { dispatchInputs } from './runner/dispatch-inputs.ts';
import { evaluate, holds, type Scope } from './runner/expressions.ts';
import { strategyOf } from './runner/matrix.ts';
import { RefusedFile, workflowOf } from './runner/read-workflow.ts';
import { membersOf, type Tree } from './runner/tree.ts';
import { starts } from './runner/triggers.ts';

const scope: Scope = {
  status: 'success',
  contexts: { inputs: { a: 'x', 'b-c': 'true' }, github: { ref: 'refs/heads/main' } },
};
const job = (more: string): string =>
  `on: push\njobs:\n  only:\n    runs-on: ubuntu-latest\n${more}\n    steps:\n      - run: 'true'\n`;

async function read(path: readonly string[], content: string): Promise<Tree> {
  return path.reduce<Tree>((so, name) => membersOf(so)[name] ?? null, await workflowOf(content));
}

describe('a workflow file', () => {
  it.each([
    ['an unknown key', job('    with: 3'), "Unexpected value 'with'"],
    ['an unknown need', job('    needs: other'), 'at least one job with no dependencies'],
    ['an unknown context', job('    name: ${{ nothing.x }}'), 'Unrecognized named-value'],
    ['a broken expression', job('    name: ${{ github.ref + 1 }}'), 'Unexpected symbol'],
    ['no YAML', 'on: [push', 'Flow sequence'],
  ])('with %s is refused in the words of GitHub', async (_name, content, message) => {
    await expect(workflowOf(content)).rejects.toThrow(RefusedFile);
    await expect(workflowOf(content)).rejects.toThrow(message);
  });

  it('has expressions evaluated as GitHub does', async () => {
    const env = await read(
      ['jobs', 'only', 'env'],
      job("    env: { A: '${{ inputs.A }}/${{ inputs.none }}', B: \"${{ fromJSON(inputs['b-c']) }}\" }"),
    );

    expect(evaluate(env, scope)).toEqual({ A: 'x/', B: true });
  });

  it.each([
    ["github.ref == 'refs/heads/main'", true, false],
    ['${{ failure() }}', false, true],
    ['always()', true, true],
    ["!cancelled() && inputs.a == 'x'", true, true],
  ])('with if: %s', async (condition, whenWell, whenFailed) => {
    const tree = await read(['jobs', 'only', 'if'], job(`    if: ${JSON.stringify(condition)}`));

    expect(holds(tree, scope)).toBe(whenWell);
    expect(holds(tree, { ...scope, status: 'failure' })).toBe(whenFailed);
  });
});

describe('a matrix', () => {
  it('is the product, less what is excluded, more what is included', () => {
    const strategy = {
      'fail-fast': false,
      matrix: {
        os: ['a', 'b'],
        node: [1, 2],
        exclude: [{ os: 'a', node: 2 }],
        include: [{ os: 'b', deep: true }, { os: 'c' }],
      },
    };

    expect(strategyOf(strategy, scope)).toMatchObject({
      isFailFast: false,
      combinations: [
        { os: 'a', node: 1 },
        { os: 'b', node: 1, deep: true },
        { os: 'b', node: 2, deep: true },
        { os: 'c' },
      ],
    });
    expect(strategyOf({ matrix: { include: [{ s: 'x' }, { s: 'y' }] } }, scope).combinations).toEqual([
      { s: 'x' },
      { s: 'y' },
    ]);
    expect(strategyOf({}, scope).combinations).toEqual([{}]);
    expect(strategyOf({ matrix: { s: [] } }, scope).combinations).toEqual([]);
  });
});

describe('what starts a workflow', () => {
  const on = {
    push: { branches: ['main', 'release/**', '!release/old'], tags: ['v*.*.*'], paths: ['services/web/**'] },
  };

  it.each([
    ['refs/heads/main', ['services/web/src/a.ts'], true],
    ['refs/heads/main', ['services/api/a.ts'], false],
    ['refs/heads/release/1/2', undefined, true],
    ['refs/heads/release/old', undefined, false],
    ['refs/heads/feature', undefined, false],
    ['refs/tags/v1.2.3', undefined, true],
    ['refs/tags/v1/2.3.4', undefined, false],
    ['refs/tags/nightly', undefined, false],
  ])('%s with %j: %s', (ref, changed, expected) => {
    expect(starts({ on }, { name: 'push', ref, ...(changed && { changed }) })).toBe(expected);
  });

  it('a filter of tags leaves branches out, and another event is another one', () => {
    expect(starts({ on: { push: { tags: ['v*'] } } }, { name: 'push', ref: 'refs/heads/main' })).toBe(false);
    expect(starts({ on: ['push'] }, { name: 'workflow_dispatch', ref: 'refs/heads/main' })).toBe(false);
  });
});

describe('inputs of a button', () => {
  const workflow = {
    on: {
      workflow_dispatch: {
        inputs: {
          service: { type: 'choice', options: ['web', 'api'], required: true },
          dry: { type: 'boolean', default: true },
          to: {},
        },
      },
    },
  };
  const given = (inputs: Record<string, string>): unknown =>
    dispatchInputs(workflow, { name: 'workflow_dispatch', ref: 'refs/heads/main', inputs });

  it('have their defaults and types', () => {
    expect(given({ service: 'web' })).toEqual({ service: 'web', dry: true, to: '' });
  });

  it.each([
    [{ service: 'db' }, 'not in the list'],
    [{}, "Required input 'service'"],
    [{ service: 'web', other: 'x' }, 'Unexpected inputs'],
  ])('%j is refused', (inputs, message) => {
    expect(() => given(inputs as Record<string, string>)).toThrow(message);
  });
});
