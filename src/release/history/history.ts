import { requireService } from '../../aws/services.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { ReleaseHistory } from '../../model/release-history.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { checkAccount } from '../check-account.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { NamedGroup } from '../requests.ts';
import { whileReading } from '../while-reading.ts';
import { readReleases } from './read-releases.ts';
import { Refusals } from './reads-refused.ts';

export interface HistoryRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** How many releases, the newest first. */
  readonly limit: number;
}

/**
 * What has been released to a service, also beyond AWS's memory as far as stamps tell.
 * @throws ClusterNotFound, ServiceNotFound, WrongAccount, and what reading throws
 */
export async function history(context: ReleaseContext, request: HistoryRequest): Promise<ReleaseHistory> {
  return await whileReading(context, async (reading) => {
    const { service, ...where } = await locateService(reading, request);
    const { limit } = request;
    const group = await groupOf(reading, service, request.codeDeploy);
    const refusals = new Refusals();
    const { onRefused } = refusals;
    const releases = await readReleases(reading, { service, group, limit, stamps: true, onRefused });
    const { missing } = refusals;
    return { ...where, service: service.ref, releases, ...(missing.length > 0 && { missing }) };
  });
}

/** The service, with what a person wants to know of where it is. @throws ClusterNotFound, ServiceNotFound, WrongAccount */
export async function locateService(
  context: ReleaseContext,
  { service: ref, account: configured }: Pick<HistoryRequest, 'service' | 'account'>,
): Promise<{ service: ServiceState; account: string; region: string; at: number }> {
  const [service] = await Promise.all([requireService(context.aws, ref), checkAccount(context, configured)]);
  const [, , , region = '', account = ''] = service.arn.split(':');
  return { service, account, region, at: context.clock.now() };
}

/** Undefined where ECS itself releases to the service. @throws what finding the group throws */
export async function groupOf(
  context: ReleaseContext,
  service: ServiceState,
  named: NamedGroup = {},
): Promise<CodeDeployGroup | undefined> {
  if (service.controller !== 'CODE_DEPLOY') return undefined;
  return (await findGroupOf(context, service, named)).state;
}
