import { changedBy, type Outcome } from '../../model/outcome.ts';
import type { ReleaseFact } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * Runs a use case that may put settings back which an earlier way back has set aside: where it did and brought nothing in, its result
 * says so, since "nothing was changed" is not true then.
 * @param run gets the context that it is to report to
 */
export async function sayingWhatIsBack(
  context: ReleaseContext,
  run: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  const restored: ReleaseFact[] = [];
  const report = (fact: ReleaseFact): void => {
    if (fact.type === 'settings.restored') restored.push(fact);
    const isLast = fact.type === 'release.concluded' && restored.length > 0;
    context.report(isLast ? { ...fact, outcome: withSettingsRestored(fact.outcome) } : fact);
  };
  const result = await run({ ...context, report });
  if (restored.length === 0) return result;
  const outcome = withSettingsRestored(result.outcome);
  return { ...result, outcome, changed: changedBy(outcome) };
}

/** Whoever has started something has said that already, and its settings are a part of it. Pure. */
function withSettingsRestored(outcome: Outcome): Outcome {
  switch (outcome.kind) {
    case 'nothing-to-do':
    case 'not-started':
      return { ...outcome, settingsRestored: true };
    case 'interrupted':
      return outcome.started ? outcome : { ...outcome, settingsRestored: true };
    default:
      return outcome;
  }
}
