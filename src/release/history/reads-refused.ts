import type { EcsdeployError } from '../../model/error.ts';
import type { OnRefused } from './read-revisions.ts';

/** Reads of revisions that were refused, each refusal once: a history has many revisions, and one permission for all. */
export class Refusals {
  readonly #errors = new Map<string, EcsdeployError>();

  readonly onRefused: OnRefused = (error) => {
    this.#errors.set(error.message, error);
  };

  get errors(): EcsdeployError[] {
    return [...this.#errors.values()];
  }

  get missing(): { readonly what: string; readonly error: string }[] {
    return this.errors.map(({ message }) => ({ what: 'revisions', error: message }));
  }
}
