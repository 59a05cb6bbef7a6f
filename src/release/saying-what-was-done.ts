import { changedBy, type Outcome } from '../model/outcome.ts';
import type { ReleaseFact } from '../model/release-event.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { ReleaseContext } from './release-context.ts';

/** What a release may have done although it brought nothing in. */
interface DoneBeside {
  readonly settingsRestored?: true;
  /** The deployment of somebody else that was in the way under CodeDeploy. */
  readonly stoppedOther?: string;
}

/**
 * Runs a use case that may put settings back which an earlier way back has set aside, or stop a deployment that is in its way: where it
 * did and brought nothing in, its result says so, since "nothing was changed" is not true then.
 * @param run gets the context that it is to report to
 */
export async function sayingWhatWasDone(
  context: ReleaseContext,
  run: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  let done: DoneBeside = {};
  const report = (fact: ReleaseFact): void => {
    done = withFact(done, fact);
    context.report(
      fact.type === 'release.concluded' ? { ...fact, outcome: telling(fact.outcome, done) } : fact,
    );
  };
  const result = await run({ ...context, report });
  const outcome = telling(result.outcome, done);
  return outcome === result.outcome ? result : { ...result, outcome, changed: changedBy(outcome) };
}

function withFact(done: DoneBeside, fact: ReleaseFact): DoneBeside {
  if (fact.type === 'settings.restored') return { ...done, settingsRestored: true };
  const isStop = fact.type === 'deployment.waiting-for-other' && fact.by === 'stop-and-roll-back';
  return isStop ? { ...done, stoppedOther: fact.other } : done;
}

/** Whoever has started something has said that already, and its settings are a part of it. Pure. */
function telling(outcome: Outcome, done: DoneBeside): Outcome {
  if (done.settingsRestored === undefined && done.stoppedOther === undefined) return outcome;
  switch (outcome.kind) {
    case 'nothing-to-do':
    case 'not-started':
      return { ...outcome, ...done };
    case 'interrupted':
      return outcome.started ? outcome : { ...outcome, ...done };
    default:
      return outcome;
  }
}
