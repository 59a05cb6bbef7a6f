import type { World } from '../../world.ts';
import type { ServiceRecord } from '../records/service.ts';
import type { ServiceRevisionRecord } from '../records/service-revision.ts';
import { rulesNow } from './find-rule.ts';
import { judgeRules, soleServing } from './judge-rules.ts';
import { managedLoadBalancers, otherOfPair } from './managed-load-balancers.ts';
import { networkingText } from './networking-texts.ts';

/** `statusReason`: why the service deployment rolls back. */
export type Prepared =
  { readonly kind: 'ready' } | { readonly kind: 'invalid'; readonly statusReason: string };

/**
 * Decides with which of its two target groups each load balancer serves a new revision, before its first task: with the one that gets no
 * requests now, and with `targetGroupArn` for the first revision of a service. Notes it on the revision, unless the rules do not allow it.
 */
export function prepareTraffic(
  world: World,
  service: ServiceRecord,
  target: ServiceRevisionRecord,
): Prepared {
  const isFirst = sourcesOf(service, target) === 0;
  const targetGroups = new Map<string, string>();
  for (const managed of managedLoadBalancers(target.workload.loadBalancers)) {
    const rules = rulesNow(world, managed);
    const fault = judgeRules(managed, rules, isFirst);
    if (fault !== undefined) return { kind: 'invalid', statusReason: networkingText(fault) };
    const serving = soleServing(managed, rules.production ?? []);
    if ('kind' in serving) return { kind: 'invalid', statusReason: networkingText(serving) };
    const chosen = isFirst ? managed.targetGroupArn : otherOfPair(managed, serving.targetGroupArn);
    targetGroups.set(managed.targetGroupArn, chosen);
  }
  if (targetGroups.size > 0) target.traffic = { targetGroups, production: 0, test: 0 };
  return { kind: 'ready' };
}

function sourcesOf(service: ServiceRecord, target: ServiceRevisionRecord): number {
  const own = service.serviceDeployments.find((record) => record.deployment.revision === target);
  return own?.sources.length ?? 0;
}
