import type {
  Diagnosis,
  DiagnosisEvidence,
  HookEvidence,
  MissingEvidence,
  StoppedTaskGroup,
  TargetGroupHealth,
} from '../model/diagnosis.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { clockTime } from './clock-time.ts';
import { count } from './count.ts';
import { describeDifference } from './describe-difference.ts';
import { describeGateReport } from './describe-gate.ts';
import { functionName } from './describe-hook.ts';
import { describeContainer } from './describe-task.ts';
import { harmless } from './harmless.ts';

// What is changed stands in the plan in full.
const mostChanges = 8;

/** What a diagnosis rests on, a line for each thing that was seen, with how often. */
export function evidenceLines({ evidence, likely }: Diagnosis): string[] {
  return [
    ...section('Stopped', evidence.stoppedTasks.map(taskLine)),
    ...section('Targets', evidence.targetGroups.map(targetLine)),
    ...section('Breaker', breakerLines(evidence)),
    ...section(
      'Alarms',
      evidence.alarms.map(({ name, reason }) =>
        reason === undefined ? `${harmless(name)} fired` : `${harmless(name)} fires: ${harmless(reason)}`,
      ),
    ),
    ...evidence.hooks.flatMap(hookLines),
    ...section('Gates', evidence.gates.map(describeGateReport)),
    ...changeLines(evidence, likely?.suspects ?? []),
    ...section(
      'Events',
      evidence.events.map(
        ({ at, message, count: number }) => `${clockTime(at)} ${harmless(message)}${times(number)}`,
      ),
    ),
    ...section('Unread', evidence.missing.map(missingLine)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.map((line) => `  ${title}: ${line}`);
}

function times(number: number): string {
  return number > 1 ? ` (${number} times)` : '';
}

function taskLine({ count: number, example, stoppedReason, containers }: StoppedTaskGroup): string {
  const ended = containers.map(describeContainer).filter((text) => text !== undefined);
  const why = [...ended, ...(stoppedReason === undefined ? [] : [harmless(stoppedReason)])].join('; ');
  return `${count(number, 'task')}: ${why === '' ? 'no reason given' : why} (${harmless(example)}${number > 1 ? ' for example' : ''})`;
}

function targetLine({ arn, healthy, total, reasons }: TargetGroupHealth): string {
  const name = arn.split('/').at(-2) ?? nameFromArn(arn);
  const bad = reasons.map(({ state, code, description, count: number }) => {
    const why = [code, description]
      .filter((text) => text !== undefined && text !== '')
      .map((text) => harmless(text ?? ''));
    return `${number} ${harmless(state)}${why.length === 0 ? '' : ` (${why.join(': ')})`}`;
  });
  return [`${harmless(name)}: ${healthy} of ${total} healthy`, ...bad].join(', ');
}

function breakerLines({ circuitBreaker: breaker }: DiagnosisEvidence): string[] {
  if (breaker === undefined || (breaker.failures === 0 && breaker.status !== 'triggered')) return [];
  const of = breaker.threshold === undefined ? '' : ` of ${breaker.threshold}`;
  const state = breaker.status === 'triggered' ? ', and it ended the deployment' : '';
  return [`${breaker.failures}${of} failed tasks that AWS's circuit breaker counts${state}`];
}

function hookLines({ stage, functionArn, logGroup, message, lines = [] }: HookEvidence): string[] {
  const where = stage === undefined ? '' : ` at ${harmless(stage)}`;
  const log = logGroup === undefined ? '' : `; its log: ${harmless(logGroup)}`;
  const words = message === undefined ? '' : `: ${harmless(message)}`;
  return [
    `  Hooks: ${functionName(functionArn)}${where}${words}${log}`,
    ...lines.map((line) => `    ${harmless(line)}`),
  ];
}

/** The suspicious ones first. */
function changeLines(
  { changes }: DiagnosisEvidence,
  suspects: NonNullable<Diagnosis['likely']>['suspects'],
): string[] {
  if (changes === undefined) return [];
  const { since, differences } = changes;
  const title = `Changed since ${harmless(since)}`;
  if (differences.length === 0) return [`  ${title}: nothing in the task definition`];
  const paths = new Set(suspects.map(({ path }) => path));
  const ordered = [
    ...differences.filter(({ path }) => paths.has(path)),
    ...differences.filter(({ path }) => !paths.has(path)),
  ];
  const more = ordered.length - mostChanges;
  return [
    ...section(title, ordered.slice(0, mostChanges).map(describeDifference)),
    ...(more > 0 ? [`  ${title}: and ${more} more`] : []),
  ];
}

function missingLine({ what, error, action, link }: MissingEvidence): string {
  const needs = action === undefined ? harmless(error) : `needs the permission ${harmless(action)}`;
  return `${harmless(what)}: ${needs}${link === undefined ? '' : `; see ${link}`}`;
}
