import { ServiceError } from '../service-error.ts';

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

export function clientException(message: string): ServiceError {
  return new ServiceError('ClientException', message);
}

/** What AWS can do and the sandbox cannot: it says so instead of pretending. */
export function notSupportedYet(what: string): ServiceError {
  return invalidParameter(`The ecsdeploy sandbox does not support ${what} yet.`);
}
