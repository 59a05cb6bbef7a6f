import type { Position } from '../model/data-document.ts';
import { EcsdeployError } from '../model/error.ts';

/** What is wrong with a task definition, and where. */
export interface InvalidDetails {
  readonly code: `task_definition.${string}`;
  /** The file or revision, as it stands in messages. */
  readonly source: string;
  readonly at?: Position | undefined;
  readonly message: string;
  readonly suggestions?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/** A task definition that cannot be used as it is. Always one line: it ends up in logs and annotations. */
export class InvalidTaskDefinition extends EcsdeployError {
  constructor({ code, source, at, message, suggestions, cause }: InvalidDetails) {
    const place = at === undefined ? source : `${source}:${at.line}:${at.column}`;
    super({
      code,
      message: `${place}: ${message}`,
      suggestions,
      details: { source, ...at },
      cause,
    });
  }
}
