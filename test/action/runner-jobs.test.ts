import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logOf, oneJob, SmallMachine } from './small-runs.ts';

let small: SmallMachine;
beforeEach(async () => {
  small = await SmallMachine.begin();
});
afterEach(async () => {
  await small.end();
});

const action = `name: play
description: play
inputs:
  who: { description: who, default: nobody }
  greeting: { description: how, default: hello }
outputs:
  said: { description: what, value: '\${{ steps.say.outputs.said }}' }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      env: { ALL: '\${{ toJSON(inputs) }}', WHO: '\${{ inputs.who }}' }
      run: |
        echo "said=$GREETING $WHO" >> "$GITHUB_OUTPUT"
        echo "$ALL"
        echo "at $(basename "$GITHUB_ACTION_PATH")"
        exit "\${CODE:-0}"
`;

async function withAction(): Promise<Record<string, string>> {
  const folder = path.join(small.folder, 'play');
  await mkdir(folder);
  await writeFile(path.join(folder, 'action.yml'), action);
  return { 'octocat/play': folder };
}

describe('the steps of a job', () => {
  it('hand on what they write into their files, and get what the runner sets', async () => {
    const result = await small.run(
      oneJob(
        `
- id: one
  run: |
    echo 'name=value with "quotes"' >> "$GITHUB_OUTPUT"
    { echo 'lines<<X'; echo a; echo b; echo X; } >> "$GITHUB_OUTPUT"
    echo 'FROM_ENV=yes' >> "$GITHUB_ENV"
    echo "$RUNNER_TEMP/tools" >> "$GITHUB_PATH"
    echo "# done \${{ vars.WHERE }}" >> "$GITHUB_STEP_SUMMARY"
- env: { OWN: '\${{ env.FROM_ENV }} \${{ env.OUTER }}', TEXT: '\${{ steps.one.outputs.lines }}' }
  run: |
    echo "$OWN|\${{ steps.one.outputs.name }}|$TEXT|$GITHUB_REF_NAME|$CI"
    echo "\${PATH%%:*}" | xargs basename
    test "$PWD" = "$GITHUB_WORKSPACE"
    test ! -s "$GITHUB_OUTPUT"
`,
        'env: { OUTER: around }',
      ),
      { vars: { WHERE: 'here' } },
    );

    expect(logOf(result)).toContain('yes around|value with quotes|a\nb|main|true\ntools');
    expect(result.jobs[0]?.steps[0]).toMatchObject({
      outputs: { name: 'value with "quotes"', lines: 'a\nb' },
      record: { summary: '# done here\n' },
    });
  });

  it('stop at a failure, but for those that ask for one; pipefail comes with shell: bash only', async () => {
    const result = await small.run(
      oneJob(`
- { id: lenient, run: 'false | true' }
- { id: forgiven, run: exit 3, continue-on-error: true }
- { id: strict, run: 'false | true', shell: bash }
- { id: next, run: echo next }
- { id: after, if: failure(), run: 'echo \${{ steps.forgiven.outcome }} \${{ steps.forgiven.conclusion }} \${{ job.status }}' }
- { id: always, if: always(), run: 'cat nothing-here', working-directory: . }
`),
    );

    expect(result.result).toBe('failure');
    expect(result.jobs[0]?.steps.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'lenient success',
      'forgiven failure',
      'strict failure',
      'next skipped',
      'after success',
      'always failure',
    ]);
    expect(logOf(result)).toContain('failure success failure');
    expect(logOf(result)).toContain('Process completed with exit code 3.');
  });

  it.each([
    [
      'an output without a delimiter',
      'echo "a<<END" >> "$GITHUB_OUTPUT"',
      "Matching delimiter not found 'END'",
    ],
    ['options for every node to come', 'echo "NODE_OPTIONS=--x" >> "$GITHUB_ENV"', 'NODE_OPTIONS'],
    ['a variable by a command', 'echo "::set-env name=A::b"', 'disabled'],
    ['an action that nobody knows', '', 'nobody plays octocat/other@v1'],
  ])('fail by %s, though the exit code is 0', async (_name, script, message) => {
    const step = script === '' ? '- uses: octocat/other@v1' : `- run: ${JSON.stringify(script)}`;
    const result = await small.run(oneJob(step));

    expect(result.result).toBe('failure');
    expect(logOf(result)).toContain(message);
  });

  it('run no part of an input, however it is written, that they get by the environment', async () => {
    const hostile = `$(touch pwned); "'\`touch pwned\` \${{ 1 }} %0A::error::x`;
    const result = await small.run(
      oneJob(
        `- { env: { WHO: '\${{ inputs.who }}' }, run: 'printf "%s" "$WHO" > got; ls; cat got' }`,
        '',
      ).replace('on: push', 'on: { workflow_dispatch: { inputs: { who: { type: string } } } }'),
      { event: { name: 'workflow_dispatch', ref: 'refs/heads/main', inputs: { who: hostile } } },
    );

    expect(logOf(result)).toBe(`got\n${hostile}`);
  });
});

