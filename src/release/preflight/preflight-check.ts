import type { TargetGroupSettings } from '../../aws/target-group-settings.ts';
import type {
  PreflightCheckName,
  PreflightNote,
  PreflightReason,
  PreflightResult,
  SkipReason,
} from '../../model/preflight.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { PreflightSubject } from './preflight-subject.ts';
import type { ReadOrSkip } from './read-or-skip.ts';

/** What all checks of one preflight read with. */
export interface PreflightContext extends Pick<ReleaseContext, 'aws' | 'clock' | 'registries'> {
  /** A target group, read once for all checks; undefined where there is none. */
  readonly targetGroup: (arn: string) => Promise<ReadOrSkip<TargetGroupSettings | undefined>>;
}

/** One question about a release that has not begun. Empty where it does not arise: who has no secrets misses none. */
export interface PreflightCheck {
  readonly name: PreflightCheckName;
  readonly run: (
    context: PreflightContext,
    subject: PreflightSubject,
  ) => Promise<readonly PreflightResult[]> | readonly PreflightResult[];
}

export function passed(check: PreflightCheckName, subject: string, note?: PreflightNote): PreflightResult {
  return { check, subject, kind: 'passed', ...(note === undefined ? {} : { note }) };
}

export function skipped(check: PreflightCheckName, subject: string, because: SkipReason): PreflightResult {
  return { check, subject, kind: 'skipped', because };
}

/** What a check found wrong with one thing, as an error. */
export function errorOf(
  check: PreflightCheckName,
  subject: string,
  because: PreflightReason,
): PreflightResult {
  return { check, subject, kind: 'finding', severity: 'error', because };
}

/** The same as a warning. */
export function warningOf(
  check: PreflightCheckName,
  subject: string,
  because: PreflightReason,
): PreflightResult {
  return { check, subject, kind: 'finding', severity: 'warning', because };
}
