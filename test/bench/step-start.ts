import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { makeReleaseTree } from '../../scripts/release-tree.js';
import { actionStep, type ActionStep } from '../e2e/action-step.ts';
import type { Figure } from './figure.ts';
import { compareRuns, runProcess, type ProcessRun } from './process-runs.ts';

const runs = 15;

/** From the start of a workflow's step, its bash included, to the first call that AWS sees of `deploy`; out of what a release tag carries. */
export async function measureStepStart(root: string): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-bench-'));
  try {
    const tree = path.join(folder, 'action');
    makeReleaseTree(root, tree);
    const step = await actionStep(folder, { command: 'deploy', args: '--cluster demo --service web' }, tree);
    const { ratio, milliseconds, baselineMilliseconds } = await compareRuns(
      () => runToFirstCall(step, folder),
      // In the same environment: certificates that a machine adds to Node's make every start of it slower.
      () => runProcess(process.execPath, ['-e', '0'], surroundings(folder)),
      runs,
    );
    return [
      {
        name: 'step of a workflow to its first call, against bare node -e 0',
        value: ratio,
        unit: '×',
        note: `${Math.round(milliseconds)} ms against ${Math.round(baselineMilliseconds)} ms`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One run that ends with its first request: it is not answered, and what has asked is killed. */
async function runToFirstCall(step: ActionStep, folder: string): Promise<ProcessRun> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const child = spawn(step.command, step.args, {
    cwd: folder,
    stdio: 'ignore',
    env: { ...surroundings(folder), ...step.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
  });
  const closed = once(child, 'close');
  try {
    const asked = once(server, 'request').then(() => performance.now() - started);
    const ended = closed.then((): never => {
      throw new Error('the step ended without asking AWS');
    });
    return { milliseconds: await Promise.race([asked, ended]), code: 0 };
  } finally {
    child.kill('SIGKILL');
    await closed;
    server.closeAllConnections();
    server.close();
  }
}

// What a runner sets, as far as it is looked at, and what configure-aws-credentials leaves behind.
function surroundings(folder: string): NodeJS.ProcessEnv {
  const files = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_PATH'];
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    RUNNER_TEMP: folder,
    ...Object.fromEntries(files.map((name) => [name, path.join(folder, name)])),
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SESSION_TOKEN: 'example',
    AWS_REGION: 'us-east-1',
  };
}
