import type { GateReport, GateMoment } from '../model/gate.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import { describeReason } from './describe-reason.ts';
import { harmless } from './harmless.ts';

/** When a gate measures, as a phrase. */
export const momentWords: Readonly<Record<GateMoment, string>> = {
  before: 'before the deployment starts',
  during: 'during the deployment',
  after: 'after the deployment',
};

const verdicts = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'is inconclusive',
  pending: 'has not judged',
} as const;

const measured = { pass: 'good', fail: 'bad', unclear: 'unclear' } as const;

/** What becomes of a gate that is only tried out. */
export function dryRun(isDryRun: boolean): string {
  return isDryRun ? ' (dry run: it decides nothing)' : '';
}

/** How a gate stands at the end of a moment, in one line. */
export function describeGateReport({ gate, moment, verdict, ...report }: GateReport): string {
  const when = momentWords[moment];
  return `gate ${harmless(gate)} ${verdicts[verdict.kind]} ${when}: ${describeReason(verdict.because)}${dryRun(report.dryRun)}`;
}

/** One measurement, in one line. */
export function describeMeasured({
  gate,
  measurement,
}: Extract<ReleaseEvent, { type: 'gate.measured' }>): string {
  return measurement.kind === 'error'
    ? `gate ${harmless(gate)} could not measure: ${harmless(measurement.error)}`
    : `gate ${harmless(gate)}, ${measured[measurement.kind]}: ${describeReason(measurement.because)}`;
}
