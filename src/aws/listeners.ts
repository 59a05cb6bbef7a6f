import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Json } from '../model/task-definition.ts';
import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { toGroups, type RuleWeights } from './listener-rules.ts';

/** A listener with all its rules; that of a Network Load Balancer has only its default. */
export interface ListenerState {
  /** ARN. */
  readonly arn: string;
  readonly loadBalancer: 'application' | 'network';
  readonly rules: readonly ListenerRule[];
}

export interface ListenerRule {
  /** ARN; that of the listener where it has no rules. */
  readonly arn: string;
  /** `default`, or its number. */
  readonly priority: string;
  readonly isDefault: boolean;
  /** In AWS's spelling, so that they can be sent back with one of them changed. */
  readonly actions: readonly Json[];
  readonly groups: RuleWeights['groups'];
}

/** A listener as it stands. @param arn of a listener of an application or network load balancer */
export async function describeListener(aws: Aws, arn: string): Promise<ListenerState> {
  if (arn.includes(':listener/net/')) {
    const output = await call(
      aws,
      { operation: 'elasticloadbalancing:DescribeListeners', repeat: 'freely' },
      aws.clients.elbv2,
      (elbv2, send) => elbv2.describeListeners({ ListenerArns: [arn] }, send),
    );
    const actions = output.Listeners?.[0]?.DefaultActions ?? [];
    const rule = { arn, priority: 'default', isDefault: true, ...toActions(actions) };
    return { arn, loadBalancer: 'network', rules: [rule] };
  }
  const rules: ListenerRule[] = [];
  let marker: string | undefined;
  do {
    const page = marker === undefined ? {} : { Marker: marker };
    const output = await call(
      aws,
      { operation: 'elasticloadbalancing:DescribeRules', repeat: 'freely' },
      aws.clients.elbv2,
      (elbv2, send) => elbv2.describeRules({ ListenerArn: arn, ...page }, send),
    );
    for (const { RuleArn = '', Priority = '', IsDefault = false, Actions = [] } of output.Rules ?? [])
      rules.push({ arn: RuleArn, priority: Priority, isDefault: IsDefault, ...toActions(Actions) });
    marker = output.NextMarker;
  } while (marker !== undefined);
  return { arn, loadBalancer: 'application', rules };
}

function toActions(actions: readonly Action[]): Pick<ListenerRule, 'actions' | 'groups'> {
  return {
    // What the SDK has read is JSON; members that are absent stay absent.
    actions: JSON.parse(JSON.stringify(actions)) as Json[],
    groups: actions.flatMap(toGroups),
  };
}
