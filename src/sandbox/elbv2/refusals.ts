import { ServiceError } from '../service-error.ts';

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}

export function notFound(
  what: 'TargetGroup' | 'LoadBalancer' | 'Listener' | 'Rule',
  message: string,
): ServiceError {
  return new ServiceError(`${what}NotFoundException`, message);
}

export function invalidMarker(): ServiceError {
  return validationError('Invalid marker');
}

/** The wording that validated services share, for a number that is out of its range. */
export function requireRange(name: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined || (value >= low && value <= high)) return;
  const bound = value < low ? `value greater than or equal to ${low}` : `value less than or equal to ${high}`;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have ${bound}`,
  );
}
