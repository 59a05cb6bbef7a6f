import { closestNames } from '../../model/closest-name.ts';

/** The inputs of action.yml, in its order. */
export const inputNames = [
  'command',
  'config',
  'environment',
  'service',
  'image',
  'strategy',
  'args',
  'working-directory',
] as const;

export type InputName = (typeof inputNames)[number];

/** What a workflow has given; what is empty is not here. */
export type ActionInputs = ReadonlyMap<InputName, string>;

/** A name that action.yml does not know, with those that were perhaps meant. */
interface UnknownInput {
  readonly name: string;
  readonly near: readonly InputName[];
}

export interface ReadInputs {
  readonly inputs: ActionInputs;
  readonly unknown: readonly UnknownInput[];
}

/**
 * The inputs of a step, from what `toJSON(inputs)` made of them: an object of texts, in which GitHub also has names that action.yml does
 * not. Names are compared without case, as GitHub does. Undefined where it is no such object.
 */
export function readInputs(json: string | undefined): ReadInputs | undefined {
  const given = textsIn(json);
  if (given === undefined) return undefined;
  const inputs = new Map<InputName, string>();
  const unknown: UnknownInput[] = [];
  for (const [name, value] of given) {
    const known = inputNames.find((one) => one === name.toLowerCase());
    if (known === undefined) unknown.push({ name, near: near(name) });
    else if (value.trim() !== '') inputs.set(known, value);
  }
  return { inputs, unknown };
}

function near(name: string): InputName[] {
  const close = closestNames(name, inputNames);
  return inputNames.filter((one) => close.includes(one));
}

// What cannot be parsed is quoted in Node's own message, and may hold a secret: that message goes nowhere.
function textsIn(json = ''): [string, string][] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries: [string, unknown][] = Object.entries(value);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    ? entries
    : undefined;
}
