import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

let sandbox: Sandbox;
let elbv2: ReturnType<typeof clientsOf>['elbv2'];
beforeEach(() => {
  sandbox = new Sandbox();
  ({ elbv2 } = clientsOf(sandbox));
});

async function createLoadBalancer(name = 'shop'): Promise<string> {
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: ['subnet-1', 'subnet-2'] }),
  );
  return LoadBalancers![0]!.LoadBalancerArn!;
}

async function createGroup(name: string): Promise<string> {
  const { TargetGroups } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
    }),
  );
  return TargetGroups![0]!.TargetGroupArn!;
}

async function createListener(loadBalancer: string, group: string): Promise<string> {
  const { Listeners } = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
    }),
  );
  return Listeners![0]!.ListenerArn!;
}

function createRule(ListenerArn: string, Priority: number, TargetGroupArn: string) {
  return elbv2.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority,
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
}

describe('a load balancer', () => {
  it('is provisioned before it is active', async () => {
    const arn = await createLoadBalancer();
    expect(arn).toMatch(
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/shop\/[0-9a-f]{16}$/,
    );
    const look = () => elbv2.send(new DescribeLoadBalancersCommand({ Names: ['shop'] }));
    expect((await look()).LoadBalancers?.[0]?.State).toEqual({ Code: 'provisioning' });
    sandbox.control.advance(10_000);
    expect((await look()).LoadBalancers?.[0]).toMatchObject({
      State: { Code: 'active' },
      Type: 'application',
    });
  });

  it('asked for a second time with the same settings is the same one, with others a refusal', async () => {
    expect(await createLoadBalancer()).toBe(await createLoadBalancer());
    const other = elbv2.send(
      new CreateLoadBalancerCommand({ Name: 'shop', Subnets: ['subnet-3', 'subnet-4'] }),
    );
    expect(await refusal(other)).toEqual({
      name: 'DuplicateLoadBalancerNameException',
      message: "A load balancer with the same name 'shop' exists, but with different settings",
    });
  });

  it('has attributes and tags', async () => {
    const arn = await createLoadBalancer();
    const { Attributes } = await elbv2.send(
      new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }),
    );
    expect(Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '60' });
    await elbv2.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'team', Value: 'shop' }] }));
    const { TagDescriptions } = await elbv2.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
    expect(TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'team', Value: 'shop' }] }]);
  });

  it('has attributes that can be changed, all that are given or none', async () => {
    const LoadBalancerArn = await createLoadBalancer();
    const set = (...Attributes: { Key: string; Value: string }[]) =>
      elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
    const idle = { Key: 'idle_timeout.timeout_seconds', Value: '5' };
    expect((await refusal(set(idle, { Key: 'no.such', Value: '1' }))).message).toBe(
      "Load balancer attribute key 'no.such' is not recognized",
    );
    expect((await refusal(set({ ...idle, Value: '0' }))).message).toBe(
      "'idle_timeout.timeout_seconds' must be between '1' and '4000' inclusive",
    );
    const look = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn });
    expect((await elbv2.send(look)).Attributes).toContainEqual({ ...idle, Value: '60' });
    expect((await set(idle)).Attributes).toContainEqual(idle);
  });

  it('takes its listeners and rules with it', async () => {
    const [balancer, group] = [await createLoadBalancer(), await createGroup('blue')];
    const listener = await createListener(balancer, group);
    await createRule(listener, 1, group);
    await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: balancer }));
    expect((await refusal(elbv2.send(new DescribeListenersCommand({ ListenerArns: [listener] })))).name).toBe(
      'ListenerNotFoundException',
    );
    await elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: group }));
  });
});

