import type { Diagnosis, Finding } from '../model/diagnosis.ts';
import { nameFromArn } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** Why it failed: cause first, then what to do, then what that rests on. */
export function describeDiagnosis({ findings }: Diagnosis, palette: Palette): string[] {
  return findings.flatMap((finding) => describeFinding(finding, palette));
}

function describeFinding(finding: Finding, palette: Palette): string[] {
  const times = finding.count > 1 ? ` (${finding.count} times)` : '';
  const lines = [`${palette.strong('Cause:')} ${harmless(finding.cause)}${times}`];
  if (finding.advice !== undefined) lines.push(`  Do: ${harmless(finding.advice)}`);
  const example = finding.example === undefined ? '' : `, ${nameFromArn(finding.example)} for example`;
  lines.push(palette.faint(`  Seen: ${harmless(finding.evidence)} (${finding.source}${example})`));
  if (finding.log !== undefined && finding.log.lines.length > 0) {
    lines.push(
      palette.faint(`  Last lines of ${harmless(finding.log.group)} ${harmless(finding.log.stream)}:`),
    );
    lines.push(...finding.log.lines.map((line) => palette.faint(`    ${harmless(line)}`)));
  }
  return lines;
}
