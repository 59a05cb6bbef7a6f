import type { CredentialScope } from './credential-scope.ts';
import type { Caller } from './operation.ts';
import { operations } from './operations.ts';
import type { Call, Protocol } from './protocol/protocol.ts';
import { missingMember } from './protocol/required-members.ts';
import type { ServiceEntry } from './service-catalogue.ts';
import { isServiceError, ServiceError } from './service-error.ts';
import { ServiceModel, type OperationModel } from './service-model.ts';
import type { WireResponse } from './wire.ts';
import type { World } from './world.ts';

/** An answer on its way out, and what the call log wants to know of it. */
export interface Dispatched {
  readonly response: WireResponse;
  readonly input: unknown;
  readonly error?: string;
}

export interface Dispatch {
  readonly call: Call;
  readonly protocol: Protocol;
  readonly scope: CredentialScope | undefined;
  readonly world: World;
  readonly requestId: string;
  /** Refuses the call instead of letting it have its effect. */
  readonly refusal: ServiceError | undefined;
  /** What the caller may not do; asked once the input is known. */
  readonly deny: (input: unknown, caller: Caller) => ServiceError | undefined;
}

const models = new Map<ServiceEntry, ServiceModel>();

/** Loads what the SDK knows of a service; at once where that has happened before. */
export async function modelOf(service: ServiceEntry): Promise<ServiceModel> {
  const known = models.get(service);
  if (known !== undefined) return known;
  const model = new ServiceModel(await service.load());
  models.set(service, model);
  return model;
}

/** From bytes to an operation's input, through the operation, and back to bytes. */
export function dispatch(model: ServiceModel, { call, protocol, ...rest }: Dispatch): Dispatched {
  let input: unknown;
  try {
    if (rest.scope === undefined) throw unsigned(call);
    if (rest.refusal !== undefined) throw rest.refusal;
    const operation = operations[call.service.name][call.operation];
    const operationModel = model.operation(call.operation);
    if (operation === undefined || operationModel === undefined) throw unsupported(call, operationModel);
    input = protocol.readInput(operationModel, call);
    requireMembers(call.service, operationModel, input);
    const caller = callerOf(rest.world, rest.scope);
    const denial = rest.deny(input, caller);
    if (denial !== undefined) throw denial;
    const output = operation(rest.world, input as never, caller);
    return { response: protocol.writeOutput(operationModel, call, output, rest.requestId), input };
  } catch (error) {
    const refusal = isServiceError(error) ? error : bug(error);
    const response = protocol.writeError(model.error(refusal.code), call, refusal, rest.requestId);
    return { response, input, error: refusal.code };
  }
}

function callerOf(world: Pick<World, 'account'>, scope: CredentialScope): Caller {
  return { arn: callerArn(world), accessKeyId: scope.accessKeyId };
}

/** Whoever calls is the same user. */
export function callerArn({ account }: Pick<World, 'account'>): string {
  return `arn:aws:iam::${account}:user/sandbox`;
}

function requireMembers(service: ServiceEntry, model: OperationModel, input: unknown): void {
  if (service.missingMember === undefined) return;
  const path = missingMember(model.input, input);
  if (path === undefined) return;
  // The wording of the validation that most services share; ECR has its own.
  const message =
    service.name === 'ecr'
      ? `Invalid parameter at '${path}' failed to satisfy constraint: 'must not be null'`
      : `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`;
  throw new ServiceError(service.missingMember, message);
}

/** As the AWS front ends answer (common errors of the Query and of the JSON services). */
function unsigned(call: Call): ServiceError {
  const isQuery = speaksQueryOnly(call.service);
  return new ServiceError(
    isQuery ? 'MissingAuthenticationToken' : 'MissingAuthenticationTokenException',
    'Request is missing Authentication Token',
    isQuery ? 403 : 400,
  );
}

function unsupported(call: Call, model: OperationModel | undefined): ServiceError {
  const what = `${call.service.name} ${call.operation}`;
  return new ServiceError(
    speaksQueryOnly(call.service) ? 'InvalidAction' : 'UnknownOperationException',
    model === undefined
      ? `There is no operation ${what}.`
      : `The ecsdeploy sandbox does not support ${what}. docs/sandbox.md lists what it supports.`,
  );
}

function speaksQueryOnly({ target, restPaths }: ServiceEntry): boolean {
  return target === undefined && restPaths === undefined;
}

function bug(error: unknown): ServiceError {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ServiceError('InternalFailure', `A bug in the ecsdeploy sandbox: ${text}`, 500);
}
