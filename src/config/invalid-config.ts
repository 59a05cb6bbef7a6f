import type { Position } from '../model/data-document.ts';
import { EcsdeployError } from '../model/error.ts';

/** One thing that is wrong in a configuration file. */
export interface ConfigProblem {
  readonly file: string;
  readonly at: Position;
  /** A sentence with the member, its wrong value and what is allowed. */
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string | undefined;
}

/** Everything that is wrong in a configuration file at once, in the order of the file. */
export class InvalidConfig extends EcsdeployError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = [...problems].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
    const lines = sorted.map(({ file, at, message }) => `${file}:${at.line}:${at.column}: ${message}`);
    const [first = 'the configuration is invalid'] = lines;
    super({
      code: 'config.invalid',
      message: lines.length > 1 ? `${lines.length} problems:\n${lines.join('\n')}` : first,
      suggestions: [...new Set(sorted.flatMap(({ suggestion }) => suggestion ?? []))],
      details: {
        problems: sorted.map(({ file, at, message }) => ({ file, ...at, message })),
      },
    });
    this.problems = sorted;
  }
}
