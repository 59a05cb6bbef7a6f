import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { ServiceRecord } from '../../../src/sandbox/ecs/records/service.ts';
import type { Rehearsal } from './rehearsal.ts';

const infrastructureRole = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';

/** A load balancer between two target groups, with a listener for production and one for tests. */
export interface TwoGroups {
  readonly blue: string;
  readonly green: string;
  readonly productionRule: string;
  readonly testRule: string;
  readonly loadBalancer: LoadBalancer;
}

interface Settings {
  readonly name?: string;
  /** Weights of blue and green in the production rule. Default: 1 and 0; undefined leaves a group out. */
  readonly production?: readonly [number | undefined, number | undefined];
  readonly test?: readonly [number | undefined, number | undefined];
  readonly type?: 'application' | 'network';
}

export function twoGroups(rehearsal: Pick<Rehearsal, 'call'>, settings: Settings = {}): TwoGroups {
  const { name = 'web', production = [1, 0], test = [1, 0], type = 'application' } = settings;
  const isNetwork = type === 'network';
  const protocol = isNetwork ? ('TCP' as const) : ('HTTP' as const);
  const groupNamed = (suffix: string): string => {
    const made = rehearsal.call(elbv2Operations.CreateTargetGroup, {
      Name: `${name}-${suffix}`,
      Protocol: protocol,
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      UnhealthyThresholdCount: 2,
    });
    const arn = made.TargetGroups![0]!.TargetGroupArn!;
    rehearsal.call(elbv2Operations.ModifyTargetGroupAttributes, {
      TargetGroupArn: arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }],
    });
    return arn;
  };
  const [blue, green] = [groupNamed('blue'), groupNamed('green')];
  const { LoadBalancers } = rehearsal.call(elbv2Operations.CreateLoadBalancer, {
    Name: name,
    Type: type,
    Subnets: ['subnet-1', 'subnet-2'],
  });
  const listener = (port: number, weights: readonly [number | undefined, number | undefined]): string => {
    const { Listeners } = rehearsal.call(elbv2Operations.CreateListener, {
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn!,
      Port: port,
      Protocol: protocol,
      DefaultActions: [forward([blue, weights[0]], [green, weights[1]])],
    });
    const arn = Listeners![0]!.ListenerArn!;
    if (isNetwork) return arn;
    const { Rules } = rehearsal.call(elbv2Operations.DescribeRules, { ListenerArn: arn });
    return Rules!.at(-1)!.RuleArn!;
  };
  const productionRule = listener(80, production);
  const testRule = listener(8080, test);
  return {
    blue,
    green,
    productionRule,
    testRule,
    loadBalancer: {
      targetGroupArn: blue,
      containerName: 'app',
      containerPort: 8080,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: productionRule,
        testListenerRule: testRule,
        roleArn: infrastructureRole,
      },
    },
  };
}

export function forward(...groups: readonly (readonly [string, number | undefined])[]): {
  Type: 'forward';
  ForwardConfig: { TargetGroups: TargetGroupTuple[] };
} {
  const TargetGroups = groups.flatMap(([TargetGroupArn, Weight]) =>
    Weight === undefined ? [] : [{ TargetGroupArn, Weight }],
  );
  return { Type: 'forward', ForwardConfig: { TargetGroups } };
}

/** The weights of a rule's target groups, in its order. */
export function weightsOf(rehearsal: Rehearsal, rule: string): [string, number][] {
  const { elbv2 } = rehearsal.world;
  const actions = (elbv2.listener(rule)?.defaultRule ?? elbv2.rule(rule))?.actions ?? [];
  return (actions.at(-1)?.ForwardConfig?.TargetGroups ?? []).map((group) => [
    group.TargetGroupArn!,
    group.Weight!,
  ]);
}

/** The sandbox's own record of the service `web`. */
export function webOf(rehearsal: Rehearsal): ServiceRecord {
  return rehearsal.world.ecs.clusters.get('demo')!.services.get('web')!;
}
