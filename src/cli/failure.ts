import { Errors } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { closestNames } from '../model/closest-name.ts';
import type { Failure } from '../output/failure-text.ts';
import { Interrupted } from '../release/interrupted.ts';
import { exitCodeOfErrorCode } from './exit-codes.ts';
import { signalExitCodes } from './signals.ts';
import { sourceStack } from './source-stack.ts';

/** What the command knows that helps to explain a failure. */
export interface FailureContext {
  /** `ecsdeploy deploy` */
  readonly command: string;
  /** Names of its flags, for "did you mean". */
  readonly flags: readonly string[];
  /** Where bugs are reported, if the package says so. */
  readonly bugs?: string | undefined;
}

/** Sorts what was thrown: our own errors, the parser's (wrong usage), and the rest, which are bugs. */
export function failureFrom(thrown: unknown, context: FailureContext): Failure {
  if (thrown instanceof EcsdeployError) return ownFailure(thrown, context);
  if (thrown instanceof Errors.CLIError) return usageFailure(thrown, context);
  if (thrown instanceof Interrupted) return interruptedFailure(thrown, context);
  return bugFailure(thrown, context);
}

function ownFailure(error: EcsdeployError, context: FailureContext): Failure {
  const exitCode = exitCodeOfErrorCode(error.code);
  // A code that the table does not know is our mistake, and must not pass for anything else.
  if (exitCode === undefined) return bugFailure(error, context);
  const { code, suggestions, details } = error;
  return {
    exitCode,
    code,
    message: withoutParserFrame(error.message),
    suggestions,
    details,
    log: linesOf(details['log']),
    causes: causesOf(error),
  };
}

/** A command that has no release to tell about. */
function interruptedFailure({ signal }: Interrupted, { command }: FailureContext): Failure {
  const mayHaveBuilt = /^ecsdeploy (?:build|push)$/.test(command);
  return {
    exitCode: signalExitCodes[signal],
    code: `interrupted.${signal.toLowerCase()}`,
    message: `interrupted by ${signal}`,
    suggestions: mayHaveBuilt ? ['Run the same command again: what was built is found.'] : [],
    details: { signal },
    causes: [],
  };
}

function linesOf(log: unknown): string[] | undefined {
  return Array.isArray(log) ? log.filter((line) => typeof line === 'string') : undefined;
}

function usageFailure(error: Error, { command, flags }: FailureContext): Failure {
  const message = missingArguments(error) ?? withoutParserFrame(error.message);
  const unknown = /^Nonexistent flags?: (.+)$/.exec(message)?.[1]?.split(', ') ?? [];
  const known = flags.map((name) => `--${name}`);
  const near = unknown.flatMap((flag) => closestNames(flag, known)).slice(0, 3);
  return {
    exitCode: 2,
    code: unknown.length > 0 ? 'usage.unknown_flag' : 'usage.invalid',
    message: unknown.length > 0 ? `${unknown.join(', ')} is not a flag of ${command}` : message,
    suggestions: [
      ...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []),
      `Run ${command} --help for its flags.`,
    ],
    details: {},
    causes: [],
  };
}

// oclif prints a table of them below its sentence.
function missingArguments(error: Error): string | undefined {
  if (!/^Missing \d+ required args?/.test(error.message) || !('args' in error)) return undefined;
  const missing = (error.args as readonly { readonly name: string }[]).map(({ name }) => `<${name}>`);
  return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`;
}

function bugFailure(thrown: unknown, { command, bugs }: FailureContext): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
  const where = bugs === undefined ? '' : ` at ${bugs}`;
  return {
    exitCode: 1,
    code: 'bug.unexpected',
    message: `this is a bug in ecsdeploy: ${error.message}`,
    suggestions: [
      `Please report it${where} with the lines above, what ${command} was given, and ecsdeploy --version.`,
    ],
    details: {},
    stack: error.stack === undefined ? undefined : sourceStack(error.stack),
    causes: causesOf(error),
  };
}

// oclif wraps what a flag's parse throws: "Parsing --timeout \n\t<message>\nSee more help with --help".
function withoutParserFrame(message: string): string {
  return message
    .replace(/\n?See more help with --help\s*$/, '')
    .replace(/^Parsing (--[\w-]+) \n\t/, '$1: ')
    .replace(/^The following errors? occurred:\s*/, '')
    .trim();
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push(`${cause.name}: ${cause.message}`);
  }
  return causes;
}
