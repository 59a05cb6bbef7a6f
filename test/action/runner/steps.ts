import { holds, textsOf, type Scope, type Status } from './expressions.ts';
import { scopeIn, type JobState } from './job-state.ts';
import { runScriptStep } from './script-step.ts';
import { StepRecord } from './step-record.ts';
import { entriesOf, membersOf, wordOf, type Json, type JsonObject, type TreeObject } from './tree.ts';
import { runUsesStep } from './uses-step.ts';

/** How a step ended: `outcome` before and `conclusion` after continue-on-error. */
export interface StepResult {
  readonly id: string;
  /** The action that it used; empty for a `run:`. */
  readonly uses: string;
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
  readonly outputs: Readonly<Record<string, string>>;
  readonly record: StepRecord;
}

type StepOutcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** Steps that run one after the other: those of a job, or of a composite action. */
export interface StepList {
  readonly job: JobState;
  readonly steps: readonly TreeObject[];
  /** Contexts of a composite action, which has its own `inputs`. */
  readonly own: JsonObject;
  /** `env` of the step that uses the composite action. */
  readonly environment: Readonly<Record<string, string>>;
  readonly cancelled: AbortSignal;
  /** In a composite action the record of the step that uses it. */
  readonly record?: StepRecord;
}

/** What one step is given. */
export interface StepRun {
  readonly job: JobState;
  readonly step: TreeObject;
  readonly scope: Scope;
  /** `env` of the step itself, and of the one that uses its action. */
  readonly environment: Readonly<Record<string, string>>;
  readonly record: StepRecord;
  readonly cancelled: AbortSignal;
  readonly isInAction: boolean;
}

export interface Finished {
  readonly isWell: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs a list of steps by the rules of Runner.Worker/StepsRunner.cs. */
export async function runSteps(list: StepList): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, step] of list.steps.entries()) {
    const result = await runOne(list, step, results, `__${index}`);
    results.push(result);
    if (result.conclusion === 'failure' && list.job.status === 'success' && list.record === undefined) {
      list.job.status = 'failure';
    }
  }
  return results;
}

/** The `steps` context: what later expressions see of earlier steps. */
export function contextOf(results: readonly StepResult[]): JsonObject {
  return Object.fromEntries(
    results.map(
      ({ id, outputs, outcome, conclusion }) => [id, { outputs, outcome, conclusion }] as [string, Json],
    ),
  );
}

async function runOne(
  list: StepList,
  step: TreeObject,
  before: readonly StepResult[],
  key: string,
): Promise<StepResult> {
  const { job } = list;
  const record = list.record ?? new StepRecord(job.masks, job.onLine);
  const id = typeof step['id'] === 'string' ? step['id'] : key;
  const scope = (): Scope => scopeIn(job, contextOf(before), list.own, statusAfter(list, before));
  const nothing = { id, uses: wordOf(step['uses']), outputs: {}, record };
  try {
    if (!holds(step['if'], scope())) return { ...nothing, outcome: 'skipped', conclusion: 'skipped' };
    const around = withEnvironment(scope(), { ...job.environment, ...list.environment });
    const environment = { ...list.environment, ...textsOf(step['env'], around) };
    const seen = withEnvironment(scope(), { ...job.environment, ...environment });
    const cancel = cancelUnlessWanted(list, () => holds(step['if'], scope()));
    const run = {
      job,
      step,
      scope: seen,
      environment,
      record,
      cancelled: cancel.signal,
      isInAction: list.record !== undefined,
    };
    const finished = 'uses' in step ? await runUsesStep(run) : await runScriptStep(run);
    cancel.stop();
    const outcome = cancel.signal.aborted
      ? 'cancelled'
      : finished.isWell && !record.failed
        ? 'success'
        : 'failure';
    const isForgiven = outcome === 'failure' && step['continue-on-error'] === true;
    return { ...nothing, outputs: finished.outputs, outcome, conclusion: isForgiven ? 'success' : outcome };
  } catch (error) {
    record.annotate({ level: 'error', message: (error as Error).message });
    const conclusion = step['continue-on-error'] === true ? 'success' : 'failure';
    return { ...nothing, outcome: 'failure', conclusion };
  }
}

function withEnvironment(scope: Scope, env: Readonly<Record<string, string>>): Scope {
  return { ...scope, contexts: { ...scope.contexts, env } };
}

/** On a cancel the condition is asked again: `always()` and `cancelled()` go on, all else is stopped. */
function cancelUnlessWanted(
  list: StepList,
  isWanted: () => boolean,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  const wasCancelled = list.cancelled.aborted;
  const ask = (): void => {
    list.job.status = 'cancelled';
    if (!isWanted()) controller.abort();
  };
  if (!wasCancelled) list.cancelled.addEventListener('abort', ask, { once: true });
  return {
    signal: controller.signal,
    stop: () => {
      list.cancelled.removeEventListener('abort', ask);
    },
  };
}

function statusAfter({ job, record, cancelled }: StepList, before: readonly StepResult[]): Status {
  if (cancelled.aborted) return 'cancelled';
  if (record === undefined) return job.status;
  return before.some(({ conclusion }) => conclusion === 'failure') ? 'failure' : 'success';
}

/** The steps of a job or an action, as they stand in the file. */
export function stepsOf(holder: TreeObject): readonly TreeObject[] {
  return entriesOf(holder['steps']).map(membersOf);
}
