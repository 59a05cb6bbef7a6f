import { ServiceError } from '../service-error.ts';
import type { TargetId } from './state.ts';

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** `what` as AWS writes it: `scalable target found`, `scaling policy found`. */
export function notFound(
  what: string,
  { serviceNamespace, resourceId, scalableDimension }: TargetId,
  further = '',
): ServiceError {
  return new ServiceError(
    'ObjectNotFoundException',
    `No ${what} for service namespace: ${serviceNamespace}, resource ID: ${resourceId}, scalable dimension: ${scalableDimension}${further}`,
  );
}

/** AWS documents the code; the text is not known. */
export function invalidToken(): ServiceError {
  return new ServiceError('InvalidNextTokenException', 'The specified next token is invalid.');
}
