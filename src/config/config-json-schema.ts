import * as z from 'zod';
import { configSchema } from './schema.ts';

/** The part of JSON Schema that ours uses. */
export interface JsonSchema {
  /** Several where a value may be of any of them. */
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly [keyword: string]: unknown;
}

/** JSON Schema of `ecsdeploy.yml` for editors: completion, descriptions and red lines while typing. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  return { title: 'ecsdeploy.yml', ...schema };
}

/** The schema of one member; any name stands for itself in a map of names. */
export function schemaAt(schema: JsonSchema, path: readonly (string | number)[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((at, part) => at && memberOf(withoutNull(at), part), schema);
}

/** What a nullable schema describes besides null, with the description of the whole. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const wanted = schema.anyOf?.find(({ type }) => type !== 'null');
  return wanted === undefined
    ? schema
    : { ...wanted, description: wanted.description ?? schema.description ?? '' };
}

function memberOf(schema: JsonSchema, part: string | number): JsonSchema | undefined {
  if (typeof part === 'number') return schema.items;
  if (schema.properties !== undefined) {
    return Object.hasOwn(schema.properties, part) ? schema.properties[part] : undefined;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
