import { changedBy, type Outcome } from '../model/outcome.ts';
import { commandsFor, type LeftTask } from '../model/left-task.ts';
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
 * did and brought nothing in, its result says so, since "nothing was changed" is not true then. It says as well which tasks of its gates
 * it has left behind, and how to look at them.
 * @param run gets the context that it is to report to
 */
export async function sayingWhatWasDone(
  context: ReleaseContext,
  run: (context: ReleaseContext) => Promise<ReleaseResult>,
): Promise<ReleaseResult> {
  let done: DoneBeside = {};
  const tasksLeft: LeftTask[] = [];
  const report = (fact: ReleaseFact): void => {
    done = withFact(done, fact);
    if (fact.type === 'warning' && fact.warning.kind === 'task-left-running') {
      const { gate, region, cluster, startedBy, task, isStopping } = fact.warning;
      tasksLeft.push({ gate, region, cluster, startedBy, task, isStopping });
    }
    context.report(
      fact.type === 'release.concluded' ? { ...fact, outcome: telling(fact.outcome, done) } : fact,
    );
  };
  const result = withTasksLeft(await run({ ...context, report }), tasksLeft);
  const outcome = telling(result.outcome, done);
  return outcome === result.outcome ? result : { ...result, outcome, changed: changedBy(outcome) };
}

/** Of a task that was found again only the last word counts. */
function withTasksLeft(result: ReleaseResult, all: readonly LeftTask[]): ReleaseResult {
  const tasksLeft = [...new Map(all.map((left) => [left.startedBy, left])).values()];
  if (tasksLeft.length === 0) return result;
  return { ...result, tasksLeft, next: [...tasksLeft.flatMap(commandsFor), ...result.next] };
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
