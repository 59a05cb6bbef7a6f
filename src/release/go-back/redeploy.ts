import type { ReleaseResult } from '../../model/release-result.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { GoBackOrder } from './order.ts';
import { redeployByCodeDeploy } from './redeploy-codedeploy.ts';
import { redeployByEcs } from './redeploy-ecs.ts';

/** Brings in again what succeeded before, or what was named; nothing of the service is in progress. */
export async function redeployEarlier(context: ReleaseContext, order: GoBackOrder): Promise<ReleaseResult> {
  return order.controller.kind === 'codedeploy'
    ? await redeployByCodeDeploy(context, order)
    : await redeployByEcs(context, order);
}
