import type { JobState } from './job-state.ts';
import type { StepRecord } from './step-record.ts';

/**
 * What matters of an action that is not ours, played: it sees its inputs, acts on the job, and returns its outputs. Throws in the action's words
 * where the action would fail.
 */
export type StandIn = (
  inputs: Readonly<Record<string, string>>,
  job: JobState,
  record: StepRecord,
) => Promise<Readonly<Record<string, string>>>;
