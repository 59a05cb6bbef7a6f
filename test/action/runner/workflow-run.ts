import { holds, textOf, type Scope, type Status } from './expressions.ts';
import { dispatchInputs } from './dispatch-inputs.ts';
import { githubContext } from './github-context.ts';
import { runJob, type JobOutcome, type JobResult } from './job.ts';
import type { Machine } from './machine.ts';
import { strategyOf } from './matrix.ts';
import { starts, type Event } from './triggers.ts';
import { entriesOf, isExpression, membersOf, wordOf, type JsonObject, type TreeObject } from './tree.ts';

/** One run of a workflow, as far as GitHub and the repository decide it. */
export interface Order {
  readonly workflow: TreeObject;
  readonly event: Event;
  readonly machine: Machine;
  readonly sha: string;
  readonly vars?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** A reviewer's answer before a job in this environment starts; everybody is let through without it. */
  readonly review?: (environment: string, job: string) => Promise<'approved' | 'rejected'>;
  readonly cancelled?: AbortSignal;
  /** Each line of the log of each job, after masking. */
  readonly onLine?: (line: string) => void;
}

export interface WorkflowResult {
  readonly result: JobOutcome;
  /** In the order in which they ended. */
  readonly jobs: readonly JobResult[];
}

/** Runs a workflow to its end: jobs side by side, as far as `needs` lets them. Throws where the event does not start it. */
export async function runWorkflow(order: Order): Promise<WorkflowResult> {
  const { workflow, event } = order;
  if (!starts(workflow, event)) throw new Error(`${event.name} of ${event.ref} does not start this workflow`);
  const inputs = dispatchInputs(workflow, event);
  const fixed = {
    github: githubContext(order, inputs),
    inputs,
    vars: order.vars ?? {},
    secrets: { GITHUB_TOKEN: 'ghs_0123456789', ...order.secrets },
  };
  const ended: JobResult[] = [];
  const waiting = new Map<string, Promise<void>>();
  const run = async (id: string, job: TreeObject): Promise<void> => {
    await Promise.all(needsOf(job).map(async (needed) => await waiting.get(needed)));
    ended.push(...(await runMatrix(order, id, job, fixed, ended)));
  };
  // Each is begun a moment later, when all are known, so that one may need another that stands below it.
  for (const [id, job] of Object.entries(membersOf(workflow['jobs']))) {
    waiting.set(
      id,
      Promise.resolve().then(async () => await run(id, membersOf(job))),
    );
  }
  await Promise.all(waiting.values());
  return { jobs: ended, result: worst(ended.map(({ result }) => result)) };
}

async function runMatrix(
  order: Order,
  id: string,
  job: TreeObject,
  fixed: JsonObject,
  ended: readonly JobResult[],
): Promise<readonly JobResult[]> {
  const cancelled = order.cancelled ?? new AbortController().signal;
  const contexts = { ...fixed, needs: needsContext(needsOf(job), ended) };
  const scope: Scope = { contexts, status: statusOf(order.workflow, job, ended, cancelled) };
  const skipped = { id, result: 'skipped', matrix: {}, outputs: {}, steps: [], withheld: [] } as const;
  if (!holds(job['if'], scope)) return [skipped];
  const { combinations, isFailFast } = strategyOf(membersOf(job['strategy']), scope);
  const group = new AbortController();
  return await Promise.all(
    combinations.map(async (matrix) => {
      const seen = { ...scope, contexts: { ...contexts, matrix } };
      if ((await reviewOf(order, id, job, seen)) === 'rejected')
        return { ...skipped, matrix, result: 'failure' as const };
      const signal = AbortSignal.any([cancelled, group.signal]);
      const secrets = Object.values(fixed['secrets'] as Record<string, string>);
      const { workflow, machine, onLine = () => undefined } = order;
      const result = await runJob({
        id,
        job,
        workflow,
        machine,
        contexts,
        matrix,
        secrets,
        cancelled: signal,
        onLine,
      });
      if (isFailFast && result.result === 'failure') group.abort();
      return result;
    }),
  );
}

async function reviewOf(
  order: Order,
  id: string,
  job: TreeObject,
  scope: Scope,
): Promise<'approved' | 'rejected'> {
  const { environment } = job;
  if (environment === undefined) return 'approved';
  const isPlain = typeof environment === 'string' || isExpression(environment);
  const name = textOf(isPlain ? environment : membersOf(environment)['name'], scope);
  return (await order.review?.(name, id)) ?? 'approved';
}

function needsOf(job: TreeObject): readonly string[] {
  return entriesOf(job['needs']).map(wordOf);
}

function needsContext(needs: readonly string[], ended: readonly JobResult[]): JsonObject {
  return Object.fromEntries(
    needs.map((id) => {
      const jobs = ended.filter((one) => one.id === id);
      const outputs = Object.assign({}, ...jobs.map((one) => one.outputs)) as Record<string, string>;
      return [id, { result: worst(jobs.map(({ result }) => result)), outputs }];
    }),
  );
}

/** `success()` of a job asks about all that it needs, directly or not; so one that was skipped far above counts too. */
function statusOf(
  workflow: TreeObject,
  job: TreeObject,
  ended: readonly JobResult[],
  cancelled: AbortSignal,
): Status {
  if (cancelled.aborted) return 'cancelled';
  const jobs = membersOf(workflow['jobs']);
  const above = new Set(needsOf(job));
  for (const id of above) for (const further of needsOf(membersOf(jobs[id]))) above.add(further);
  const results = ended.filter(({ id }) => above.has(id)).map(({ result }) => result);
  if (results.includes('failure')) return 'failure';
  return results.every((result) => result === 'success') ? 'success' : 'cancelled';
}

function worst(results: readonly JobOutcome[]): JobOutcome {
  const order: readonly JobOutcome[] = ['failure', 'cancelled', 'success', 'skipped'];
  return order.find((result) => results.includes(result)) ?? 'skipped';
}
