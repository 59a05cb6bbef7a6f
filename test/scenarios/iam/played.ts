import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { failureFrom } from '../../../src/cli/failure.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { failureText } from '../../../src/output/failure-text.ts';
import { lineView } from '../../../src/output/line-view.ts';
import { resultText } from '../../../src/output/result-text.ts';
import type { PolicyCommand } from '../../../src/model/iam-policy.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import { plain } from '../../unit/output/plain-palette.ts';

/** What a command of a scene came to. */
export interface Played {
  readonly command: PolicyCommand;
  readonly exit: number;
  /** Everything that a person reads: what it told meanwhile, and its result or its failure. */
  readonly text: string;
}

/** What a use case comes to: a result of a release, or the words that its command prints. */
type End = ReleaseResult | string;

/** Plays one command as its process would, with what it prints. */
export async function played(
  command: PolicyCommand,
  context: ReleaseContext,
  work: (context: ReleaseContext) => Promise<End>,
): Promise<Played> {
  const printed: string[] = [];
  const view = lineView((text) => printed.push(text), plain);
  const telling: ReleaseContext = {
    ...context,
    report: (fact) =>
      view.report({ at: context.clock.now(), release: 'scene', service: 'prod/web', ...fact }),
  };
  try {
    const end = await work(telling);
    const isText = typeof end === 'string';
    printed.push(isText ? end : resultText(end, plain));
    return { command, exit: isText ? 0 : exitCodeOf(end.outcome), text: printed.join('') };
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const failure = failureFrom(error, { command: `ecsdeploy ${command}`, flags: [] });
    return { command, exit: failure.exitCode, text: `${printed.join('')}${failureText(failure, plain)}` };
  }
}
