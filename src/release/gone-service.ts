import type { ServiceState } from '../aws/service-state.ts';
import { describeService, isRejection, requireService } from '../aws/services.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { ReleaseContext } from './release-context.ts';
import { resultOf } from './result.ts';

/**
 * The service, for whoever asks how a deployment of it ended. AWS shows a deleted service for a while: then that is the answer,
 * and not that there is none of this name.
 * @throws ClusterNotFound, ServiceNotFound
 */
export async function findServiceOrGone(
  { aws }: ReleaseContext,
  ref: ServiceRef,
): Promise<ServiceState | 'gone'> {
  const state = await describeService(aws, ref).catch((error: unknown) => {
    if (isRejection(error, 'ClusterNotFoundException')) return undefined;
    throw error;
  });
  if (state === undefined) return await requireService(aws, ref);
  return state.status === 'ACTIVE' ? state : 'gone';
}

/** How every deployment of a deleted service has ended. */
export function goneResult(
  context: ReleaseContext,
  action: ReleaseResult['action'],
  service: ServiceRef,
  startedAt: number,
): ReleaseResult {
  const because = { kind: 'service-gone', status: 'deleted' } as const;
  return resultOf(context, { action, service, startedAt, outcome: { kind: 'stopped', because } });
}
