import { changedBy, type Changed } from '../../model/outcome.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName, serviceName } from '../../model/service-ref.ts';
import { changedAt, isUnderWay } from '../../model/standing.ts';
import { deploymentLink } from '../console-link.ts';
import type { Failure } from '../failure-text.ts';
import type { ReleaseRecord } from './release-record.ts';
import { versionsOf } from './versions.ts';

/** What a step hands on. `action.yml` declares each of them, and a test holds the two together. */
export const outputNames = [
  'outcome',
  'exit-code',
  'deployment-id',
  'task-definition-arn',
  'revision',
  'previous-revision',
  'image',
  'tag',
  'digest',
  'changed',
  'rollback-command',
  'approve-command',
  'console-url',
  'result',
] as const;
type OutputName = (typeof outputNames)[number];

/** What is not known is not in it. */
export type Outputs = Readonly<Partial<Record<OutputName, string>>>;

/**
 * The outputs of the release that decided the exit code. GitHub drops every output that holds a masked text, and many mask their account
 * id, which is in every ARN and in the name of an ECR repository: so the deployment, the revision, the tag and the digest stand by themselves.
 * https://github.com/actions/runner/issues/1498
 */
export function releaseOutputs(
  result: ReleaseResult,
  record: ReleaseRecord | undefined,
  exitCode: number,
): Outputs {
  const { outcome, deployment, next } = result;
  const { before, after } = versionsOf(result, record);
  return known({
    outcome: outcome.kind,
    'exit-code': String(exitCode),
    'deployment-id': deployment?.deploymentId,
    'task-definition-arn': arnOf(result, after.revision),
    revision: after.revision,
    'previous-revision': before.revision,
    image: after.image,
    tag: after.tag,
    digest: after.digest,
    changed: changedBy(outcome),
    'rollback-command':
      next.find((command) => command.startsWith('ecsdeploy rollback ')) ?? rollbackOf(result),
    'approve-command': next.find((command) => command.startsWith('ecsdeploy approve ')),
    'console-url': deploymentLink(deployment),
  });
}

/** The ARN of a revision of this result, whose family they share; undefined where none of them is an ARN. */
function arnOf({ target, after, before }: ReleaseResult, revision: string | undefined): string | undefined {
  const arn = [target, after, before]
    .map((one) => one?.taskDefinition ?? '')
    .find((one) => one.startsWith('arn:'));
  return revision === undefined ? undefined : arn?.replace(/[^/]+$/, revision);
}

/** While it waits for somebody, going back is rejecting; whatever else is under way or released can be rolled back. */
function rollbackOf({ next, service, outcome }: ReleaseResult): string | undefined {
  const reject = next.find((command) => command.startsWith('ecsdeploy reject '));
  if (reject !== undefined) return reject;
  const isThere = changedBy(outcome) === 'released' || changedBy(outcome) === 'left-as-is';
  if (!isThere) return undefined;
  const [cluster, name] = serviceName(service).split('/');
  return `ecsdeploy rollback --cluster ${cluster ?? ''} --service ${name ?? ''}`;
}

// By the exit code, of commands that release nothing; every other one is that of an error.
const commandOutcomes = new Map([
  [0, 'succeeded'],
  [32, 'findings'],
  [40, 'declined'],
  [130, 'interrupted'],
  [143, 'interrupted'],
]);

/** The outputs of a command that released nothing: of an image, where it made one. */
export function commandOutputs(body: Readonly<Record<string, unknown>>, exitCode: number): Outputs {
  const image = body['image'];
  const text = (name: string): string | undefined => {
    const value: unknown =
      typeof image === 'object' && image !== null
        ? (image as Readonly<Record<string, unknown>>)[name]
        : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return known({
    outcome: commandOutcomes.get(exitCode) ?? 'error',
    'exit-code': String(exitCode),
    image: text('reference'),
    tag: text('tag'),
    digest: text('digest'),
  });
}

/** The outputs from the moment of a signal on, should the process be killed before it has a result. */
export function interruptOutputs(records: readonly ReleaseRecord[], exitCode: number): Outputs {
  const told =
    records.find(({ standing }) => standing !== undefined && isUnderWay(standing)) ??
    records.find((record) => changedNow(record) !== 'nothing');
  const { deployment } = told ?? {};
  return known({
    outcome: 'interrupted',
    'exit-code': String(exitCode),
    'deployment-id': deployment?.deploymentId,
    'task-definition-arn': deployment?.taskDefinition,
    revision: deployment === undefined ? undefined : revisionName(deployment.taskDefinition),
    changed: told === undefined ? 'nothing' : changedNow(told),
    'console-url': deploymentLink(deployment),
  });
}

function changedNow({ standing, outcome }: ReleaseRecord): Changed {
  if (standing !== undefined) return changedAt(standing);
  return outcome === undefined ? 'nothing' : changedBy(outcome);
}

/** The outputs of a command that failed before there was a result. */
export function failureOutputs(error: Failure): Outputs {
  const { code, exitCode } = error;
  return {
    outcome: code.startsWith('interrupted.') ? 'interrupted' : 'error',
    'exit-code': String(exitCode),
    changed: changedBy({ kind: 'error', error }),
  };
}

/**
 * Outputs as lines of the file that GITHUB_OUTPUT names. Every value is between delimiters, since a value may hold anything but them. What is
 * not known is empty, so that nothing is left of an earlier command of the same step: its rollback would be that of something else.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 *
 * @param delimiter a text that nobody can foresee
 */
export function outputLines(outputs: Outputs, delimiter: string): string {
  return outputNames.map((name) => `${name}<<${delimiter}\n${outputs[name] ?? ''}\n${delimiter}\n`).join('');
}

function known(outputs: Readonly<Record<string, string | undefined>>): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).filter(([, value]) => value !== undefined && value !== ''),
  );
}
