import { ServiceError } from '../service-error.ts';

export function scheduleNotFound(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Schedule ${name} does not exist.`);
}

export function groupNotFound(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Schedule group ${name} does not exist.`);
}

export function scheduleExists(name: string): ServiceError {
  return new ServiceError('ConflictException', `Schedule ${name} already exists.`);
}

export function groupExists(name: string): ServiceError {
  return new ServiceError('ConflictException', `Schedule group ${name} already exists.`);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** AWS documents no text for it. */
export function invalidToken(): ServiceError {
  return invalid('Invalid NextToken.');
}