describe('a target group', () => {
  it('has the documented defaults', async () => {
    await createGroup('blue');
    const { TargetGroups } = await elbv2.send(new DescribeTargetGroupsCommand({ Names: ['blue'] }));
    expect(TargetGroups).toMatchObject([
      {
        HealthCheckProtocol: 'HTTP',
        HealthCheckPort: 'traffic-port',
        HealthCheckPath: '/',
        HealthCheckIntervalSeconds: 30,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 5,
        UnhealthyThresholdCount: 2,
        Matcher: { HttpCode: '200' },
        LoadBalancerArns: [],
      },
    ]);
  });

  it('is known to its load balancer as long as a listener or a rule names it', async () => {
    const [balancer, blue, green] = [
      await createLoadBalancer(),
      await createGroup('blue'),
      await createGroup('green'),
    ];
    const listener = await createListener(balancer, blue);
    const { Rules } = await createRule(listener, 1, green);
    const groups = async () =>
      (await elbv2.send(new DescribeTargetGroupsCommand({ LoadBalancerArn: balancer }))).TargetGroups?.map(
        (group) => group.TargetGroupName,
      );
    expect(await groups()).toEqual(['blue', 'green']);
    expect(await refusal(elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn: green })))).toEqual({
      name: 'ResourceInUseException',
      message: `The target group '${green}' is currently in use by a listener or a rule`,
    });
    await elbv2.send(new DeleteRuleCommand({ RuleArn: Rules![0]!.RuleArn! }));
    expect(await groups()).toEqual(['blue']);
  });

  it('has attributes that can be changed within their ranges', async () => {
    const arn = await createGroup('blue');
    const set = (Value: string, Key = 'deregistration_delay.timeout_seconds') =>
      elbv2.send(
        new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes: [{ Key, Value }] }),
      );
    await set('7');
    const { Attributes } = await elbv2.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }),
    );
    expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '7' });
    expect((await refusal(set('3601'))).message).toBe(
      "'deregistration_delay.timeout_seconds' must be between '0' and '3600' inclusive",
    );
    expect((await refusal(set('1', 'no.such'))).message).toBe(
      "Target group attribute key 'no.such' is not recognized",
    );
  });

  it('changes its health check where asked', async () => {
    const arn = await createGroup('blue');
    const { TargetGroups } = await elbv2.send(
      new ModifyTargetGroupCommand({
        TargetGroupArn: arn,
        HealthCheckIntervalSeconds: 10,
        Matcher: { HttpCode: '200-299' },
      }),
    );
    expect(TargetGroups).toMatchObject([
      { HealthCheckIntervalSeconds: 10, Matcher: { HttpCode: '200-299' } },
    ]);
  });

  it.each([
    [{ Name: 'x'.repeat(33) }, `Target group name '${'x'.repeat(33)}' cannot be longer than '32' characters`],
    [
      { Port: 0 },
      "1 validation error detected: Value '0' at 'port' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 },
      'Health check interval must be greater than the timeout.',
    ],
    [{ Protocol: undefined }, 'A protocol must be specified'],
  ])('refuses %j', async (change, message) => {
    const input = { Name: 'blue', Protocol: 'HTTP' as const, Port: 80, VpcId: 'vpc-1', ...change };
    expect(await refusal(elbv2.send(new CreateTargetGroupCommand(input)))).toEqual({
      name: 'ValidationError',
      message,
    });
  });

  it.each([
    [
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/no/1',
      'TargetGroupNotFoundException',
      'One or more target groups not found',
    ],
    ['blue', 'ValidationError', "'blue' is not a valid target group ARN"],
  ])('named %s is refused', async (arn, name, message) => {
    const call = elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
    expect(await refusal(call)).toEqual({ name, message });
  });
});

describe('a listener', () => {
  it('with one target group shows it twice, with two only their weights', async () => {
    const [balancer, blue, green] = [
      await createLoadBalancer(),
      await createGroup('blue'),
      await createGroup('green'),
    ];
    const listener = await createListener(balancer, blue);
    const look = async () =>
      (await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn: balancer }))).Listeners?.[0]
        ?.DefaultActions;
    expect(await look()).toEqual([
      {
        Type: 'forward',
        TargetGroupArn: blue,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
    const TargetGroups = [
      { TargetGroupArn: blue, Weight: 90 },
      { TargetGroupArn: green, Weight: 10 },
    ];
    await elbv2.send(
      new ModifyListenerCommand({
        ListenerArn: listener,
        DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      }),
    );
    expect(await look()).toEqual([
      { Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } } },
    ]);
  });

  it('does not share its port', async () => {
    const [balancer, blue, green] = [
      await createLoadBalancer(),
      await createGroup('blue'),
      await createGroup('green'),
    ];
    await createListener(balancer, blue);
    expect(await refusal(createListener(balancer, green))).toEqual({
      name: 'DuplicateListenerException',
      message: 'A listener with the specified port already exists.',
    });
  });

  it('does not forward to a target group of another load balancer', async () => {
    const [one, other, blue] = [
      await createLoadBalancer(),
      await createLoadBalancer('other'),
      await createGroup('blue'),
    ];
    await createListener(one, blue);
    expect((await refusal(createListener(other, blue))).name).toBe('TargetGroupAssociationLimitException');
  });
});

