import { tagImage, untagImage } from '../../aws/image-tags.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ProtectionPlan, ProtectionResult } from '../../model/image-protection.ts';
import { Interrupted } from '../interrupted.ts';
import type { ReleaseContext } from '../release-context.ts';

type Step = ProtectionResult['failures'][number]['step'];

/**
 * Gives the tags that are missing, and only then takes those that are stale: an image is never without the one that it needs. What ECR
 * refuses for one image is noted, and the others go on. The result says what was done.
 */
export async function carryOutProtection(
  { aws, interrupt }: Pick<ReleaseContext, 'aws' | 'interrupt'>,
  plan: ProtectionPlan,
): Promise<ProtectionResult> {
  const added: string[] = [];
  const removed: string[] = [];
  const failures: { tag: string; step: Step; message: string }[] = [];
  const take = async (step: Step, tag: string, act: () => Promise<void>): Promise<void> => {
    interrupt.throwIfAborted();
    try {
      await act();
      (step === 'add' ? added : removed).push(tag);
    } catch (error) {
      if (!(error instanceof EcsdeployError)) throw error;
      failures.push({ tag, step, message: error.message });
    }
  };
  const result = (end: ProtectionResult['end']): ProtectionResult => ({
    plan,
    added,
    removed,
    failures,
    end,
  });
  try {
    for (const { repository, digest, tag, isTagged } of plan.needed) {
      if (!isTagged) await take('add', `${repository}:${tag}`, () => tagImage(aws, repository, digest, tag));
    }
    for (const { repository, tag, isLast } of plan.stale) {
      if (!isLast) await take('remove', `${repository}:${tag}`, () => untagImage(aws, repository, tag));
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return { ...result('interrupted'), signal: error.signal };
  }
  return result(failures.length === 0 ? 'done' : 'failed');
}

/** A plan of which nothing was carried out. */
export function leaveProtection(plan: ProtectionPlan): ProtectionResult {
  return { plan, added: [], removed: [], failures: [], end: 'planned' };
}
