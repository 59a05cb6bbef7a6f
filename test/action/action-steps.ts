import type { WorkflowResult } from './runner/workflow-run.ts';

/** A step that ran our action. */
export interface ActionStep {
  readonly outcome: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
}

/** Those of a job, in order. */
export function actionSteps(result: WorkflowResult, job: string): readonly ActionStep[] {
  return result.jobs
    .filter(({ id }) => id === job)
    .flatMap(({ steps }) => steps.filter(({ uses }) => uses.startsWith('ecsdeploy/')))
    .map(({ outcome, outputs, record }) => ({
      outcome,
      outputs,
      summary: record.summary,
      log: record.log.join('\n'),
    }));
}
