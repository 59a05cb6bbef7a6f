import { formatDuration } from '../../model/duration.ts';
import type { GateReport } from '../../model/gate.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import { clockTime } from '../clock-time.ts';
import { count } from '../count.ts';
import { momentWords } from '../describe-gate.ts';
import { describeDiagnosis } from '../describe-diagnosis.ts';
import { describeDifference } from '../describe-difference.ts';
import { describeLeftTask } from '../describe-left-task.ts';
import { describePlan } from '../describe-plan.ts';
import { describeReason } from '../describe-reason.ts';
import { describeWarning } from '../describe-warning.ts';
import { paletteFor } from '../palette.ts';
import { code, codeBlock, folded, plain, table } from './markdown.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { SummaryBlock } from './summary-block.ts';
import { trafficChart } from './traffic-chart.ts';

const colorless = paletteFor({ color: false });

/** All that is told of one release besides its line in the table, the most useful first. */
export function releaseDetails(result: ReleaseResult, record: ReleaseRecord | undefined): SummaryBlock[] {
  const ofService = ` of ${code(serviceName(result.service))}`;
  const blocks = [
    ...causeBlocks(result),
    ...commandBlocks(result),
    ...planBlocks(result),
    ...(record === undefined ? [] : [...phaseBlocks(record), ...trafficBlocks(record)]),
    ...gateBlocks(result),
    ...differenceBlocks(result, record),
    ...warningBlocks(record),
    ...evidenceBlocks(result),
  ];
  return blocks.map((block) => ({ ...block, name: `${block.name}${ofService}` }));
}

/** The likely cause stands open; what it rests on is folded away further down. */
function causeBlocks({ diagnosis }: ReleaseResult): SummaryBlock[] {
  const likely = diagnosis?.likely;
  if (likely === undefined) return [];
  const lines = [
    `**Likely cause** (${likely.confidence} confidence): ${plain(likely.cause)}`,
    ...(likely.advice === undefined ? [] : [`**What to do:** ${plain(likely.advice)}`]),
  ];
  return [essential('the likely cause', lines.join('\n\n'))];
}

function commandBlocks({ next, diagnosis, tasksLeft = [] }: ReleaseResult): SummaryBlock[] {
  const more = diagnosis?.likely?.next;
  const commands = [...next, ...(more === undefined || next.includes(more) ? [] : [more])];
  return [
    ...(tasksLeft.length === 0
      ? []
      : [
          essential(
            'the tasks left',
            tasksLeft.map((left) => `- ${plain(describeLeftTask(left))}`).join('\n'),
          ),
        ]),
    ...(commands.length === 0
      ? []
      : [essential('the commands', `**What you can do now**\n\n${codeBlock(commands, 'sh')}`)]),
  ];
}

function planBlocks({ outcome, plan }: ReleaseResult): SummaryBlock[] {
  if (outcome.kind !== 'planned' || plan === undefined) return [];
  return [{ weight: 'detail', name: 'the plan', text: codeBlock(describePlan(plan, colorless), 'text') }];
}

function phaseBlocks({ phases }: ReleaseRecord): SummaryBlock[] {
  if (phases.length === 0) return [];
  const rows = phases.map(({ name, startedAt, took }) => [
    plain(name),
    clockTime(startedAt),
    formatDuration(took),
  ]);
  return [{ weight: 'detail', name: 'the timeline', text: table(['Phase', 'Began', 'Took'], rows) }];
}

function trafficBlocks({ traffic, lastAt }: ReleaseRecord): SummaryBlock[] {
  const chart = trafficChart(traffic, lastAt);
  return chart === undefined ? [] : [{ weight: 'detail', name: 'the chart of traffic', text: chart }];
}

const verdicts = {
  pass: '✅ passed',
  fail: '❌ failed',
  inconclusive: '⚠️ inconclusive',
  pending: 'not judged',
};

function gateBlocks({ gates = [] }: ReleaseResult): SummaryBlock[] {
  if (gates.length === 0) return [];
  const rows = gates.map((report) => [
    code(report.gate),
    momentWords[report.moment],
    `${verdicts[report.verdict.kind]}${report.dryRun ? ' (dry run)' : ''}`,
    plain(describeReason(report.verdict.because)),
    plain(measured(report)),
  ]);
  const text = table(['Gate', 'When', 'Verdict', 'Why', 'Measured'], rows);
  return [{ weight: 'detail', name: 'the gates', text }];
}

/** `30 good, 1 bad; the last: alb-5xx-rate is 0.2 %, allowed at most 1 %`. */
function measured({ counts, measurements, verdict }: GateReport): string {
  const { pass, fail, unclear, error } = counts;
  const parts = Object.entries({ good: pass, bad: fail, unclear, 'not measured': error });
  const numbers = parts
    .filter(([, number]) => number > 0)
    .map(([word, number]) => `${number} ${word}`)
    .join(', ');
  const last = measurements.findLast((one) => one.kind !== 'error');
  const words = last === undefined ? '' : describeReason(last.because);
  // What the verdict says already is in the cell beside it.
  return words === '' || describeReason(verdict.because).includes(words)
    ? numbers
    : `${numbers}; the last: ${words}`;
}

function differenceBlocks({ plan, outcome }: ReleaseResult, record?: ReleaseRecord): SummaryBlock[] {
  const told = plan ?? record?.plan;
  if (told === undefined || outcome.kind === 'planned') return [];
  const lines = [...told.differences, ...told.settings].map(describeDifference);
  if (lines.length === 0) return [];
  return [foldedBlock(count(lines.length, 'change'), lines, 'the changes')];
}

function warningBlocks(record: ReleaseRecord | undefined): SummaryBlock[] {
  const lines = [...new Set((record?.warnings ?? []).map(describeWarning))];
  return lines.length === 0 ? [] : [foldedBlock(count(lines.length, 'warning'), lines, 'the warnings')];
}

/** All that the diagnosis rests on, and the last lines of the container's log. */
function evidenceBlocks({ diagnosis, service }: ReleaseResult): SummaryBlock[] {
  if (diagnosis === undefined) return [];
  const lines = describeDiagnosis(diagnosis, colorless);
  if (lines.length === 0) return [];
  return [foldedBlock(`Evidence and log of ${serviceName(service)}`, lines, 'the evidence')];
}

function foldedBlock(title: string, lines: readonly string[], name: string): SummaryBlock {
  return { weight: 'folded', name, text: folded(title, codeBlock(lines, 'text')) };
}

function essential(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}
