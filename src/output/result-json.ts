import { maskAll } from '../model/mask-text.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { Failure } from './failure-text.ts';

/** Version of the JSON documents; it grows when a member is removed or changes its meaning. */
const resultSchemaVersion = 1;

/** The one document that `--json` prints. Every command's has these members; a command adds its own beside them. */
export interface ResultDocument {
  readonly ok: boolean;
  readonly schemaVersion: typeof resultSchemaVersion;
  readonly exitCode: number;
  readonly releases: readonly ReleaseResult[];
  readonly [member: string]: unknown;
}

/** The document of a command that came to an end. `ok` is what the exit code says: 0 or not. */
export function resultDocument(
  exitCode: number,
  releases: readonly ReleaseResult[],
  more: Readonly<Record<string, unknown>> = {},
): ResultDocument {
  return { ok: exitCode === 0, schemaVersion: resultSchemaVersion, exitCode, releases, ...more };
}

/** The document of a command that failed before there was a result. */
export function failureDocument(failure: Failure): ResultDocument {
  const { code, message, suggestions, details, stack } = failure;
  const error = { code, message, suggestions, details, ...(stack === undefined ? {} : { stack }) };
  return resultDocument(failure.exitCode, [], { error });
}

/** JSON as it is printed: indented, one final line break, and with nothing in it that has the form of a secret. */
export function documentText(document: ResultDocument): string {
  return exactDocumentText(maskAll(document));
}

/** The same with every value as it is: for a document that a person asked for, to hand it on to AWS. */
export function exactDocumentText(document: ResultDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
