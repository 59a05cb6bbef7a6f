import { EcsdeployError } from '../model/error.ts';
import type { AppSpecProblem } from './parse.ts';

/** Everything that is wrong in an AppSpec file at once, in the order of the file. */
export class InvalidAppSpec extends EcsdeployError {
  /** @param source the file as it stands in messages */
  constructor(source: string, problems: readonly [AppSpecProblem, ...AppSpecProblem[]]) {
    const sorted = [...problems].sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
    const lines = sorted.map(({ at, message }) => `${source}:${at.line}:${at.column}: ${message}`);
    super({
      code: 'appspec.invalid',
      message: lines.length === 1 ? lines.join() : `${lines.length} problems:\n${lines.join('\n')}`,
      suggestions: [...new Set(sorted.flatMap(({ suggestion }) => suggestion ?? []))],
      details: { problems: sorted.map(({ at, message }) => ({ file: source, ...at, message })) },
    });
  }
}
