import type { Event } from './triggers.ts';
import { entriesOf, membersOf, wordOf, type Json, type TreeObject } from './tree.ts';

/** The `inputs` context of a workflow_dispatch: what was given, and defaults. Throws where GitHub's form would not let one start it. */
export function dispatchInputs(
  workflow: TreeObject,
  { name, inputs: given = {} }: Event,
): Record<string, Json> {
  if (name !== 'workflow_dispatch') return {};
  const declared = membersOf(membersOf(membersOf(workflow['on'])['workflow_dispatch'])['inputs']);
  const unknown = Object.keys(given).filter((input) => !(input in declared));
  if (unknown.length > 0) throw new Error(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  return Object.fromEntries(
    Object.entries(declared).map(([input, declaration]) => [
      input,
      inputOf(input, membersOf(declaration), given[input]),
    ]),
  );
}

function inputOf(name: string, declaration: TreeObject, given: string | undefined): Json {
  const { type, required, default: standard, options } = declaration;
  const value = given ?? wordOf(standard);
  if (required === true && value === '') throw new Error(`Required input '${name}' not provided`);
  if (type === 'choice' && !entriesOf(options).includes(value)) {
    throw new Error(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
  }
  return type === 'boolean' ? value === 'true' : value;
}
