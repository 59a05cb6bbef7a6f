import { findTargetGroupSettings } from '../../aws/target-group-settings.ts';
import type { PreflightResult } from '../../model/preflight.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { PreflightCheck, PreflightContext } from './preflight-check.ts';
import type { PreflightSubject } from './preflight-subject.ts';
import { readOrSkip } from './read-or-skip.ts';

/** Makes these checks side by side; the results come in their order. Reads only. */
export async function runChecks(
  context: ReleaseContext,
  checks: readonly PreflightCheck[],
  subject: PreflightSubject,
): Promise<PreflightResult[]> {
  const shared = withSharedReads(context);
  const results = await Promise.all(checks.map(async ({ run }) => await run(shared, subject)));
  return results.flat();
}

function withSharedReads({ aws, clock, registries }: ReleaseContext): PreflightContext {
  const groups = new Map<string, ReturnType<PreflightContext['targetGroup']>>();
  const targetGroup: PreflightContext['targetGroup'] = (arn) => {
    const read = groups.get(arn) ?? readOrSkip(() => findTargetGroupSettings(aws, arn));
    groups.set(arn, read);
    return read;
  };
  return { aws, clock, registries, targetGroup };
}
