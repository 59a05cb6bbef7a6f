import { ServiceError } from '../service-error.ts';
import type { Shape, StructureShape } from './shape.ts';

/**
 * Turns the JSON of a request into an operation's input: timestamps become dates, nulls become absent.
 * Members that the schema does not know are kept as they are: a newer AWS would know them, and an operation that stores
 * what it gets (RegisterTaskDefinition) must not lose them.
 */
export function readJsonInput(shape: Shape, text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new ServiceError('SerializationException', '');
  }
  if (!isObject(parsed)) throw new ServiceError('SerializationException', '');
  return shape.kind === 'structure' ? readStructure(shape, parsed) : {};
}

function readStructure(shape: StructureShape, value: Record<string, unknown>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === null) continue;
    const memberShape = shape.members.get(key);
    result[key] = memberShape === undefined ? member : readValue(memberShape(), member);
  }
  return result;
}

function readValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string' ? value : refuse(value, 'a String');
    case 'number':
      return typeof value === 'number' ? value : refuse(value, 'an Integer');
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse(value, 'Boolean');
    case 'timestamp':
      return typeof value === 'number' ? new Date(Math.round(value * 1000)) : refuse(value, 'a Date');
    case 'blob':
      return typeof value === 'string'
        ? new Uint8Array(Buffer.from(value, 'base64'))
        : refuse(value, 'a Blob');
    case 'list': {
      if (!Array.isArray(value)) throw new ServiceError('SerializationException', 'Expected list or null');
      const member = shape.member();
      return value.filter((item) => item !== null).map((item) => readValue(member, item));
    }
    case 'map': {
      if (!isObject(value)) return refuse(value, 'a Map');
      const member = shape.value();
      const entries = Object.entries(value).filter(([, item]) => item !== null);
      return Object.fromEntries(entries.map(([key, item]) => [key, readValue(member, item)]));
    }
    case 'structure':
      return isObject(value) ? readStructure(shape, value) : refuse(value, 'an Object');
    case 'document':
    case 'unit':
      return value;
  }
}

/** AWS's parser names the token it met: `NUMBER_VALUE can not be converted to a String`. Seen in answers of ECS. */
function refuse(value: unknown, wanted: string): never {
  throw new ServiceError('SerializationException', describeMismatch(value, wanted));
}

function describeMismatch(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (isObject(value)) return 'Start of structure or map found where not expected.';
  if (wanted === 'an Object' || wanted === 'a Map') return 'Expected null';
  const token =
    typeof value === 'boolean'
      ? value
        ? 'TRUE_VALUE'
        : 'FALSE_VALUE'
      : `${typeof value}_VALUE`.toUpperCase();
  return `${token} can not be converted to ${wanted}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
