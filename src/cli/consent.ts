import { EcsdeployError } from '../model/error.ts';
import type { Terminal } from '../output/terminal.ts';
import { confirm } from './confirm.ts';

/** Something that cannot be undone was asked for, and there is nobody to ask. */
class YesMissing extends EcsdeployError {
  constructor(what: string) {
    super({
      code: 'usage.consent_missing',
      message: `There is no terminal to ask on, and ${what} cannot be undone`,
      suggestions: ['Look first with --dry-run, then say --yes.'],
    });
  }
}

/**
 * Before AWS is asked anything: whether a yes can be had.
 * @param what in words: `deleting revisions`
 * @throws YesMissing
 */
export function requireYes(what: string, { canAsk }: Pick<Terminal, 'canAsk'>, yes: boolean): void {
  if (!canAsk && !yes) throw new YesMissing(what);
}

/** Asks on standard error, also under --quiet and --json: standard output is not touched. */
export async function askYes(question: string): Promise<boolean> {
  return await confirm(question, { input: process.stdin, output: process.stderr });
}
