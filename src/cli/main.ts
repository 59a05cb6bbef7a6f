import { Errors, flush, run, type Interfaces } from '@oclif/core';
import { failureText } from '../output/failure-text.ts';
import { jsonWithoutCommands, withoutCommands } from '../output/github/workflow-command.ts';
import { paletteFor } from '../output/palette.ts';
import { documentText, failureDocument } from '../output/result-json.ts';
import { failureFrom } from './failure.ts';
import { openGitHubReport } from './github/open-github-report.ts';
import { readTerminal } from './terminal.ts';

/**
 * Runs one command line and leaves with its exit code. Commands report their own failures (`base-command.ts`); what still
 * arrives here never became a command, such as a name that does not exist.
 */
export async function main(argv: string[], options: Interfaces.LoadOptions): Promise<void> {
  // Whoever reads the log may leave before the end, as `head` does; what was begun at AWS is seen through all the same.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const exitCode = await run(argv, options).then(
    () => 0,
    async (error: unknown) =>
      error instanceof Errors.ExitError ? error.oclif.exit : await report(error, argv),
  );
  await leave(exitCode ?? 1);
}

/** Tells of a failure from before there was a command line, and leaves with its exit code. */
export async function fail(error: unknown): Promise<void> {
  await leave(await report(error, []));
}

async function leave(exitCode: number): Promise<void> {
  // Leaving by itself would wait for idle connections; leaving at once would cut what a slow pipe has not yet read.
  await flush();
  process.exit(exitCode);
}

async function report(error: unknown, argv: readonly string[]): Promise<number> {
  const failure = failureFrom(error, { command: 'ecsdeploy', flags: [] });
  const document = documentText(failureDocument(failure));
  const github = await openGitHubReport(process.env, 'ecsdeploy');
  github?.failed(failure, document);
  // The runner takes commands from both streams, and what was typed may have come from anywhere.
  const isStep = github !== undefined;
  if (argv.includes('--json')) process.stdout.write(isStep ? jsonWithoutCommands(document) : document);
  else {
    const text = failureText(failure, paletteFor(readTerminal(process).stderr));
    process.stderr.write(isStep ? withoutCommands(text) : text);
  }
  return failure.exitCode;
}
