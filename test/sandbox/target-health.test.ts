import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbv2Operations } from '../../src/sandbox/elbv2/operations/index.ts';
import type { TargetHealthChange, TargetProbe } from '../../src/sandbox/elbv2/state.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };
const target = { id: '10.0.0.1', port: 80 };
const fine: TargetProbe = { kind: 'answer', status: 200, latency: 5 };

let sandbox: Sandbox;
let group: string;
let balancer: string;
let answer: TargetProbe;
let changes: string[];

beforeEach(() => {
  sandbox = new Sandbox();
  const { world } = sandbox;
  answer = fine;
  changes = [];
  group = elbv2Operations.CreateTargetGroup(
    world,
    {
      Name: 'blue',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 2,
    },
    caller,
  ).TargetGroups![0]!.TargetGroupArn!;
  balancer = elbv2Operations.CreateLoadBalancer(world, { Name: 'shop', Subnets: ['a', 'b'] }, caller)
    .LoadBalancers![0]!.LoadBalancerArn!;
  const start = sandbox.clock.now();
  world.elbv2.onHealthChange((change: TargetHealthChange) => {
    const seconds = Math.floor((sandbox.clock.now() - start) / 1000);
    changes.push(`${seconds} ${change.health.state} ${change.health.reason ?? ''}`.trim());
  });
});

function listen(): void {
  const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn: group }];
  elbv2Operations.CreateListener(
    sandbox.world,
    { LoadBalancerArn: balancer, Port: 80, Protocol: 'HTTP', DefaultActions },
    caller,
  );
}

function register(): void {
  sandbox.world.elbv2.registerTarget(group, { ...target, probe: () => answer });
}

const health = () => sandbox.world.elbv2.targetHealth(group, target);
const pass = (seconds: number): void => sandbox.control.advance(1000 * seconds);

describe('a target', () => {
  it('is healthy after the first check that it passes', () => {
    listen();
    register();
    expect(health()).toMatchObject({ state: 'initial', reason: 'Elb.RegistrationInProgress' });
    pass(2);
    expect(health()).toEqual({ state: 'healthy' });
  });

  it('that never answers becomes unhealthy at the threshold', () => {
    answer = { kind: 'refused' };
    listen();
    register();
    pass(2);
    expect(health()).toMatchObject({ state: 'initial', reason: 'Elb.InitialHealthChecking' });
    pass(10);
    expect(health()).toEqual({
      state: 'unhealthy',
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed',
    });
  });

  it('says with which code it failed', () => {
    answer = { kind: 'answer', status: 503, latency: 5 };
    listen();
    register();
    pass(15);
    expect(health()).toEqual({
      state: 'unhealthy',
      reason: 'Target.ResponseCodeMismatch',
      description: 'Health checks failed with these codes: [503]',
    });
  });

  it('that is too slow times out', () => {
    answer = { kind: 'answer', status: 200, latency: 60_000 };
    listen();
    register();
    pass(20);
    expect(health()).toMatchObject({ state: 'unhealthy', reason: 'Target.Timeout' });
  });

  it('survives a single failure, falls at the second, and needs three good checks to come back', () => {
    listen();
    register();
    pass(5);
    answer = { kind: 'refused' };
    pass(10);
    expect(health().state).toBe('healthy');
    answer = fine;
    pass(10);
    answer = { kind: 'refused' };
    pass(20);
    expect(health().state).toBe('unhealthy');
    answer = fine;
    pass(20);
    expect(health().state).toBe('unhealthy');
    pass(10);
    expect(health().state).toBe('healthy');
    expect(changes).toEqual(['1 healthy', '41 unhealthy Target.FailedHealthChecks', '71 healthy']);
  });

  it('of a group without listener is unused, until there is one', () => {
    register();
    pass(60);
    expect(health()).toMatchObject({ state: 'unused', reason: 'Target.NotInUse' });
    listen();
    pass(2);
    expect(health().state).toBe('healthy');
  });

  it('drains for the deregistration delay, and is gone', () => {
    listen();
    register();
    pass(5);
    sandbox.world.elbv2.deregisterTarget(group, target);
    expect(health()).toMatchObject({ state: 'draining', reason: 'Target.DeregistrationInProgress' });
    pass(299);
    expect(health().state).toBe('draining');
    pass(1);
    expect(health()).toMatchObject({ state: 'unused', reason: 'Target.NotRegistered' });
    expect(changes.slice(1)).toEqual([
      '5 draining Target.DeregistrationInProgress',
      '305 unused Target.NotRegistered',
    ]);
  });

  it('that is registered again while it drains starts over', () => {
    listen();
    register();
    pass(5);
    sandbox.world.elbv2.deregisterTarget(group, target);
    register();
    expect(health().state).toBe('initial');
    pass(400);
    expect(health().state).toBe('healthy');
  });
});

describe('through the API', () => {
  it('a registered address behind which nobody stands becomes unhealthy, and leaves', async () => {
    listen();
    const { elbv2 } = clientsOf(sandbox);
    const Targets = [{ Id: '10.9.9.9' }];
    await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
    pass(30);
    const look = () => elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: group }));
    expect((await look()).TargetHealthDescriptions).toEqual([
      {
        Target: { Id: '10.9.9.9', Port: 80 },
        HealthCheckPort: '80',
        TargetHealth: {
          State: 'unhealthy',
          Reason: 'Target.FailedHealthChecks',
          Description: 'Health checks failed',
        },
      },
    ]);
    await elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets }));
    pass(300);
    expect((await look()).TargetHealthDescriptions).toEqual([]);
  });

  it('an unknown target that is asked for by name is unused', async () => {
    const { elbv2 } = clientsOf(sandbox);
    const answer = await elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group, Targets: [{ Id: '10.0.0.7', Port: 81 }] }),
    );
    expect(answer.TargetHealthDescriptions?.[0]?.TargetHealth).toEqual({
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    });
  });

  it('an instance is no address', async () => {
    const { elbv2 } = clientsOf(sandbox);
    const call = elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: 'i-1' }] }));
    expect((await refusal(call)).message).toBe("The IP address 'i-1' is not a valid IPv4 address");
  });
});
