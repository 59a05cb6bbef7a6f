import { EcsdeployError } from '../model/error.ts';
import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import { signalExitCodes } from './signals.ts';

export interface ExitCode {
  readonly exit: number;
  /** One sentence for help, reference pages and GitHub output. */
  readonly meaning: string;
  readonly outcomes: readonly OutcomeKind[];
  /** Error codes: `service.not_found`, a family `config.*`, or an ending `*.not_found`. */
  readonly errors: readonly string[];
}

/**
 * The one table from how it ended to the exit code. Help, the reference pages and GitHub output are generated from it.
 * The rows stand in order of how much they matter: of several releases, the first row that fits any of them counts.
 */
export const exitCodes: readonly ExitCode[] = [
  row(1, 'A bug in ecsdeploy.', [], []),
  row(21, 'Failed, and the rollback failed or was impossible: act now.', ['failed-rollback-failed'], []),
  row(
    24,
    'Failed; a rollback was begun, and that the old revision serves was not seen.',
    ['failed-rollback-unseen'],
    [],
  ),
  row(22, 'Failed, or stopped by someone, and left as it is.', ['failed-left', 'stopped'], []),
  row(20, 'Failed and rolled back; the old revision was verified serving.', ['failed-rolled-back'], []),
  row(23, 'Superseded by another deployment.', ['superseded'], []),
  row(130, 'Interrupted by SIGINT; what goes on at AWS was printed. SIGTERM: 143.', ['interrupted'], []),
  row(
    30,
    'Stopped watching (time, credentials, network): the deployment goes on at AWS.',
    ['unwatched'],
    ['unknown.*'],
  ),
  row(33, 'Released, but health stayed inconclusive.', ['inconclusive'], []),
  row(31, 'Waiting for approval.', ['waiting-for-approval'], []),
  row(32, 'Findings: differences or failed checks, where asked for.', [], ['finding.*']),
  row(40, 'Declined by a person.', ['declined'], ['declined.*']),
  row(2, 'Wrong usage.', [], ['usage.*', 'sandbox.refused']),
  row(
    3,
    'The configuration, a task definition or an AppSpec is invalid.',
    [],
    ['config.*', 'task_definition.*', 'appspec.*'],
  ),
  row(4, 'Credentials are missing or expired, or a permission is.', [], ['credentials.*', 'permission.*']),
  row(5, 'Not found: a cluster, service, revision or image.', [], ['*.not_found']),
  row(6, 'Build or push failed.', [], ['build.*', 'push.*']),
  row(
    7,
    'AWS (or the sandbox) rejected the request or could not be reached, before anything changed.',
    [],
    ['aws.*', 'sandbox.*'],
  ),
  row(
    10,
    "Refused by one of ecsdeploy's own rules, before anything changed.",
    ['not-started'],
    ['refused.*', 'sandbox.port_in_use'],
  ),
  row(
    0,
    'Done as asked: released and verified, nothing to do, planned, rolled back on request, approved, or followed as far as `--until` said.',
    ['succeeded', 'nothing-to-do', 'rolled-back-as-asked', 'planned', 'reached', 'approved'],
    [],
  ),
];

/** The exit code of one release. */
export function exitCodeOf(outcome: Outcome): number {
  if (outcome.kind === 'interrupted') return signalExitCodes[outcome.signal];
  if (outcome.kind === 'waiting-for-approval' && outcome.asAsked) return 0;
  return rowOf(outcome)?.exit ?? 1;
}

/** The exit code of several releases in one process: the one that matters most. */
export function exitCodeOfAll(outcomes: readonly Outcome[]): number {
  const [worst] = mattersMost(outcomes, (outcome) => outcome);
  return worst === undefined ? 0 : exitCodeOf(worst);
}

/** Releases in the order of how much their ends matter; among equals in the order in which they came. */
export function mattersMost<Release>(
  releases: readonly Release[],
  outcomeOf: (release: Release) => Outcome,
): Release[] {
  const rank = (release: Release): number => {
    const row = rowOf(outcomeOf(release));
    // What the table does not know is a bug, and its row is the first.
    return row === undefined ? 0 : exitCodes.indexOf(row);
  };
  return [...releases].sort((a, b) => rank(a) - rank(b));
}

function rowOf(outcome: Outcome): ExitCode | undefined {
  if (outcome.kind === 'error') return rowOfErrorCode(outcome.error.code);
  return exitCodes.find(({ outcomes }) => outcomes.includes(outcome.kind));
}

/** The exit code of what was thrown; whatever is not ours, or has a code that the table lacks, is a bug. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof EcsdeployError ? (exitCodeOfErrorCode(error.code) ?? 1) : 1;
}

/** The exit code of an error code. */
export function exitCodeOfErrorCode(code: string): number | undefined {
  return rowOfErrorCode(code)?.exit;
}

/** The closest entry first: the code itself, its family, its ending. */
function rowOfErrorCode(code: string): ExitCode | undefined {
  const [family = '', ...rest] = code.split('.');
  const patterns = [code, `${family}.*`, `*.${rest.join('.')}`];
  for (const pattern of patterns) {
    const found = exitCodes.find(({ errors }) => errors.includes(pattern));
    if (found !== undefined) return found;
  }
  return undefined;
}

function row(
  exit: number,
  meaning: string,
  outcomes: readonly OutcomeKind[],
  errors: readonly string[],
): ExitCode {
  return { exit, meaning, outcomes, errors };
}
