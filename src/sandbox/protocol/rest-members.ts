import { NormalizedSchema } from '@smithy/core/schema';
import type { OperationModel } from '../service-model.ts';

interface RestOperation {
  readonly method: string;
  /** `/schedules/{Name}` */
  readonly path: string;
}

/** The `http` trait of an operation. */
export function restOperation({ schema, name }: OperationModel): RestOperation {
  // An operation's traits stand where those of other schemas do: `[kind, namespace, name, traits, input, output]`.
  const traits: unknown = schema[3];
  const http: unknown =
    typeof traits === 'object' && traits !== null && 'http' in traits ? traits.http : undefined;
  if (!Array.isArray(http)) throw new Error(`${name} is no REST operation`);
  const [method, path] = http as readonly unknown[];
  return { method: String(method), path: String(path) };
}

/** The members that go into the query, each with its name there: the `httpQuery` trait. */
export function restMembers({ schema }: OperationModel): (readonly [member: string, parameter: string])[] {
  return [...NormalizedSchema.of(schema[4]).structIterator()].flatMap(([member, shape]) => {
    const { httpQuery } = shape.getMergedTraits() as { readonly httpQuery?: unknown };
    return typeof httpQuery === 'string' ? [[member, httpQuery] as const] : [];
  });
}
