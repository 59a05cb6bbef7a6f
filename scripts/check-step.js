import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

/**
 * Runs the step of action.yml out of a release tree as a runner would, where no node_modules is near, from another folder and with an
 * environment that has nothing but a PATH. Throws what is wrong.
 * @param tree what `makeReleaseTree` made
 */
export function checkStep(tree) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ecsdeploy-package-'));
  try {
    const action = path.join(folder, 'action');
    cpSync(tree, action, { recursive: true });
    const { runs } = parse(readFileSync(path.join(action, 'action.yml'), 'utf8'));
    writeFileSync(path.join(folder, 'step.sh'), runs.steps[0].run);
    const step = (inputs) => runStep({ folder, action, inputs });

    const { name, version } = JSON.parse(readFileSync(path.join(action, 'package.json'), 'utf8'));
    expect(
      step({ command: '--version' }).startsWith(`${name}/${version} `),
      '--version tells another version',
    );
    const explained = { command: 'explain', args: "'CannotPullContainerError: not found' --json" };
    expect(JSON.parse(step(explained)).ok, 'explain does not know why an image cannot be pulled');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runStep({ folder, action, inputs }) {
  const script = ['--noprofile', '--norc', '-e', '-o', 'pipefail', path.join(folder, 'step.sh')];
  const { status, signal, stdout, stderr } = spawnSync('bash', script, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      GITHUB_ACTION_PATH: action,
      ECSDEPLOY_ACTION_INPUTS: JSON.stringify(inputs),
    },
  });
  expect(
    status === 0 && stderr === '',
    `${JSON.stringify(inputs)} ended with ${status ?? signal}:\n${stdout}${stderr}`,
  );
  return stdout;
}

function expect(holds, otherwise) {
  if (!holds) throw new Error(`the package does not start as it should: ${otherwise}`);
}
