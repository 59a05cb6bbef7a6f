import type { ServiceEntry } from '../service-catalogue.ts';
import type { ServiceError } from '../service-error.ts';
import type { ErrorModel, OperationModel } from '../service-model.ts';
import type { WireRequest, WireResponse } from '../wire.ts';

/** What a protocol needs to know of the request it answers. */
export interface Call {
  readonly service: ServiceEntry;
  readonly operation: string;
  readonly request: WireRequest;
}

/** A way to put operations into bytes. Only here is known what they look like on the wire. */
export interface Protocol {
  readInput(model: OperationModel, call: Call): Record<string, unknown>;
  writeOutput(model: OperationModel, call: Call, output: object, requestId: string): WireResponse;
  writeError(model: ErrorModel | undefined, call: Call, error: ServiceError, requestId: string): WireResponse;
}

/** The status an operation gave; the model's where the operation left it at 400. */
export function errorStatus(model: ErrorModel | undefined, error: ServiceError): number {
  return error.status === 400 ? (model?.status ?? 400) : error.status;
}
