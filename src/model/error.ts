export interface ErrorDetails {
  /** Dotted, stable, one per situation: `service.not_found`. The part before the dot is the family. */
  readonly code: string;
  /** One sentence with the offending value in it, without a full stop. */
  readonly message: string;
  /** What to do next; commands where there is one. */
  readonly suggestions?: readonly string[] | undefined;
  /** Values for machines (`--json`). */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/**
 * What ecsdeploy throws when it cannot do what it was asked. It knows nothing of exit codes (`cli/exit-codes.ts` maps
 * `code` to one) and of presentation. Anything else that is thrown is a bug.
 */
export class EcsdeployError extends Error {
  readonly code: string;
  readonly suggestions: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor({ code, message, suggestions = [], details = {}, cause }: ErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.suggestions = suggestions;
    this.details = details;
  }
}
