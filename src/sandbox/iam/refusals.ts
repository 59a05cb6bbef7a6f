import { ServiceError } from '../service-error.ts';

/** IAM answers 404 where something is not there. */
export function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntityException', message, 404);
}

export function deleteConflict(message: string): ServiceError {
  return new ServiceError('DeleteConflictException', message, 409);
}

export function malformedPolicy(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocumentException', message);
}

/** Of every list: "Maximum value of 1000". */
export const mostItems = 1000;

/** For a member that is out of its range. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

/** AWS documents the code; the text is not known. */
export function invalidMarker(): ServiceError {
  return new ServiceError('InvalidInputException', 'Invalid Marker.');
}
