import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TrafficRouting } from '../../../../src/model/codedeploy.ts';
import { EcsdeployError } from '../../../../src/model/error.ts';
import type { MigrationEvidence } from '../../../../src/release/migrate/evidence.ts';
import { planMigration } from '../../../../src/release/migrate/plan-migration.ts';
import {
  blue,
  evidence,
  green,
  group,
  listenerWith,
  productionListener,
  ruleTo,
  service,
  stranger,
  testListener,
} from './a-service-of-codedeploy.ts';

const productionRule = ruleTo({}).arn;
const testRule = ruleTo({}, { listener: testListener }).arn;

function refusalOf(different: Partial<MigrationEvidence>): string {
  try {
    planMigration(evidence(different));
  } catch (error) {
    if (error instanceof EcsdeployError) return error.code;
    throw error;
  }
  return 'none';
}

describe('the settings that a group becomes', () => {
  it.each<[TrafficRouting, object]>([
    [{ type: 'AllAtOnce' }, { strategy: 'BLUE_GREEN' }],
    [
      { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
      { strategy: 'CANARY', canary: { percent: 10, bakeTimeInMinutes: 5 } },
    ],
    [
      { type: 'TimeBasedLinear', percent: 10, intervalInMinutes: 3 },
      { strategy: 'LINEAR', linear: { percent: 10, bakeTimeInMinutes: 3 } },
    ],
  ])('%j', (routing, settings) => {
    expect(planMigration(evidence({ routing })).settings).toMatchObject(settings);
  });

  it('turns the termination wait into the bake, alarms into alarms, and automatic rollback into the circuit breaker', () => {
    const { settings } = planMigration(evidence());

    expect(settings).toMatchObject({
      bakeTimeInMinutes: 15,
      alarms: { names: ['web-5xx'], enable: true, rollback: true },
      circuitBreaker: { enable: true, rollback: true },
    });
    expect(settings.approvals).toBeUndefined();
  });

  it('turns the wait for somebody into an approval before production traffic, with the same time', () => {
    const waits = { readyInMinutes: 120, terminationInMinutes: 5 };

    const { settings, differences } = planMigration(evidence({ group: { ...group, waits } }));

    expect(settings.approvals).toEqual([
      { moment: 'after-test-traffic', timeoutInMinutes: 120, onTimeout: 'ROLLBACK' },
    ]);
    expect(differences).toContainEqual({ kind: 'unanswered-goes-back', timeoutInMinutes: 120 });
  });

  it('says what ECS cannot do as CodeDeploy did', () => {
    const { settings, differences } = planMigration(
      evidence({
        routing: { type: 'TimeBasedLinear', percent: 1, intervalInMinutes: 2880 },
        group: {
          ...group,
          waits: { terminationInMinutes: 2880 },
          rollsBackOn: [],
          triggers: ['to-the-team'],
        },
      }),
    );

    expect(settings).toMatchObject({
      linear: { percent: 3, bakeTimeInMinutes: 1440 },
      bakeTimeInMinutes: 1440,
    });
    expect(differences).toEqual(
      expect.arrayContaining([
        { kind: 'step-raised', fromPercent: 1, toPercent: 3 },
        { kind: 'wait-shortened', wait: 'linear', fromMinutes: 2880, toMinutes: 1440 },
        { kind: 'wait-shortened', wait: 'bake', fromMinutes: 2880, toMinutes: 1440 },
        { kind: 'goes-back-more-often', on: 'failure' },
        { kind: 'goes-back-more-often', on: 'alarm' },
        { kind: 'triggers-stay', triggers: ['to-the-team'] },
      ]),
    );
  });

  it('proposes a bake where CodeDeploy kept the old tasks, and leaves alarms out that nobody watched', () => {
    const alarms = { enabled: false, ignoresPollFailure: false, names: ['web-5xx'] };

    const { settings, differences } = planMigration(
      evidence({ group: { ...group, waits: { terminationInMinutes: undefined }, alarms } }),
    );

    expect([settings.bakeTimeInMinutes, settings.alarms]).toEqual([60, undefined]);
    expect(differences).toEqual(
      expect.arrayContaining([
        { kind: 'old-tasks-not-kept', bakeInMinutes: 60 },
        { kind: 'alarms-left-out', alarms: ['web-5xx'] },
      ]),
    );
  });

  it('stays within what ECS accepts, whatever CodeDeploy allows', () => {
    const percent = fc.integer({ min: 1, max: 99 });
    const intervalInMinutes = fc.integer({ min: 1, max: 2880 });
    const routings = fc.oneof(
      fc.record({ type: fc.constant('TimeBasedCanary' as const), percent, intervalInMinutes }),
      fc.record({ type: fc.constant('TimeBasedLinear' as const), percent, intervalInMinutes }),
    );
    const kept = fc.option(fc.integer({ min: 0, max: 2880 }), { nil: undefined });
    const ready = fc.option(fc.integer({ min: 0, max: 7200 }), { nil: undefined });

    fc.assert(
      fc.property(routings, kept, ready, (routing, terminationInMinutes, readyInMinutes) => {
        const waits = { terminationInMinutes, readyInMinutes };
        const { settings } = planMigration(evidence({ routing, group: { ...group, waits } }));
        const steps = settings.canary ?? settings.linear;
        const [pause] = settings.approvals ?? [];

        expect(settings.bakeTimeInMinutes).toBeLessThanOrEqual(1440);
        expect(steps?.bakeTimeInMinutes).toBeLessThanOrEqual(1440);
        expect(steps?.percent).toBeGreaterThanOrEqual(routing.type === 'TimeBasedLinear' ? 3 : 1);
        expect(pause?.timeoutInMinutes ?? 1).toBeGreaterThanOrEqual(1);
        expect(pause?.timeoutInMinutes ?? 1).toBeLessThanOrEqual(20_160);
      }),
    );
  });
});

describe('the update of the service', () => {
  it('has controller, strategy and load balancer in one call, and no hook that could take it back', () => {
    const waits = { readyInMinutes: 60, terminationInMinutes: 15 };
    const hooks = { known: true, hooks: [{ event: 'BeforeAllowTraffic', function: 'check' }] } as const;

    const { updateService } = planMigration(evidence({ hooks, group: { ...group, waits } }));

    expect(updateService).toEqual({
      cluster: 'prod',
      service: 'web',
      deploymentController: { type: 'ECS' },
      deploymentConfiguration: {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 5 },
        bakeTimeInMinutes: 15,
        alarms: { alarmNames: ['web-5xx'], enable: true, rollback: true },
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      loadBalancers: [
        {
          targetGroupArn: blue.arn,
          containerName: 'app',
          containerPort: 8080,
          advancedConfiguration: {
            alternateTargetGroupArn: green.arn,
            productionListenerRule: productionRule,
            testListenerRule: testRule,
            roleArn: 'arn:aws:iam::123456789012:role/ecsInfrastructureRoleForLoadBalancers',
          },
        },
      ],
    });
  });

  it('takes the group for its target that serves now, not the one that the service was made with', () => {
    const production = [listenerWith([ruleTo({ [blue.arn]: 0, [green.arn]: 100 })])];

    const { targetGroups, listeners } = planMigration(evidence({ production }));

    expect(targetGroups).toEqual({ serving: green, alternate: blue });
    expect(listeners[0]?.change).toBeUndefined();
  });

  it('waits for a deployment that is in progress, and for the second task set', () => {
    const entry = service.deployments[0];
    const taskSets = ['ecs-svc/1', 'ecs-svc/2'].map((id) => ({
      ...entry,
      id,
      status: 'ACTIVE',
      taskDefinition: '',
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      failedTasks: 0,
      createdAt: 0,
      updatedAt: 0,
    }));

    const { blockers } = planMigration(
      evidence({ inProgress: 'd-A1B2C3D4E', service: { ...service, deployments: taskSets } }),
    );

    expect(blockers).toEqual([
      { kind: 'deployment-in-progress', deployment: 'd-A1B2C3D4E' },
      { kind: 'several-task-sets', taskSets: ['ecs-svc/1', 'ecs-svc/2'] },
    ]);
  });
});

describe('the rules', () => {
  it('have to forward to both groups, all of it to the one that serves', () => {
    const { listeners } = planMigration(evidence());

    expect(listeners.map(({ purpose, rule, isDefault }) => ({ purpose, rule, isDefault }))).toEqual([
      { purpose: 'production', rule: productionRule, isDefault: true },
      { purpose: 'test', rule: testRule, isDefault: true },
    ]);
    expect(listeners[0]?.change?.after).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: blue.arn, Weight: 1 },
            { TargetGroupArn: green.arn, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  it('keep a login that comes before the forward, and its secret', () => {
    const rule = ruleTo({ [blue.arn]: 1 });
    const login = { Type: 'authenticate-oidc', AuthenticateOidcConfig: { ClientId: 'shop' } };
    const production = [listenerWith([{ ...rule, actions: [login, ...rule.actions] }])];

    const [change] = planMigration(evidence({ production })).listeners;

    expect(change?.change?.after[0]).toEqual({
      Type: 'authenticate-oidc',
      AuthenticateOidcConfig: { ClientId: 'shop', UseExistingClientSecret: true },
    });
    expect(change?.change?.before[1]).toEqual(rule.actions[0]);
  });

  it('need not be the default one', () => {
    const production = [
      listenerWith([
        ruleTo({ [blue.arn]: 1 }, { priority: '10' }),
        ruleTo({ [stranger.arn]: 1 }, { priority: 'default' }),
      ]),
    ];

    expect(planMigration(evidence({ production })).listeners[0]).toMatchObject({
      rule: ruleTo({}, { priority: '10' }).arn,
      isDefault: false,
    });
  });

  it('of a Network Load Balancer are the listener, which stays as it is', () => {
    const listener = productionListener.replace('/app/', '/net/');
    const rule = { ...ruleTo({ [blue.arn]: 1 }), arn: listener };

    const { listeners, updateService, differences } = planMigration(
      evidence({
        routing: { type: 'AllAtOnce' },
        production: [listenerWith([rule], listener)],
        test: [],
      }),
    );

    expect(listeners).toEqual([
      { purpose: 'production', loadBalancer: 'network', listener, rule: listener, isDefault: true },
    ]);
    expect(updateService['loadBalancers']).toMatchObject([
      { advancedConfiguration: { productionListenerRule: listener } },
    ]);
    expect(differences).toContainEqual({ kind: 'network-delay' });
  });
});

describe('hooks', () => {
  it('become stages, by ARN, with the hour that CodeDeploy gave them', () => {
    const { hooks, settings, roles, differences } = planMigration(
      evidence({
        hooks: {
          known: true,
          hooks: [
            { event: 'AfterAllowTestTraffic', function: 'check-web' },
            {
              event: 'BeforeAllowTraffic',
              function: 'arn:aws:lambda:eu-west-1:123456789012:function:check-web',
            },
          ],
        },
      }),
    );
    const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:check-web';

    expect(hooks).toEqual({
      known: true,
      hooks: [
        { event: 'AfterAllowTestTraffic', stage: 'POST_TEST_TRAFFIC_SHIFT', functionArn },
        { event: 'BeforeAllowTraffic', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', functionArn },
      ],
    });
    expect(settings.hooks).toEqual([
      {
        functionArn,
        roleArn: 'arn:aws:iam::123456789012:role/ecsHooks',
        stages: ['POST_TEST_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'],
        timeoutInMinutes: 60,
        onTimeout: 'ROLLBACK',
      },
    ]);
    expect(roles.map(({ purpose }) => purpose)).toEqual(['load-balancer', 'hooks']);
    expect(differences).toEqual(
      expect.arrayContaining([
        { kind: 'hook-contract', functions: [functionArn] },
        { kind: 'hook-before-each-step', functions: [functionArn] },
      ]),
    );
  });

  it('that could not be read are said to be unknown, not to be none', () => {
    const hooks = { known: false, because: 'not-inline' } as const;

    expect(planMigration(evidence({ hooks })).hooks).toEqual(hooks);
  });
});

describe('a service that cannot be moved as it stands is refused', () => {
  const network = productionListener.replace('/app/', '/net/');

  it.each<[string, Partial<MigrationEvidence>]>([
    ['refused.not_code_deploy', { service: { ...service, controller: 'ECS' } }],
    ['refused.load_balancers', { service: { ...service, loadBalancers: [] } }],
    ['refused.target_groups', { targetGroups: [blue] }],
    ['refused.target_groups', { group: { ...group, targetGroups: [blue.name] } }],
    ['refused.listeners', { production: [] }],
    [
      'refused.listeners',
      { production: [listenerWith([ruleTo({ [blue.arn]: 1 })]), listenerWith([], testListener)] },
    ],
    ['refused.listener_elsewhere', { production: [listenerWith([ruleTo({ [stranger.arn]: 1 })])] }],
    [
      'refused.several_rules',
      {
        production: [listenerWith([ruleTo({ [blue.arn]: 1 }, { priority: '5' }), ruleTo({ [blue.arn]: 1 })])],
      },
    ],
    [
      'refused.stranger_in_rule',
      { production: [listenerWith([ruleTo({ [blue.arn]: 1, [stranger.arn]: 1 })])] },
    ],
    ['refused.not_one_serves', { production: [listenerWith([ruleTo({ [blue.arn]: 90, [green.arn]: 10 })])] }],
    [
      'refused.network_steps',
      { production: [listenerWith([{ ...ruleTo({ [blue.arn]: 1 }), arn: network }], network)], test: [] },
    ],
  ])('%s', (code, different) => {
    expect(refusalOf(different)).toBe(code);
  });
});
