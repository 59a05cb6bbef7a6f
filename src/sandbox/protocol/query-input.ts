import { ServiceError } from '../service-error.ts';
import type { Shape, StructureShape } from './shape.ts';

/** `Targets.member.1.Id=x` as a tree: every name between two dots is a branch, the value is a leaf. */
interface Branch {
  value?: string;
  readonly below: Map<string, Branch>;
}

/** Turns the parameters of a form-encoded request into an operation's input; unknown parameters are ignored, as at AWS. */
export function readQueryInput(shape: Shape, parameters: URLSearchParams): Record<string, unknown> {
  return shape.kind === 'structure' ? readStructure(shape, grow(parameters)) : {};
}

function grow(parameters: URLSearchParams): Branch {
  const root: Branch = { below: new Map() };
  for (const [name, value] of parameters) {
    let branch = root;
    for (const part of name.split('.')) {
      let next = branch.below.get(part);
      if (next === undefined) {
        next = { below: new Map() };
        branch.below.set(part, next);
      }
      branch = next;
    }
    branch.value = value;
  }
  return root;
}

function readStructure(shape: StructureShape, branch: Branch): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of branch.below) {
    const memberShape = shape.members.get(name);
    if (memberShape !== undefined) result[name] = readValue(memberShape(), member);
  }
  return result;
}

function readValue(shape: Shape, branch: Branch): unknown {
  switch (shape.kind) {
    case 'string':
    case 'document':
      return branch.value ?? refuse('Start of structure or map found where not expected.');
    case 'number':
      return readNumber(branch.value ?? '');
    case 'boolean':
      return readBoolean(branch.value ?? '');
    case 'timestamp':
      return readTimestamp(branch.value ?? '');
    case 'blob':
      return new Uint8Array(Buffer.from(branch.value ?? '', 'base64'));
    case 'list': {
      // An empty list is sent as `Targets=`.
      const items = [...(branch.below.get('member')?.below ?? [])];
      items.sort(([a], [b]) => Number(a) - Number(b));
      return items.map(([, item]) => readValue(shape.member(), item));
    }
    case 'map': {
      const entries = [...(branch.below.get('entry')?.below.values() ?? [])];
      return Object.fromEntries(
        entries.map((entry) => [
          entry.below.get('key')?.value ?? '',
          readValue(shape.value(), entry.below.get('value') ?? { value: '', below: new Map() }),
        ]),
      );
    }
    case 'structure':
      return readStructure(shape, branch);
    case 'unit':
      return {};
  }
}

function readNumber(text: string): number {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number)
    ? refuse('STRING_VALUE can not be converted to an Integer')
    : number;
}

function readBoolean(text: string): boolean {
  if (text === 'true') return true;
  return text === 'false' ? false : refuse('STRING_VALUE can not be converted to Boolean');
}

function readTimestamp(text: string): Date {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? refuse('STRING_VALUE can not be converted to a Date') : date;
}

/** The Query protocol's name for what the JSON protocol calls SerializationException. */
function refuse(message: string): never {
  throw new ServiceError('MalformedInput', message);
}
