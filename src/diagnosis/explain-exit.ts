/** What an exit code of an essential container usually means: the shell's and Docker's conventions. */
export function explainExit(exitCode: number): { cause: string; advice: string } {
  switch (exitCode) {
    case 0:
      return {
        cause: 'The container ended by itself with exit code 0',
        advice: 'A service must keep running: is this the command of a job?',
      };
    case 126:
      return {
        cause: 'The command may not be executed (exit code 126)',
        advice: 'Check the file mode of the command.',
      };
    case 127:
      return { cause: 'The command was not found (exit code 127)', advice: 'Check command and entryPoint.' };
    case 134:
      return {
        cause: 'The program gave up by itself (exit code 134, SIGABRT)',
        advice: 'Look into its log: an assertion, or a runtime that ran out of memory of its own.',
      };
    case 137:
      return {
        cause: 'The container was killed (exit code 137): likely out of memory, or it did not stop in time',
        advice: 'Compare its memory use with the limit; handle SIGTERM.',
      };
    case 139:
      return {
        cause: 'The container crashed (exit code 139, segmentation fault)',
        advice: 'Look into its log.',
      };
    case 143:
      return {
        cause: 'The container was asked to stop (exit code 143, SIGTERM)',
        advice: 'Look who stopped it.',
      };
    default:
      return { cause: `The container exited with code ${exitCode}`, advice: 'The reason stands in its log.' };
  }
}

// `exit code 137`, `exited with code 1`, `exit status 2`, `'exitCode': 139`, `(exit code: 1)`; docker's `Exited (137)`.
const exits: readonly RegExp[] = [
  /\bexit(?:ed|s)?(?: with)?(?: an?)?[ _-]?(?:code|status)(?: of)?\\?["']?\s?[:=]?\s?\(?(\d{1,3})(?!\d)/i,
  /\bexited \((\d{1,3})\)/i,
];

/** The exit code that a text speaks of. */
export function exitCodeIn(text: string): number | undefined {
  for (const pattern of exits) {
    const code = Number(pattern.exec(text)?.[1] ?? Number.NaN);
    if (code <= 255) return code;
  }
  return undefined;
}
