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

/** For what would change requests on their way: kept without an effect it would be a lie. */
export function refuseTransforms(transforms: readonly unknown[] | undefined): void {
  if (transforms === undefined || transforms.length === 0) return;
  throw validationError('The ecsdeploy sandbox does not support transforms of a rule yet.');
}

/** The wording that validated services share, for a number that is out of its range. */
export function requireRange(name: string, value: number | undefined, low: number, high: number): void {
  if (value === undefined || (value >= low && value <= high)) return;
  const bound = value < low ? `value greater than or equal to ${low}` : `value less than or equal to ${high}`;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have ${bound}`,
  );
}