describe('a rule', () => {
  let listener: string;
  let blue: string;
  beforeEach(async () => {
    blue = await createGroup('blue');
    listener = await createListener(await createLoadBalancer(), blue);
  });
  const rules = async () =>
    (await elbv2.send(new DescribeRulesCommand({ ListenerArn: listener }))).Rules ?? [];

  it('comes before the default one, in the order of priorities', async () => {
    await createRule(listener, 20, blue);
    await createRule(listener, 3, blue);
    expect((await rules()).map((rule) => [rule.Priority, rule.IsDefault])).toEqual([
      ['3', false],
      ['20', false],
      ['default', true],
    ]);
  });

  it('does not share its priority', async () => {
    await createRule(listener, 1, blue);
    expect(await refusal(createRule(listener, 1, blue))).toEqual({
      name: 'PriorityInUseException',
      message: 'The specified priority is in use.',
    });
  });

  it('can change places with another', async () => {
    const first = (await createRule(listener, 1, blue)).Rules![0]!.RuleArn!;
    const second = (await createRule(listener, 2, blue)).Rules![0]!.RuleArn!;
    const RulePriorities = [
      { RuleArn: first, Priority: 2 },
      { RuleArn: second, Priority: 1 },
    ];
    await elbv2.send(new SetRulePrioritiesCommand({ RulePriorities }));
    expect((await rules()).map((rule) => rule.RuleArn).slice(0, 2)).toEqual([second, first]);
    const taken = elbv2.send(
      new SetRulePrioritiesCommand({ RulePriorities: [{ RuleArn: first, Priority: 1 }] }),
    );
    expect((await refusal(taken)).name).toBe('PriorityInUseException');
  });

  it('keeps its conditions when only its actions are modified', async () => {
    const rule = (await createRule(listener, 1, blue)).Rules![0]!;
    const green = await createGroup('green');
    const { Rules } = await elbv2.send(
      new ModifyRuleCommand({ RuleArn: rule.RuleArn, Actions: [{ Type: 'forward', TargetGroupArn: green }] }),
    );
    expect(Rules).toMatchObject([{ Conditions: rule.Conditions, Actions: [{ TargetGroupArn: green }] }]);
  });

  it('tells a path and a host in both of the ways in which they can be given', async () => {
    const paths = ['/a', '/b'];
    const hosts = ['shop.example'];
    const { Rules } = await elbv2.send(
      new CreateRuleCommand({
        ListenerArn: listener,
        Priority: 5,
        Conditions: [
          { Field: 'path-pattern', PathPatternConfig: { Values: paths } },
          { Field: 'host-header', Values: hosts },
          { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
        ],
        Actions: [{ Type: 'forward', TargetGroupArn: blue }],
      }),
    );
    expect(Rules?.[0]?.Conditions).toEqual([
      { Field: 'path-pattern', Values: paths, PathPatternConfig: { Values: paths } },
      { Field: 'host-header', Values: hosts, HostHeaderConfig: { Values: hosts } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    ]);
  });

  it('with transforms is refused, as they would have no effect', async () => {
    const rule = (await createRule(listener, 1, blue)).Rules![0]!;
    const Transforms = [{ Type: 'url-rewrite' as const, UrlRewriteConfig: { Rewrites: [] } }];
    expect(await refusal(elbv2.send(new ModifyRuleCommand({ RuleArn: rule.RuleArn, Transforms })))).toEqual({
      name: 'ValidationError',
      message: 'The ecsdeploy sandbox does not support transforms of a rule yet.',
    });
  });

  it('that is the default one is neither modified nor deleted', async () => {
    const RuleArn = (await rules()).at(-1)!.RuleArn!;
    const errors = [
      await refusal(elbv2.send(new DeleteRuleCommand({ RuleArn }))),
      await refusal(elbv2.send(new ModifyRuleCommand({ RuleArn, Conditions: [] }))),
    ];
    expect(errors.map((error) => error.name)).toEqual(Array(2).fill('OperationNotPermittedException'));
  });

  it('goes with its listener', async () => {
    await createRule(listener, 1, blue);
    await elbv2.send(new DeleteListenerCommand({ ListenerArn: listener }));
    expect(sandbox.world.elbv2.rules.size).toBe(0);
  });
});