describe('a composite action', () => {
  it('gets its inputs with defaults and with what it does not know, and hands on its outputs', async () => {
    const actions = await withAction();
    const result = await small.run(
      oneJob(`
- id: play
  uses: octocat/play@v1
  with: { WHO: '\${{ github.actor }}', serivce: web }
  env: { GREETING: good morning }
- run: echo "<\${{ steps.play.outputs.said }}>"
`),
      { machine: small.machine({ actions }) },
    );

    const log = logOf(result);
    expect(log).toContain('<good morning octocat>');
    expect(log).toContain('"serivce": "web"');
    expect(log).toContain('"greeting": "hello"');
    expect(log).toContain('at play');
    expect(result.jobs[0]?.steps[0]?.record.annotations).toEqual([
      {
        level: 'warning',
        message: "Unexpected input(s) 'serivce', valid inputs are ['who', 'greeting']",
        properties: {},
      },
    ]);
  });

  it('fails its step, and its outputs are there all the same', async () => {
    const result = await small.run(
      oneJob(`- { id: play, uses: octocat/play@v1, env: { CODE: 20, GREETING: bye } }`),
      { machine: small.machine({ actions: await withAction() }) },
    );

    expect(result.jobs[0]?.steps[0]).toMatchObject({ outcome: 'failure', outputs: { said: 'bye nobody' } });
  });
});

describe('jobs', () => {
  it('wait for each other, see outputs, and a matrix is one job that many need', async () => {
    const result = await small.run(`on: push
jobs:
  last:
    needs: [first, many]
    runs-on: ubuntu-latest
    steps: [{ run: 'echo "\${{ needs.first.outputs.x }} \${{ needs.many.result }}"' }]
  many:
    needs: first
    runs-on: ubuntu-latest
    strategy: { matrix: { service: [web, api] } }
    steps: [{ run: 'echo \${{ matrix.service }}' }]
  first:
    runs-on: ubuntu-latest
    outputs: { x: '\${{ steps.a.outputs.x }}', secret: '\${{ steps.a.outputs.secret }}' }
    steps: [{ id: a, run: 'echo "::add-mask::s3cret"; printf "x=1\\nsecret=a s3cret\\n" >> "$GITHUB_OUTPUT"' }]
`);

    expect(logOf(result, 'last')).toBe('1 success');
    expect(logOf(result, 'many').split('\n').sort()).toEqual(['api', 'web']);
    expect(result.jobs[0]).toMatchObject({ id: 'first', outputs: { x: '1' }, withheld: ['secret'] });
  });

  it('in an environment start when they are approved, and are skipped after one that was skipped', async () => {
    const asked: string[] = [];
    const result = await small.run(
      `on: push
jobs:
  staging: { environment: staging, runs-on: ubuntu-latest, steps: [{ run: echo staging }] }
  production: { needs: staging, environment: { name: production }, runs-on: ubuntu-latest, steps: [{ run: echo production }] }
  never: { if: "github.ref == 'x'", runs-on: ubuntu-latest, steps: [{ run: echo never }] }
  after: { needs: never, runs-on: ubuntu-latest, steps: [{ run: echo after }] }
  failed: { needs: production, if: failure(), runs-on: ubuntu-latest, steps: [{ run: echo failed }] }
`,
      {
        review: (environment, job) => {
          asked.push(`${job} in ${environment}`);
          return Promise.resolve(environment === 'production' ? 'rejected' : 'approved');
        },
      },
    );

    expect(asked).toEqual(['staging in staging', 'production in production']);
    expect(Object.fromEntries(result.jobs.map(({ id, result: how }) => [id, how]))).toEqual({
      staging: 'success',
      production: 'failure',
      never: 'skipped',
      after: 'skipped',
      failed: 'success',
    });
  });
});
