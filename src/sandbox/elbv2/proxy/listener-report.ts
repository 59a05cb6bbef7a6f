import type { World } from '../../world.ts';
import type { Listener } from '../listener.ts';
import { targetKey, type TargetEndpoint } from '../target.ts';
import type { OwnAnswers, TargetTally } from '../traffic.ts';
import { forwardedTo } from '../listener.ts';
import { decide } from './decide.ts';

/** A listener, and where this machine reaches it. */
export interface ListenerPlace {
  readonly listenerArn: string;
  /** Its load balancer's name. */
  readonly loadBalancer: string;
  readonly dnsName: string;
  readonly protocol: string;
  /** The listener's own, which need not be the one of the URL. */
  readonly port: number;
  /** `http://127.0.0.1:<port>`, or `tcp://…`. Absent where the sandbox forwards nothing; `note` says why. */
  readonly url?: string | undefined;
  readonly note?: string | undefined;
  /** Its rules that forward, in the order in which they are tried. */
  readonly rules: readonly RuleReport[];
}

interface RuleReport {
  readonly ruleArn: string;
  readonly priority: number | 'default';
  readonly targetGroups: readonly { readonly name: string; readonly weight: number }[];
}

/** What `GET /_sandbox/listeners` tells of a listener. */
export interface ListenerReport extends ListenerPlace {
  /** What its load balancer answered itself, through all its listeners. */
  readonly ownAnswers: OwnAnswers;
  readonly targetGroups: readonly {
    readonly targetGroupArn: string;
    readonly name: string;
    readonly targets: readonly TargetReport[];
  }[];
}

interface TargetReport extends TargetTally {
  readonly id: string;
  readonly port: number;
  readonly state: string;
  /** Where a real target is reached; absent for a simulated one. */
  readonly endpoint?: TargetEndpoint | undefined;
}

/** Where the rules of a listener send requests, and in which shares. */
export function forwardingRules({ elbv2 }: World, listener: Listener): RuleReport[] {
  return elbv2.rulesOf(listener).flatMap(({ arn, priority, actions }) => {
    const decision = decide(actions);
    if (decision.kind !== 'forward') return [];
    const targetGroups = decision.groups.map(({ targetGroupArn, weight }) => ({
      name: elbv2.targetGroup(targetGroupArn)?.name ?? '',
      weight,
    }));
    return [{ ruleArn: arn, priority, targetGroups }];
  });
}

/** Adds to a listener's place which targets stand behind it, and what was sent to them so far. */
export function reportOf(world: World, listener: Listener, place: ListenerPlace): ListenerReport {
  const { elbv2 } = world;
  const arns = new Set(elbv2.rulesOf(listener).flatMap((rule) => forwardedTo(rule.actions)));
  const groups = [...arns].map((arn) => elbv2.targetGroup(arn)).filter((group) => group !== undefined);
  return {
    ...place,
    ownAnswers: elbv2.traffic.ofLoadBalancer(listener.loadBalancerArn),
    targetGroups: groups.map((group) => ({
      targetGroupArn: group.arn,
      name: group.name,
      targets: elbv2.traffic.targetsOf(group).map(({ address, tally }) => ({
        ...address,
        state: elbv2.targetHealth(group.arn, address).state,
        endpoint: group.targets.get(targetKey(address))?.endpoint,
        ...tally,
      })),
    })),
  };
}
