import { ServiceError } from '../service-error.ts';

export function busNotFound(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
}

/** `Rule cron does not exist on EventBus default.` is what people see who misspell one. */
export function ruleNotFound(name: string, bus: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
}

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** AWS documents no text for it. */
export function invalidToken(): ServiceError {
  return invalid('NextToken is not valid.');
}
