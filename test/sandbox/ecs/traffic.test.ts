import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { ServiceRevisionRecord } from '../../../src/sandbox/ecs/records/service-revision.ts';
import { weightsFor } from '../../../src/sandbox/ecs/traffic/forward-weights.ts';
import { prepareTraffic } from '../../../src/sandbox/ecs/traffic/prepare-traffic.ts';
import { shiftTraffic } from '../../../src/sandbox/ecs/traffic/shift-traffic.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';
import { forward, twoGroups, webOf, weightsOf, type TwoGroups } from './two-groups.ts';

const v1 = 'public.ecr.aws/demo/web:1';
const v2 = 'public.ecr.aws/demo/web:2';
const prefix = 'Service deployment rolled back because of invalid networking configuration';

/** A service that runs behind two target groups, and the revision of a release that has not begun. */
function aRelease(...pairs: TwoGroups[]): (rehearsal: Rehearsal) => ServiceRevisionRecord {
  return (rehearsal) => {
    rehearsal.runningService(v1, { loadBalancers: pairs.map((pair) => pair.loadBalancer) });
    rehearsal.release(v2);
    return webOf(rehearsal).serviceDeployments[0]!.deployment.revision;
  };
}

function shift(
  rehearsal: Rehearsal,
  target: ServiceRevisionRecord,
  which: 'test' | 'production',
  percent: number,
): ReturnType<typeof shiftTraffic> {
  return shiftTraffic(rehearsal.world, webOf(rehearsal), target, which, percent);
}

function prepare(
  rehearsal: Rehearsal,
  target: ServiceRevisionRecord,
): { kind: string; statusReason?: string } {
  return prepareTraffic(rehearsal.world, webOf(rehearsal), target);
}

describe('the target group of a revision', () => {
  it('is targetGroupArn for the first one, and tasks register there', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    rehearsal.createService(v1, { loadBalancers: [pair.loadBalancer] });
    const first = webOf(rehearsal).serviceDeployments[0]!.deployment.revision;

    expect(prepare(rehearsal, first)).toEqual({ kind: 'ready' });
    rehearsal.untilFinished();

    expect(rehearsal.world.elbv2.targetGroup(pair.blue)!.targets.size).toBe(4);
    expect(rehearsal.world.elbv2.targetGroup(pair.green)!.targets.size).toBe(0);
  });

  it('is the one without requests for the next, and is told as resolved configuration', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);

    expect(prepare(rehearsal, target)).toEqual({ kind: 'ready' });

    const { serviceRevisions } = rehearsal.call(ecsOperations.DescribeServiceRevisions, {
      serviceRevisionArns: [target.arn],
    });
    expect(serviceRevisions![0]).toMatchObject({
      loadBalancers: [pair.loadBalancer],
      resolvedConfiguration: {
        loadBalancers: [{ targetGroupArn: pair.green, productionListenerRule: pair.productionRule }],
      },
    });
    rehearsal.pass(30);
    expect(rehearsal.world.elbv2.targetGroup(pair.green)!.targets.size).toBe(4);
  });

  it('is targetGroupArn again once the other one gets the requests', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { production: [0, 1] });
    const target = aRelease(pair)(rehearsal);

    prepare(rehearsal, target);

    expect([...target.traffic!.targetGroups]).toEqual([[pair.blue, pair.blue]]);
  });

  it('is chosen for each load balancer by itself', () => {
    const rehearsal = new Rehearsal();
    const web = twoGroups(rehearsal, { name: 'web' });
    const internal = twoGroups(rehearsal, { name: 'internal', production: [0, 1] });
    const target = aRelease(web, internal)(rehearsal);

    expect(prepare(rehearsal, target)).toEqual({ kind: 'ready' });

    expect([...target.traffic!.targetGroups]).toEqual([
      [web.blue, web.green],
      [internal.blue, internal.blue],
    ]);
  });

  it('is the one with the requests in a rolling deployment', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { production: [0, 1] });
    rehearsal.runningService(v1, { loadBalancers: [pair.loadBalancer] });

    expect(rehearsal.world.elbv2.targetGroup(pair.green)!.targets.size).toBe(4);
  });

  it('is none where the service has no load balancer', () => {
    const rehearsal = new Rehearsal();
    const target = aRelease()(rehearsal);

    expect(prepare(rehearsal, target)).toEqual({ kind: 'ready' });
    expect(shift(rehearsal, target, 'production', 100)).toEqual({ kind: 'shifted' });
    expect(target.traffic).toBeUndefined();
  });
});

