import { ServiceError } from '../service-error.ts';
import { invalid } from './refusals.ts';

const allowed = /^[\w.\-/]+$/;

/** Refuses what may not be the name of a new parameter (API_PutParameter), as AWS does. */
export function checkNewName(name: string): void {
  if (name.includes('/') && !name.startsWith('/')) {
    throw invalid('Parameter name must be a fully qualified name.');
  }
  const bare = name.replace(/^\//, '').toLowerCase();
  if (bare.startsWith('aws')) {
    throw new ServiceError('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (bare.startsWith('ssm') || !allowed.test(name)) {
    throw invalid(
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
}
