import { existsSync } from 'node:fs';
import { EcsdeployError } from '../../model/error.ts';

/** The program is not there, may not be executed, or cannot be given what it was to be given. */
export class ProgramNotStarted extends EcsdeployError {
  /** As the operating system says it: `ENOENT`, `EACCES`, `E2BIG`. */
  readonly reason: string;

  constructor(program: string, directory: string | undefined, cause: NodeJS.ErrnoException) {
    const reason = cause.code ?? cause.message;
    // The system says ENOENT for a folder to work in that is not there, too.
    const isFolder = reason === 'ENOENT' && directory !== undefined && !existsSync(directory);
    const why = isFolder ? `: there is no folder ${directory}` : (words[reason] ?? ` (${reason})`);
    super({
      code: 'build.program_not_started',
      message: `${program} could not be started${why}`,
      suggestions: reason === 'ENOENT' && !isFolder ? [`Install ${program}, or put it on PATH.`] : [],
      details: { program, reason, directory },
      cause,
    });
    this.reason = reason;
  }
}

const words: Readonly<Record<string, string>> = {
  ENOENT: ': there is no such program',
  EACCES: ': it may not be executed',
  E2BIG: ': its arguments and environment are too long for this system',
};
