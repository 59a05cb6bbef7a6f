import { ServiceError } from '../service-error.ts';

export function notFound(): ServiceError {
  return new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** `which` as AWS writes it: `staging label: AWSCURRENT`, `VersionId: …`. */
export function valueNotFound(which: string): ServiceError {
  return new ServiceError(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${which}`,
  );
}

export function markedForDeletion(): ServiceError {
  return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
}

export function invalidRequest(message: string): ServiceError {
  return new ServiceError('InvalidRequestException', message);
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** AWS documents the code; the text is not known. */
export function invalidToken(): ServiceError {
  return new ServiceError('InvalidNextTokenException', 'The NextToken value is invalid.');
}
