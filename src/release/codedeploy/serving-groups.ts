import { findDeploymentGroup } from '../../aws/codedeploy-groups.ts';
import { AwsRejected, PermissionDenied } from '../../aws/errors.ts';
import { describeListenerWeights, type RuleWeights } from '../../aws/listener-rules.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import { nameFromArn } from '../../model/service-ref.ts';
import type { ExpectedTraffic } from '../judge-weights.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { ServingGroups } from '../serving-groups.ts';

/**
 * The target group that the PRIMARY task set is served by, and the rules that should send everything there: those of the production
 * listener that forward to one of the pair. CodeDeploy gives the service the target group of its PRIMARY task set, and changes no
 * other rules. Who may not read them is told so.
 * @throws AwsUnavailable, CredentialsFailed
 */
export async function groupsOfCodeDeploy(
  context: ReleaseContext,
  service: Pick<ServiceState, 'loadBalancers'>,
  group: CodeDeployGroup,
): Promise<ServingGroups> {
  const targetGroupArns = service.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  const [serving] = targetGroupArns;
  if (serving === undefined) return { targetGroupArns, traffic: [], areAllKnown: false };
  try {
    const found = await findDeploymentGroup(context.aws, group);
    const traffic: ExpectedTraffic[] = [];
    for (const listener of found?.productionListeners ?? []) {
      const rules = await describeListenerWeights(context.aws, listener);
      traffic.push(...expectedOf(rules, found?.targetGroups ?? [], serving));
    }
    return { targetGroupArns, traffic, areAllKnown: true };
  } catch (error) {
    if (!(error instanceof PermissionDenied || error instanceof AwsRejected)) throw error;
    const warning = { kind: 'evidence-missing', what: 'listener rules', error: error.message } as const;
    context.report({ type: 'warning', warning });
    return { targetGroupArns, traffic: [], areAllKnown: true };
  }
}

/**
 * Of the rules of a listener, those that forward to one of a pair of target groups, with the one that all of it should go to. Pure.
 * @param pair names of the target groups
 */
export function expectedOf(
  rules: readonly RuleWeights[],
  pair: readonly string[],
  serving: string,
): ExpectedTraffic[] {
  return rules
    .filter(({ groups }) => groups.some(({ targetGroupArn }) => pair.includes(nameOf(targetGroupArn))))
    .map(({ rule }) => ({ rule, targetGroupArn: serving }));
}

/** `…:targetgroup/web-blue/1122334455667788` */
function nameOf(targetGroupArn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(targetGroupArn)?.[1] ?? nameFromArn(targetGroupArn);
}
