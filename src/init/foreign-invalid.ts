import type { DataProblem, Position } from '../model/data-document.ts';
import { EcsdeployError } from '../model/error.ts';

export interface ForeignProblem {
  readonly file: string;
  readonly at?: Position | undefined;
  readonly message: string;
  readonly suggestions?: readonly string[] | undefined;
}

/** A file that is not what it was said to be, or cannot be read as that. */
export class ForeignInvalid extends EcsdeployError {
  constructor({ file, at, message, suggestions }: ForeignProblem) {
    const place = at === undefined ? '' : `:${at.line}:${at.column}`;
    super({
      code: 'config.foreign_invalid',
      message: `${file}${place}: ${message}`,
      suggestions: suggestions ?? [],
      details: { file, ...at },
    });
  }
}

/** The first thing that is wrong in a text. */
export function unparseable(file: string, { message, at }: DataProblem): ForeignInvalid {
  return new ForeignInvalid({ file, at, message });
}

/** Jsonnet is a programming language; only its own tools can say what it comes to. */
export function refuseJsonnet(file: string, render: string): void {
  if (!/\.(?:jsonnet|libsonnet)$/i.test(file)) return;
  throw new ForeignInvalid({
    file,
    message: 'this is Jsonnet, which ecsdeploy does not evaluate',
    suggestions: [`Render it first, and name the result: ${render}`],
  });
}
