import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** A step of the action as the runner starts it: which program, with which arguments, and what it adds to the environment. */
export interface ActionStep {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The one step of action.yml. The runner writes its script to a file and starts `bash --noprofile --norc -e -o pipefail` with it
 * (ScriptHandlerHelpers.cs of actions/runner); toJSON(inputs) is indented by two blanks.
 * @param folder where the script is written
 * @param action the folder that action.yml is in
 */
export async function actionStep(
  folder: string,
  inputs: Readonly<Record<string, string>>,
  action = root,
): Promise<ActionStep> {
  const manifest = parse(readFileSync(path.join(action, 'action.yml'), 'utf8')) as {
    readonly runs: { readonly steps: readonly [{ readonly run: string }] };
  };
  const script = path.join(folder, 'step.sh');
  await writeFile(script, manifest.runs.steps[0].run);
  return {
    command: '/bin/bash',
    args: ['--noprofile', '--norc', '-e', '-o', 'pipefail', script],
    env: { GITHUB_ACTION_PATH: action, ECSDEPLOY_ACTION_INPUTS: JSON.stringify(inputs, undefined, 2) },
  };
}
