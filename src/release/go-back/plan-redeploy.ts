import type { ReleasePlan } from '../../model/release-plan.ts';
import type { RegisteredTaskDefinition } from '../../model/task-definition.ts';
import { compareTaskDefinitions } from '../../task-definitions/compare.ts';
import { originIn } from '../../task-definitions/tags.ts';
import type { FoundTarget } from './choose-target.ts';
import { redeploying } from './way-back-of.ts';

/**
 * A plan of bringing an earlier revision in, completed: what changes besides the image, what it costs, and, where the revision is INACTIVE, that it is
 * registered again first. Pure.
 * @param now the revision that serves
 */
export function completePlan(
  plan: ReleasePlan,
  target: FoundTarget,
  now: RegisteredTaskDefinition,
): ReleasePlan {
  const { revision } = target;
  const completed = {
    ...plan,
    current: { ...plan.current, origin: originIn(now.tags) },
    differences: compareTaskDefinitions(now.definition, revision.definition),
    wayBack: redeploying(target, plan.strategy),
  };
  if (revision.status === 'ACTIVE') return completed;
  return {
    ...completed,
    target: { ...plan.target, taskDefinition: undefined },
    steps: [{ kind: 'register', undo: 'none-needed' }, ...plan.steps],
  };
}

/** The plan once the revision is there. Pure. */
export function withRevision(plan: ReleasePlan, taskDefinition: string): ReleasePlan {
  return { ...plan, target: { ...plan.target, taskDefinition } };
}
