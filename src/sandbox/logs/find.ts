import { ServiceError } from '../service-error.ts';
import type { World } from '../world.ts';
import type { LogGroup, LogStream } from './state.ts';

/** A group by name or, where newer operations allow it, by ARN. */
export function findGroup(world: World, name: string | undefined, identifier?: string): LogGroup {
  const wanted = name ?? identifier?.split(':log-group:').at(-1)?.replace(/:\*$/, '') ?? '';
  const found = world.logs.groups.get(wanted);
  if (found !== undefined) return found;
  throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function findStream(group: LogGroup, name: string | undefined): LogStream {
  const found = group.streams.get(name ?? '');
  if (found !== undefined) return found;
  throw new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function invalidToken(): ServiceError {
  return new ServiceError('InvalidParameterException', 'The specified nextToken is invalid.');
}
