import type { PreflightFinding, PreflightReason } from '../model/preflight.ts';
import { findingsAgainst, type EarlierRelease, type Readiness } from '../model/readiness.ts';
import { revisionName } from '../model/service-ref.ts';
import { describePreflightReason, describeSkipReason } from './describe-preflight.ts';
import { harmless } from './harmless.ts';

/**
 * What somebody should hear of a readiness, as a sentence without an end; undefined where all is as it should be.
 * @param when `before`: it is about the time after a release that is about to start
 */
export function describeReadiness(readiness: Readiness, when: 'before' | 'after'): string | undefined {
  const findings = findingsAgainst(readiness);
  const then = when === 'before' ? 'after this release ' : '';
  switch (readiness.kind) {
    case 'nothing-before':
      return undefined;
    case 'not-ready': {
      const errors = findings.filter(({ severity }) => severity === 'error');
      return `${then}you could not go back to ${releaseName(readiness.release)}: ${faults(errors)}`;
    }
    case 'ready':
      return findings.length === 0
        ? undefined
        : `${then}you could go back to ${releaseName(readiness.release)}, and perhaps not for long: ${faults(findings)}`;
    case 'not-known': {
      const release = readiness.release === undefined ? '' : ` to ${releaseName(readiness.release)}`;
      const risks = findings.length === 0 ? '' : `${faults(findings)}; `;
      const why = readiness.because.map(describeSkipReason).join('; ');
      return `whether you could go back${release} ${then}is not wholly known: ${risks}skipped: ${why}`;
    }
    default:
      return readiness satisfies never;
  }
}

/** `4f2a9c1 (web:41)` */
export function releaseName({ taskDefinition, commit }: EarlierRelease): string {
  const revision = harmless(revisionName(taskDefinition));
  return commit === undefined ? revision : `${harmless(commit.slice(0, 7))} (${revision})`;
}

function faults(findings: readonly PreflightFinding[]): string {
  return findings.map(fault).join('; ');
}

const gone: Readonly<Partial<Record<PreflightReason['kind'], string>>> = {
  'image-missing': 'image',
  'role-missing': 'role',
  'secret-missing': 'secret',
  'parameter-missing': 'parameter',
  'log-group-missing': 'log group',
  'target-group-missing': 'target group',
};

/** In a few words where they are all that there is to say. */
function fault({ subject, because }: PreflightFinding): string {
  const what = gone[because.kind];
  if (what !== undefined) return `its ${what} ${harmless(subject)} is gone`;
  return `${harmless(subject)} ${describePreflightReason(because).what}`;
}
