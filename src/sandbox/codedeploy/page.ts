import { pageOf, type Page } from '../page.ts';
import { invalidToken } from './refusals.ts';

/** A page of at most 100 names or ids: no list of CodeDeploy has a size to ask for. @throws InvalidNextTokenException */
export function pageOfNames(names: readonly string[], token: string | undefined): Page<string> {
  return pageOf(names, { token, limit: undefined, defaultLimit: 100 }, (name) => name, invalidToken);
}