describe('rules that do not fit', () => {
  function refusedBefore(pair: (rehearsal: Rehearsal) => TwoGroups): {
    reason: string | undefined;
    pair: TwoGroups;
  } {
    const rehearsal = new Rehearsal();
    const made = pair(rehearsal);
    const target = aRelease(made)(rehearsal);
    return { reason: prepare(rehearsal, target).statusReason, pair: made };
  }

  it('are refused where two groups serve', () => {
    const { reason, pair } = refusedBefore((rehearsal) => twoGroups(rehearsal, { production: [90, 10] }));
    expect(reason).toBe(
      `${prefix}. productionListenerRule ${pair.productionRule} should have exactly one target group serving traffic but found 2 ` +
        'target groups which are serving traffic',
    );
  });

  it('are refused where no group serves', () => {
    const { reason } = refusedBefore((rehearsal) => twoGroups(rehearsal, { production: [0, 0] }));
    expect(reason).toMatch(/but found 0 target groups which are serving traffic$/);
  });

  it('are refused where one of the groups is in neither rule', () => {
    const { reason, pair } = refusedBefore((rehearsal) =>
      twoGroups(rehearsal, { production: [1, undefined], test: [1, undefined] }),
    );
    expect(reason).toBe(
      `${prefix}: Target group ${pair.green} is not associated with either productionListenerRule or testListenerRule.`,
    );
  });

  it('are refused in other words for the first deployment', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { production: [1, undefined], test: [1, undefined] });
    rehearsal.createService(v1, { loadBalancers: [pair.loadBalancer] });

    expect(prepare(rehearsal, webOf(rehearsal).serviceDeployments[0]!.deployment.revision).statusReason).toBe(
      `${prefix}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.`,
    );
  });

  it('are refused where the production rule leads elsewhere', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    const other = elsewhere(rehearsal);
    rehearsal.world.elbv2.rule(pair.productionRule)!.actions = [forward([other, 1])];

    expect(prepare(rehearsal, target).statusReason).toBe(
      `${prefix}. Production listener rule is forwarding traffic to unexpected target group ${other}. Expected traffic to be forwarded ` +
        `to either targetGroupArn: ${pair.blue} or alternateTargetGroupArn: ${pair.green}`,
    );
    expect(target.traffic).toBeUndefined();
  });

  it('are refused where a rule is gone', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    const listener = rehearsal.world.elbv2.rule(pair.testRule)!.listenerArn;
    rehearsal.call(elbv2Operations.DeleteListener, { ListenerArn: listener });

    expect(prepare(rehearsal, target).statusReason).toBe(`${prefix}. One or more rules not found`);
  });
});

