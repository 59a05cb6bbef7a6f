import { preflightChecks, type PreflightReport, type PreflightResult } from '../model/preflight.ts';
import type { Readiness } from '../model/readiness.ts';
import { revisionName } from '../model/service-ref.ts';
import { count } from './count.ts';
import { describePreflightNote, describePreflightReason, describeSkipReason } from './describe-preflight.ts';
import { releaseName } from './describe-readiness.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** A service that could not be verified at all. */
interface UnverifiedService {
  readonly service: string;
  readonly error: { readonly message: string; readonly suggestions: readonly string[] };
}

export type VerifiedService = PreflightReport | UnverifiedService;

const widestCheck = Math.max(...preflightChecks.map((name) => name.length));

/** What verifying services came to, for a person; the last line counts. */
export function preflightText(reports: readonly VerifiedService[], palette: Palette): string {
  return reports
    .map((report) =>
      'results' in report ? verifiedLines(report, palette) : unverifiedLines(report, palette),
    )
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function verifiedLines(
  { service, taskDefinition, family, results, readiness }: PreflightReport,
  palette: Palette,
): string[] {
  const revision = taskDefinition === undefined ? `${family}, not registered` : revisionName(taskDefinition);
  return [
    palette.strong(`${service} (${harmless(revision)})`),
    ...results.flatMap((result) => resultLines(result, palette)),
    ...(readiness === undefined ? [] : readinessLines(readiness, palette)),
    verdict([...results, ...resultsOf(readiness)], palette),
  ];
}

/** What would be gone back to, and what of it was looked at. */
function readinessLines(readiness: Readiness, palette: Palette): string[] {
  if (readiness.kind === 'nothing-before') {
    return [palette.strong('To go back: nothing, no earlier release has succeeded with another revision')];
  }
  const { release, results } = readiness;
  const to = release === undefined ? 'not known' : releaseName(release);
  const unread = readiness.kind === 'not-known' && results.length === 0 ? readiness.because : [];
  return [
    palette.strong(`To go back: ${to}`),
    ...results.flatMap((result) => resultLines(result, palette)),
    ...unread.map((because) => `  ${palette.faint('skipped')}  ${describeSkipReason(because)}`),
  ];
}

function resultsOf(readiness: Readiness | undefined): readonly PreflightResult[] {
  return readiness === undefined || readiness.kind === 'nothing-before' ? [] : readiness.results;
}

function unverifiedLines({ service, error }: UnverifiedService, palette: Palette): string[] {
  return [
    palette.strong(service),
    palette.bad(`  not verified: ${harmless(error.message)}`),
    ...error.suggestions.map((suggestion) => `  ${harmless(suggestion)}`),
  ];
}

function resultLines(result: PreflightResult, palette: Palette): string[] {
  const { check } = result;
  const subject = harmless(result.subject);
  const line = (label: string, colour: (text: string) => string, text: string) =>
    `  ${colour(label.padEnd(7))}  ${palette.faint(check.padEnd(widestCheck))}  ${text}`;
  switch (result.kind) {
    case 'passed': {
      const note = result.note === undefined ? '' : ` (${describePreflightNote(result.note)})`;
      return [line('ok', palette.good, `${subject}${note}`)];
    }
    case 'skipped':
      return [line('skipped', palette.faint, `${subject}: ${describeSkipReason(result.because)}`)];
    case 'finding': {
      const { what, fix } = describePreflightReason(result.because);
      const colour = result.severity === 'error' ? palette.bad : palette.warn;
      const indent = ' '.repeat(2 + 7 + 2 + widestCheck + 2);
      return [line(result.severity, colour, `${subject} ${what}`), `${indent}${fix}`];
    }
    default:
      return result satisfies never;
  }
}

function verdict(results: readonly PreflightResult[], palette: Palette): string {
  const of = (kind: PreflightResult['kind']) => results.filter((result) => result.kind === kind).length;
  const errors = results.filter((one) => one.kind === 'finding' && one.severity === 'error').length;
  const warnings = of('finding') - errors;
  const parts = [
    ...(errors === 0 ? [] : [count(errors, 'error')]),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
    `${of('passed')} ok`,
    ...(of('skipped') === 0 ? [] : [`${of('skipped')} skipped`]),
  ];
  const text = `${parts.join(', ')}.`;
  if (errors > 0) return palette.bad(text);
  return warnings > 0 ? palette.warn(text) : palette.good(text);
}
