import { describeEvent } from '../../src/output/describe-event.ts';
import { courseOf, type Course, type ProcessTruth, type ReleaseTruth } from './course.ts';

interface Line {
  readonly at: number;
  readonly text: string;
}

// The end is where the lie is; a long wait before it says the same again and again.
const callsBeforeTheEnd = 25;

/** What happened, in the order of AWS's clock: our events, ECS's events, people, changes of status, and the last calls. */
export function tellCourse(course: Course): string[] {
  const { startedAt, processes } = course;
  const lines = [
    ...course.acts.map(({ at, text }) => ({ at, text: `      ${text}` })),
    ...processes.flatMap(beginLines),
    ...serviceLines(course),
    ...callLines(course),
    ...processes.flatMap(saidLines),
  ].filter(({ at }) => at >= startedAt);
  const last = Math.max(...processes.map(({ endedAt }) => endedAt), startedAt);
  return lines
    .filter(({ at }) => at <= last + 1_000)
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${((at - startedAt) / 1_000).toFixed(1).padStart(8)} s  ${text}`);
}

const words = {
  stop: 'no more after a failure',
  'keep-going': 'going on after a failure',
  'take-back': 'all or none',
} as const;

function beginLines({ id, command, startedAt, interruptedAt }: ProcessTruth): Line[] {
  const { run, does } = command;
  const members = run?.members.map(({ name, after }) =>
    after.length === 0 ? name : `${name} (after ${after.join(', ')})`,
  );
  const begins =
    run === undefined
      ? does
      : `deploys ${members?.join(', ') ?? ''}; ${words[run.onFailure]}, ${run.parallel} at once`;
  return [
    { at: startedAt, text: `${id}   begins: ${begins}` },
    ...(interruptedAt === undefined ? [] : [{ at: interruptedAt, text: `${id}   is interrupted` }]),
  ];
}

function saidLines({ id, command, endedAt, releases, exit }: ProcessTruth): Line[] {
  const isRun = command.run !== undefined;
  return [
    ...releases.flatMap((release) => releaseLines(release, isRun)),
    ...(isRun && exit !== undefined ? [{ at: endedAt, text: `${id}   the run ends with exit ${exit}` }] : []),
  ];
}

function releaseLines({ id, service, facts, said, endedAt }: ReleaseTruth, isRun: boolean): Line[] {
  const who = isRun ? `${id} ${service}` : id;
  const lines = facts.flatMap(({ at, fact }): Line[] => {
    if (fact.type === 'service.event' || (fact.type === 'deployment.observed' && !fact.changed)) return [];
    const words = describeEvent({ ...fact, at, release: id, service: `prod/${service}` });
    return words === null ? [] : [{ at, text: `${who}   ${words}` }];
  });
  const end =
    said.kind === 'outcome'
      ? `ends: ${said.result.outcome.kind}, exit ${said.exit}`
      : said.kind === 'error'
        ? `ends: ${said.code}, exit ${said.exit}: ${said.message}`
        : said.kind === 'killed'
          ? 'is killed'
          : 'does not end';
  return [...lines, { at: endedAt, text: `${who}   ${end}` }];
}

function serviceLines(course: Course): Line[] {
  const { services } = course.stage;
  return [...services].flatMap(([name, { record }]) => {
    const who = services.size > 1 ? `${name}: ` : '';
    const { deployments } = courseOf(course, name).ledger;
    return [
      ...deployments.flatMap(({ id, createdAt, finishedAt, startedBy, status, taskDefinition }) => [
        {
          at: createdAt,
          text: `      AWS: ${who}${id} to ${taskDefinition.split('/').at(-1) ?? ''} begins, asked for by ${startedBy}`,
        },
        ...(finishedAt === undefined
          ? []
          : [{ at: finishedAt, text: `      AWS: ${who}${id} is ${status}` }]),
      ]),
      ...record.events.map(({ createdAt, message = '' }) => ({
        at: createdAt?.getTime() ?? 0,
        text: `      ECS: ${who}${inShort(message)}`,
      })),
    ];
  });
}

function callLines({ calls }: Course): Line[] {
  return calls.slice(-callsBeforeTheEnd).map(({ at, by = '', operation, status, error, fault }) => {
    const answer = error ?? (status === 200 ? 'ok' : String(status));
    return {
      at,
      text: `      ${by} → ${operation}: ${answer}${fault === undefined || error !== undefined ? '' : ` (${fault})`}`,
    };
  });
}

/** Without the names that AWS repeats in every message. */
function inShort(message: string): string {
  return message
    .replace(/^\(service [^)]*\) /, '')
    .replace(/:? \(task .*\)\.?$/, '')
    .replace(/ in \(target-group [^)]*\)/, '');
}
