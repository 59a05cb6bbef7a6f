import {
  deleteTaskDefinitions,
  deregisterTaskDefinition,
  mostDeletions,
} from '../../aws/retire-task-definitions.ts';
import { AwsRejected } from '../../aws/errors.ts';
import { inBatches } from '../../aws/pages.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PruneFailure, PrunePlan, PruneResult, PruneStep } from '../../model/revision-pruning.ts';
import { revisionName } from '../../model/service-ref.ts';
import { Interrupted } from '../interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';

export interface PruneProgress {
  readonly step: PruneStep;
  readonly done: number;
  readonly of: number;
}

type Acting = Pick<ReleaseContext, 'aws' | 'interrupt'>;

/**
 * Takes the steps of a plan: the oldest revision first, at AWS's pace. A refusal of one revision is noted, and the others go on; what
 * would refuse all the others too (a permission, credentials, no answer) ends it. Nothing is thrown away: the result says what was done.
 */
export async function carryOutPruning(
  context: Acting,
  plan: PrunePlan,
  onProgress: (progress: PruneProgress) => void = () => undefined,
): Promise<PruneResult> {
  const work = new Work(plan);
  try {
    await deregisterAll(context, work, onProgress);
    await deleteAll(context, work, onProgress);
  } catch (error) {
    if (error instanceof Interrupted) return { ...work.result('interrupted'), signal: error.signal };
    if (!(error instanceof EcsdeployError)) throw error;
  }
  return work.result(work.failures.length === 0 ? 'done' : 'failed');
}

/** A plan of which nothing was carried out. */
export function leavePlan(plan: PrunePlan, end: 'planned' | 'declined'): PruneResult {
  return new Work(plan).result(end);
}

async function deregisterAll(
  { aws, interrupt }: Acting,
  work: Work,
  onProgress: (progress: PruneProgress) => void,
): Promise<void> {
  const wanted = work.wanting('deregister');
  for (const [index, revision] of wanted.entries()) {
    interrupt.throwIfAborted();
    onProgress({ step: 'deregister', done: index, of: wanted.length });
    try {
      await deregisterTaskDefinition(aws, revision);
      work.deregistered.push(revision);
    } catch (error) {
      work.fail([revision], 'deregister', error);
    }
  }
}

/** Only what is INACTIVE by now: what was not deregistered is not asked for. */
async function deleteAll(
  { aws, interrupt }: Acting,
  work: Work,
  onProgress: (progress: PruneProgress) => void,
): Promise<void> {
  const failed = new Set(work.failures.map(({ revision }) => revision));
  const wanted = work.wanting('delete').filter((revision) => !failed.has(revision));
  for (const some of inBatches(wanted, mostDeletions)) {
    interrupt.throwIfAborted();
    onProgress({ step: 'delete', done: work.deleted.length, of: wanted.length });
    try {
      const refused = await deleteTaskDefinitions(aws, some);
      work.deleted.push(...some.filter((one) => !refused.some(({ name }) => revisionName(name) === one)));
      for (const { name, reason } of refused) {
        work.failures.push({ revision: revisionName(name), step: 'delete', message: reason });
      }
    } catch (error) {
      work.fail(some, 'delete', error);
    }
  }
}

/** What was done so far. */
class Work {
  readonly deregistered: string[] = [];
  readonly deleted: string[] = [];
  readonly failures: PruneFailure[] = [];
  readonly #plan: PrunePlan;

  constructor(plan: PrunePlan) {
    this.#plan = plan;
  }

  /** The oldest first. */
  wanting(step: PruneStep): string[] {
    const wanting = this.#plan.revisions.filter(({ steps }) => steps.includes(step));
    return wanting.map(({ revision }) => revision).reverse();
  }

  /** @throws what concerns more than these revisions, once it is noted */
  fail(revisions: readonly string[], step: PruneStep, error: unknown): void {
    if (!(error instanceof EcsdeployError)) throw error;
    const { message } = error;
    this.failures.push(...revisions.map((revision) => ({ revision, step, message })));
    if (!(error instanceof AwsRejected)) throw error;
  }

  result(end: PruneResult['end']): PruneResult {
    const { deregistered, deleted, failures } = this;
    const isOver = (revision: string, step: PruneStep): boolean =>
      (step === 'deregister' ? deregistered : deleted).includes(revision) ||
      failures.some((failure) => failure.revision === revision && failure.step === step);
    const left = (['deregister', 'delete'] as const).flatMap((step) =>
      this.wanting(step)
        .filter((revision) => !isOver(revision, step))
        .map((revision) => ({ revision, step })),
    );
    return { plan: this.#plan, deregistered, deleted, failures, left, end };
  }
}
