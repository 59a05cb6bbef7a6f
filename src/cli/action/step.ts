import { EcsdeployError } from '../../model/error.ts';
import { unknownInputWarning } from '../../output/github/unknown-input.ts';
import { actionArguments } from './action-arguments.ts';
import { inputNames, readInputs } from './action-inputs.ts';

const variable = 'ECSDEPLOY_ACTION_INPUTS';

class NoActionInputs extends EcsdeployError {
  constructor(isSet: boolean) {
    super({
      code: 'usage.action_inputs',
      message: `${variable} is ${isSet ? 'no JSON object of texts' : 'not set'}: bin/action.js is run by action.yml, which sets it`,
      suggestions: ['Use the action in a workflow, or run ecsdeploy itself, which takes a command line.'],
    });
  }
}

/** The parts of `process` that a step needs. */
export interface StepProcess {
  readonly env: Record<string, string | undefined>;
  readonly stderr: { write(text: string): unknown };
}

/**
 * The command line that a step of a workflow stands for. Inputs that nobody knows are warned about, and the step goes on without them.
 * The variable is taken out of the environment: what else is started from here (docker, programs of gates) has no business with it.
 * @throws NoActionInputs, and what `actionArguments` throws
 */
export function commandLineOfStep({ env, stderr }: StepProcess): string[] {
  const json = env[variable];
  const read = readInputs(json);
  if (read === undefined) throw new NoActionInputs(json !== undefined);
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an environment has no Map
  delete env[variable];
  for (const input of read.unknown) stderr.write(`${unknownInputWarning(input, inputNames)}\n`);
  return actionArguments(read.inputs);
}
