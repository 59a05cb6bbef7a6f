import { isStaticSchema, NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';
import { shapeOf, type Shape } from './protocol/shape.ts';

export interface OperationModel {
  readonly name: string;
  readonly schema: StaticOperationSchema;
  readonly input: Shape;
  readonly output: Shape;
}

export interface ErrorModel {
  readonly name: string;
  readonly members: readonly string[];
  /** What the Query protocol calls it (the `awsQueryError` trait), and the HTTP status where the model fixes one. */
  readonly queryCode: string;
  readonly status: number | undefined;
}

const operationKind = 9;
const errorKind = -3;

/** What an SDK package says about its service: the schemas it exports. */
export class ServiceModel {
  readonly #operations = new Map<string, StaticOperationSchema>();
  readonly #errors = new Map<string, StaticErrorSchema>();
  readonly #resolved = new Map<string, OperationModel>();

  constructor(sdkPackage: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(sdkPackage)) {
      if (!name.endsWith('$') || !Array.isArray(value) || !isStaticSchema(value as never)) continue;
      const kind: unknown = value[0];
      if (kind === operationKind) this.#operations.set(name.slice(0, -1), value as StaticOperationSchema);
      if (kind === errorKind) this.#errors.set(name.slice(0, -1), value as StaticErrorSchema);
    }
  }

  operation(name: string): OperationModel | undefined {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    const schema = this.#operations.get(name);
    if (schema === undefined) return undefined;
    const model = { name, schema, input: shapeOf(schema[4]), output: shapeOf(schema[5]) };
    this.#resolved.set(name, model);
    return model;
  }

  /** An error by the name that the model or the Query protocol gives it. */
  error(code: string): ErrorModel | undefined {
    const schema = this.#errors.get(code);
    if (schema !== undefined) return describe(schema);
    return [...this.#errors.values()].map(describe).find((error) => error.queryCode === code);
  }
}

function describe(schema: StaticErrorSchema): ErrorModel {
  const traits: Readonly<Record<string, unknown>> = NormalizedSchema.of(schema).getMergedTraits();
  const { awsQueryError, httpError } = traits;
  const queryCode: unknown = Array.isArray(awsQueryError) ? awsQueryError[0] : undefined;
  return {
    name: schema[2],
    members: schema[4],
    queryCode: typeof queryCode === 'string' ? queryCode : schema[2],
    status: typeof httpError === 'number' ? httpError : undefined,
  };
}
