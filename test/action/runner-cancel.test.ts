import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isRunning } from '../e2e/child-processes.ts';
import { logOf, oneJob, SmallMachine } from './small-runs.ts';
import type { WorkflowResult } from './runner/workflow-run.ts';

let small: SmallMachine;
beforeEach(async () => {
  small = await SmallMachine.begin();
});
afterEach(async () => {
  await small.end();
});

/** Cancels as soon as the log says `ready`. */
async function cancelled(
  steps: string,
  grace = { interrupt: 200, terminate: 200, streams: 100 },
): Promise<WorkflowResult> {
  const cancel = new AbortController();
  return await small.run(oneJob(steps), {
    machine: small.machine({ grace }),
    cancelled: cancel.signal,
    onLine: (line) => {
      if (line.includes('ready')) cancel.abort();
    },
  });
}

const node = (script: string): string =>
  `exec node -e '${script} console.log("ready"); setInterval(() => {}, 1000)'`;

describe('a workflow that is cancelled', () => {
  it('sends SIGINT to the process of the step, takes its outputs, and goes on with what asks for it', async () => {
    const result = await cancelled(
      `
- id: release
  run: |
    ${node('process.on("SIGINT", () => { require("fs").appendFileSync(process.env.GITHUB_OUTPUT, "left=yes"); process.exit(130); });')}
- { id: next, run: echo next }
- { id: last, if: cancelled(), run: 'echo "left: \${{ steps.release.outputs.left }}"' }
`,
      { interrupt: 20_000, terminate: 20_000, streams: 1000 },
    );

    expect(result.result).toBe('cancelled');
    expect(result.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual(['cancelled', 'skipped', 'success']);
    expect(logOf(result)).toContain('left: yes');
  });

  it('reaches no child of a shell that waits for it: hence exec', async () => {
    const result = await cancelled(`
- run: |
    node -e 'process.on("SIGINT", () => console.log("heard")); console.log("ready"); setTimeout(() => {}, 2000)'
    echo "went on"
`);

    expect(logOf(result)).not.toContain('heard');
    expect(logOf(result)).not.toContain('went on');
  });

  it('sends SIGTERM to one that does not end by SIGINT', async () => {
    const result = await cancelled(`
- run: |
    ${node('process.on("SIGINT", () => console.log("SIGINT")); process.on("SIGTERM", () => { console.log("SIGTERM"); process.exit(1); });')}
`);

    expect(logOf(result)).toBe('ready\nSIGINT\nSIGTERM');
  });

  it('ends one that hears nothing, with all that it has started', async () => {
    const result = await cancelled(`
- run: |
    sleep 300 &
    echo "child $!"
    ${node('process.on("SIGINT", () => {}); process.on("SIGTERM", () => {});')}
`);

    const child = Number(/child (\d+)/.exec(logOf(result))?.[1]);
    expect(result.result).toBe('cancelled');
    expect(isRunning(child)).toBe(false);
  });

  it('leaves a step alone that is to run always', async () => {
    const result = await cancelled(`- { if: always(), run: 'echo ready; sleep 0.3; echo done' }`);

    expect(logOf(result)).toBe('ready\ndone');
    expect(result.jobs[0]?.steps[0]?.outcome).toBe('success');
  });

  it('cancels the other jobs of a matrix when one fails', async () => {
    const result = await small.run(`on: push
jobs:
  only:
    runs-on: ubuntu-latest
    strategy: { matrix: { service: [web, api] } }
    steps:
      - { if: "matrix.service == 'web'", run: exec sleep 300 }
      - { if: "matrix.service == 'api'", run: exit 1 }
`);

    expect(result.jobs.map(({ matrix, result: how }) => [matrix['service'], how])).toEqual([
      ['web', 'cancelled'],
      ['api', 'failure'],
    ]);
  });
});
