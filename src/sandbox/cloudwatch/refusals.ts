import { ServiceError } from '../service-error.ts';

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): ServiceError {
  return new ServiceError('InvalidParameterCombinationException', message);
}

export function missingParameter(message: string): ServiceError {
  return new ServiceError('MissingRequiredParameterException', message);
}
