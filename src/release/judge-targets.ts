import { AwsRejected, PermissionDenied } from '../aws/errors.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ServingGroups } from './serving-groups.ts';

/** Addresses of tasks, by what the load balancers of their service say of them right now. */
export interface TargetVerdicts {
  /** All load balancers of the service were asked, and there is one at least. */
  readonly areKnown: boolean;
  /** Healthy in every target group that serves. */
  readonly healthy: ReadonlySet<string>;
  /** Unhealthy in one at least. */
  readonly failing: ReadonlySet<string>;
}

export const noTargets: TargetVerdicts = { areKnown: false, healthy: new Set(), failing: new Set() };

/**
 * What the load balancers say. ECS judges by that too, but tells it of no task: one that turns bad after the verdict shows here
 * first, and so does one that has come up well since. Who may not ask is told so, and goes by ECS alone.
 * @throws AwsUnavailable, CredentialsFailed: what could not be measured is not good either
 */
export async function judgeTargets(
  { aws, report }: ReleaseContext,
  { targetGroupArns: groups, areAllKnown }: ServingGroups,
): Promise<TargetVerdicts> {
  const states = new Map<string, string[]>();
  let areKnown = groups.length > 0 && areAllKnown;
  for (const group of groups) {
    try {
      for (const { id, state } of await describeTargetHealth(aws, group))
        states.set(id, [...(states.get(id) ?? []), state]);
    } catch (error) {
      if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
      areKnown = false;
      report({
        type: 'warning',
        warning: { kind: 'evidence-missing', what: 'target health', error: error.message },
      });
    }
  }
  const idsWhere = (is: (found: readonly string[]) => boolean): Set<string> =>
    new Set([...states].flatMap(([id, found]) => (is(found) ? [id] : [])));
  return {
    areKnown,
    healthy: idsWhere(
      (found) => found.length >= groups.length && found.every((state) => state === 'healthy'),
    ),
    failing: idsWhere((found) => found.includes('unhealthy')),
  };
}
