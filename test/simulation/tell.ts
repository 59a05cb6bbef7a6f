import { describeEvent } from '../../src/output/describe-event.ts';
import type { Course } from './simulate.ts';

interface Line {
  readonly at: number;
  readonly text: string;
}

// The end is where the lie is; a long wait before it says the same again and again.
const callsBeforeTheEnd = 25;

/** What happened, in the order of AWS's clock: our events, ECS's events, people, changes of status, and the last calls. */
export function tellCourse(course: Course): string[] {
  const { stage, startedAt } = course;
  const lines = [
    ...course.acts.map(({ at, text }) => ({ at, text: `      ${text}` })),
    ...saidLines(course),
    ...deploymentLines(course),
    ...stage.service.events.map(({ createdAt, message = '' }) => ({
      at: createdAt?.getTime() ?? 0,
      text: `      ECS: ${message.replace(/^\(service [^)]*\) /, '')}`,
    })),
    ...callLines(course),
  ].filter(({ at }) => at >= startedAt);
  const last = Math.max(...course.processes.map(({ endedAt }) => endedAt), startedAt);
  return lines
    .filter(({ at }) => at <= last + 1_000)
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => `${((at - startedAt) / 1_000).toFixed(1).padStart(8)} s  ${text}`);
}

function saidLines({ processes }: Course): Line[] {
  return processes.flatMap(({ id, command, facts, startedAt, endedAt, said, interruptedAt }) => {
    const lines: Line[] = [{ at: startedAt, text: `${id}   begins: ${command.does}` }];
    if (interruptedAt !== undefined) lines.push({ at: interruptedAt, text: `${id}   is interrupted` });
    for (const { at, fact } of facts) {
      if (fact.type === 'service.event' || (fact.type === 'deployment.observed' && !fact.changed)) continue;
      const words = describeEvent({ ...fact, at, release: id, service: 'prod/web' });
      if (words !== null) lines.push({ at, text: `${id}   ${words}` });
    }
    const end =
      said.kind === 'outcome'
        ? `ends: ${said.result.outcome.kind}, exit ${said.exit}`
        : said.kind === 'error'
          ? `ends: ${said.code}, exit ${said.exit}: ${said.message}`
          : said.kind === 'killed'
            ? 'is killed'
            : 'does not end';
    return [...lines, { at: endedAt, text: `${id}   ${end}` }];
  });
}

function deploymentLines({ ledger }: Course): Line[] {
  return ledger.deployments.flatMap(({ id, createdAt, finishedAt, startedBy, status, taskDefinition }) => [
    {
      at: createdAt,
      text: `      AWS: ${id} to ${taskDefinition.split('/').at(-1) ?? ''} begins, asked for by ${startedBy}`,
    },
    ...(finishedAt === undefined ? [] : [{ at: finishedAt, text: `      AWS: ${id} is ${status}` }]),
  ]);
}

function callLines({ ledger }: Course): Line[] {
  return ledger.calls.slice(-callsBeforeTheEnd).map(({ at, by = '', operation, status, error, fault }) => {
    const answer = error ?? (status === 200 ? 'ok' : String(status));
    return {
      at,
      text: `      ${by} → ${operation}: ${answer}${fault === undefined || error !== undefined ? '' : ` (${fault})`}`,
    };
  });
}