describe('a shift', () => {
  it('sets the weights of exactly the production rule', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);

    expect(shift(rehearsal, target, 'production', 10)).toEqual({ kind: 'shifted' });

    expect(weightsOf(rehearsal, pair.productionRule)).toEqual([
      [pair.blue, 90],
      [pair.green, 10],
    ]);
    expect(weightsOf(rehearsal, pair.testRule)).toEqual([
      [pair.blue, 1],
      [pair.green, 0],
    ]);
  });

  it('sets the weights of the test rule, and of nothing where there is none', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const withoutTest = { ...pair.loadBalancer.advancedConfiguration!, testListenerRule: undefined };
    const plain = { ...pair, loadBalancer: { ...pair.loadBalancer, advancedConfiguration: withoutTest } };
    const withTest = twoGroups(rehearsal, { name: 'tested' });
    const target = aRelease(plain, withTest)(rehearsal);
    prepare(rehearsal, target);

    expect(shift(rehearsal, target, 'test', 100)).toEqual({ kind: 'shifted' });

    expect(weightsOf(rehearsal, withTest.testRule)).toEqual([
      [withTest.blue, 0],
      [withTest.green, 100],
    ]);
    expect(weightsOf(rehearsal, pair.testRule)).toEqual([
      [pair.blue, 1],
      [pair.green, 0],
    ]);
  });

  it('keeps what else the rule does: conditions, other groups, stickiness', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    const third = elsewhere(rehearsal);
    const action = forward([pair.blue, 1], [third, 0], [pair.green, 0]);
    const stickiness = { Enabled: true, DurationSeconds: 60 };
    rehearsal.world.elbv2.rule(pair.productionRule)!.actions = [
      { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroupStickinessConfig: stickiness } },
    ];
    prepare(rehearsal, target);

    shift(rehearsal, target, 'production', 25);

    const [shifted] = rehearsal.world.elbv2.rule(pair.productionRule)!.actions;
    expect(shifted!.ForwardConfig).toEqual({
      TargetGroups: [
        { TargetGroupArn: pair.blue, Weight: 75 },
        { TargetGroupArn: third, Weight: 0 },
        { TargetGroupArn: pair.green, Weight: 25 },
      ],
      TargetGroupStickinessConfig: stickiness,
    });
  });

  it('adds the new group to a rule that had only the old one', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { production: [1, undefined], test: [undefined, 1] });
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);

    shift(rehearsal, target, 'production', 100);

    const { Rules } = rehearsal.call(elbv2Operations.DescribeRules, { RuleArns: [pair.productionRule] });
    expect(Rules![0]!.Actions![0]).not.toHaveProperty('TargetGroupArn');
    expect(weightsOf(rehearsal, pair.productionRule)).toEqual([
      [pair.blue, 0],
      [pair.green, 100],
    ]);
  });

  it('moves the listener of a network load balancer', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal, { type: 'network' });
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);

    shift(rehearsal, target, 'production', 0.5);

    expect(weightsOf(rehearsal, pair.productionRule)).toEqual([
      [pair.blue, 995],
      [pair.green, 5],
    ]);
  });

  it('goes back, and back again, whatever two groups serve meanwhile', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);

    for (const percent of [10, 55.5, 100, 0, 0]) {
      expect(shift(rehearsal, target, 'production', percent)).toEqual({ kind: 'shifted' });
    }
    expect(weightsOf(rehearsal, pair.productionRule)).toEqual([
      [pair.blue, 100],
      [pair.green, 0],
    ]);
  });

  it('stops where somebody has led the rule elsewhere meanwhile, and changes no load balancer', () => {
    const rehearsal = new Rehearsal();
    const web = twoGroups(rehearsal, { name: 'web' });
    const internal = twoGroups(rehearsal, { name: 'internal' });
    const target = aRelease(web, internal)(rehearsal);
    prepare(rehearsal, target);
    shift(rehearsal, target, 'production', 10);
    const other = elsewhere(rehearsal);
    rehearsal.world.elbv2.rule(internal.productionRule)!.actions = [forward([other, 1])];

    const shifted = shift(rehearsal, target, 'production', 100);

    expect(shifted).toMatchObject({
      kind: 'invalid',
      statusReason: expect.stringContaining(`unexpected target group ${other}`),
    });
    expect(weightsOf(rehearsal, web.productionRule)).toEqual([
      [web.blue, 90],
      [web.green, 10],
    ]);
  });

  it('stops where somebody has taken the new group out of both rules', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);
    shift(rehearsal, target, 'production', 10);
    for (const rule of [pair.productionRule, pair.testRule]) {
      rehearsal.world.elbv2.rule(rule)!.actions = [forward([pair.blue, 1])];
    }

    expect(shift(rehearsal, target, 'production', 100)).toMatchObject({
      statusReason: `${prefix}: Target group ${pair.green} is not associated with either productionListenerRule or testListenerRule.`,
    });
  });

  it('does not begin where somebody has let both groups serve meanwhile', () => {
    const rehearsal = new Rehearsal();
    const pair = twoGroups(rehearsal);
    const target = aRelease(pair)(rehearsal);
    prepare(rehearsal, target);
    rehearsal.world.elbv2.rule(pair.productionRule)!.actions = [forward([pair.blue, 50], [pair.green, 50])];

    expect(shift(rehearsal, target, 'production', 10)).toMatchObject({
      statusReason: expect.stringContaining('found 2 target groups which are serving traffic'),
    });
  });
});

describe('weights', () => {
  it('are the percentages, or parts of a thousand, and always within what a load balancer takes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (tenths) => {
        const { of, rest } = weightsFor(tenths / 10);
        expect(of / (of + rest)).toBeCloseTo(tenths / 1000, 10);
        for (const weight of [of, rest]) {
          expect(Number.isInteger(weight)).toBe(true);
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(999);
        }
      }),
    );
  });
});

/** Another target group, behind a load balancer of its own. */
function elsewhere(rehearsal: Rehearsal): string {
  return rehearsal.targetGroup({ name: 'other' });
}
