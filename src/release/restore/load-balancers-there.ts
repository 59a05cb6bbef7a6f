import { findTargetGroupSettings } from '../../aws/target-group-settings.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { LeftSettings, ServiceMembers } from '../../model/service-members.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * Why load balancers cannot be restored; undefined where nothing is known that stands in the way. AWS refuses the whole update for one target group
 * that is gone, and then nothing goes back at all: what cannot be checked is left too.
 */
export async function whyNotLoadBalancers(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { loadBalancers }: ServiceMembers,
): Promise<LeftSettings['because'] | undefined> {
  const found = await Promise.all(
    targetGroupsIn(loadBalancers).map(async (arn): Promise<LeftSettings['because'] | undefined> => {
      try {
        const group = await findTargetGroupSettings(aws, arn);
        return group === undefined ? { kind: 'gone', what: arn } : undefined;
      } catch (error) {
        if (!(error instanceof EcsdeployError)) throw error;
        return { kind: 'unchecked', what: arn };
      }
    }),
  );
  return found.find((because) => because !== undefined);
}

interface WithTargetGroups {
  readonly targetGroupArn?: string;
  readonly advancedConfiguration?: { readonly alternateTargetGroupArn?: string };
}

function targetGroupsIn(loadBalancers: unknown): string[] {
  const all = Array.isArray(loadBalancers) ? (loadBalancers as readonly WithTargetGroups[]) : [];
  return all.flatMap(({ targetGroupArn, advancedConfiguration }) =>
    [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn].filter((arn) => arn !== undefined),
  );
}
