import { ServiceError } from '../service-error.ts';

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** AWS sends this one without a text. */
export function parameterNotFound(): ServiceError {
  return new ServiceError('ParameterNotFound', '');
}

export function versionNotFound(name: string, version: string): ServiceError {
  return new ServiceError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
}

/** AWS documents the code; the text is not known. */
export function invalidToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The specified token is not valid.');
}
