import type { ApprovalQuestion } from '../model/approval-question.ts';
import { EcsdeployError } from '../model/error.ts';
import type { NamedPause } from '../model/pause-name.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';
import { approvalQuestionText } from '../output/approval-question-text.ts';
import { paletteFor } from '../output/palette.ts';
import type { Terminal } from '../output/terminal.ts';
import { confirm } from './confirm.ts';

/** Nobody has said which pause is meant, and there is nobody to ask. */
class ConsentMissing extends EcsdeployError {
  constructor(verb: string) {
    super({
      code: 'usage.consent_missing',
      message: `There is no terminal to ask on, and nothing says what to ${verb}`,
      suggestions: [
        'Name the pause: --expect <deployment>/<hook>, as the release that waits has printed it.',
        'Or take the one that waits, whichever it is: --yes.',
      ],
    });
  }
}

export interface Consent {
  readonly verb: 'approve' | 'reject';
  readonly terminal: Terminal;
  readonly expect?: NamedPause | undefined;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/**
 * Before AWS is asked anything: whether an answer can be given at all.
 * @throws ConsentMissing
 */
export function requireConsent({ verb, terminal, expect, yes, dryRun }: Consent): void {
  if (!terminal.canAsk && !yes && !dryRun && expect === undefined) throw new ConsentMissing(verb);
}

/** Shows what is decided on, and asks where somebody can be asked; false where the answer was no. */
export async function obtainConsent(
  question: ApprovalQuestion,
  { verb, terminal, yes, dryRun }: Consent,
  show: (text: string) => void,
): Promise<boolean> {
  const text = approvalQuestionText(question, paletteFor(terminal.stderr));
  if (!terminal.canAsk || yes || dryRun) {
    show(text);
    return true;
  }
  // Whoever is asked is shown about what, also under --quiet and --json: standard output is not touched.
  process.stderr.write(`${text}\n`);
  const { service, taskDefinition } = question.deployment;
  const what = `${revisionName(taskDefinition)} on ${serviceName(service)}`;
  const ask = verb === 'approve' ? `Approve ${what}?` : `Reject ${what}, and have AWS roll it back?`;
  return await confirm(ask, { input: process.stdin, output: process.stderr });
}
