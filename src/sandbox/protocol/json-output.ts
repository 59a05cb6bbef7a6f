import type { Shape, StructureShape } from './shape.ts';

/** An operation's output as JSON text: absent members stay away, timestamps are seconds with a fraction of milliseconds. */
export function writeJsonOutput(shape: Shape, output: object): string {
  return shape.kind === 'structure' ? JSON.stringify(writeStructure(shape, output)) : '{}';
}

function writeStructure(shape: StructureShape, value: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const source = value as Record<string, unknown>;
  for (const key in source) {
    const member = source[key];
    if (member === undefined || member === null) continue;
    const memberShape = shape.members.get(key);
    result[key] = memberShape === undefined ? writeUnknown(member) : writeValue(memberShape(), member);
  }
  return result;
}

function writeValue(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'structure':
      return typeof value === 'object' && value !== null ? writeStructure(shape, value) : value;
    case 'list': {
      if (!Array.isArray(value)) return value;
      const member = shape.member();
      return value.map((item) => writeValue(member, item));
    }
    case 'map': {
      const member = shape.value();
      const result: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value as object)) {
        if (item !== undefined && item !== null) result[key] = writeValue(member, item);
      }
      return result;
    }
    case 'timestamp':
    case 'blob':
    case 'document':
    case 'unit':
      return writeUnknown(value);
  }
}

/** Members of a newer AWS than the schema, passed on as they are. */
function writeUnknown(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}
