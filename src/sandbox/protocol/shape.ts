import { NormalizedSchema } from '@smithy/core/schema';
import type { $SchemaRef } from '@smithy/types';

/** A Smithy schema reduced to what a protocol needs, resolved once and kept: walking the SDK's own form costs time. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' | 'unit' }
  | { readonly kind: 'list'; readonly name: string; readonly member: () => Shape }
  | { readonly kind: 'map'; readonly name: string; readonly value: () => Shape }
  | StructureShape;

export interface StructureShape {
  readonly kind: 'structure';
  readonly name: string;
  readonly members: ReadonlyMap<string, () => Shape>;
  /** The members without which the service refuses the request. */
  readonly required: readonly string[];
}

/** Static schemas are arrays: `[kind, namespace, name, traits, member names, member schemas, number of required ones]`. */
const requiredCount = 6;

const resolved = new WeakMap<object, Shape>();

/** The shape of a schema that an SDK package exports, such as `CreateServiceRequest$`. */
export function shapeOf(schema: $SchemaRef): Shape {
  return fromNormalized(NormalizedSchema.of(schema));
}

function fromNormalized(schema: NormalizedSchema): Shape {
  const raw: unknown = schema.getSchema();
  if (typeof raw !== 'object' || raw === null) return build(schema, raw);
  const known = resolved.get(raw);
  if (known !== undefined) return known;
  const shape = build(schema, raw);
  resolved.set(raw, shape);
  return shape;
}

function build(schema: NormalizedSchema, raw: unknown): Shape {
  const name = schema.getName() ?? '';
  if (schema.isStructSchema()) return structure(schema, name, raw);
  if (schema.isListSchema()) return { kind: 'list', name, member: lazily(() => schema.getValueSchema()) };
  if (schema.isMapSchema()) return { kind: 'map', name, value: lazily(() => schema.getValueSchema()) };
  if (schema.isTimestampSchema()) return { kind: 'timestamp' };
  if (schema.isBlobSchema()) return { kind: 'blob' };
  if (schema.isBooleanSchema()) return { kind: 'boolean' };
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) {
    return { kind: 'number' };
  }
  if (schema.isDocumentSchema()) return { kind: 'document' };
  if (schema.isUnitSchema()) return { kind: 'unit' };
  return { kind: 'string' };
}

function structure(schema: NormalizedSchema, name: string, raw: unknown): StructureShape {
  const members = new Map<string, () => Shape>();
  for (const [member, memberSchema] of schema.structIterator()) {
    members.set(
      member,
      lazily(() => memberSchema),
    );
  }
  const count: unknown = Array.isArray(raw) ? raw[requiredCount] : undefined;
  return {
    kind: 'structure',
    name,
    members,
    required: [...members.keys()].slice(0, typeof count === 'number' ? count : 0),
  };
}

/** Shapes may contain themselves, so a member is resolved when it is first asked for. */
function lazily(schema: () => NormalizedSchema): () => Shape {
  let shape: Shape | undefined;
  return () => (shape ??= fromNormalized(schema()));
}
