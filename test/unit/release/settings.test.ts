import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceLoadBalancer, ServiceSettings } from '../../../src/aws/service-state.ts';
import { toDeploymentConfiguration } from '../../../src/aws/deployment-configuration.ts';
import { toStrategy } from '../../../src/cli/strategy-flag.ts';
import { minutes } from '../../../src/model/duration.ts';
import { strategies } from '../../../src/model/lifecycle.ts';
import { plannedWaits } from '../../../src/release/planned-waits.ts';
import { settingsDifference } from '../../../src/release/settings-difference.ts';
import { settingsToSend } from '../../../src/release/settings-to-send.ts';
import { refuseWithoutTraffic } from '../../../src/release/traffic-source.ts';

const ref = { cluster: 'prod', service: 'web' };
const live: ServiceSettings = {
  minimumHealthyPercent: 50,
  maximumPercent: 200,
  circuitBreaker: { enable: false, rollback: false },
  bakeTimeInMinutes: 0,
  strategy: 'ROLLING',
  hooks: [],
  earlySuccess: { enable: false },
};
const group = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1';
const listener = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener';
const prepared: ServiceLoadBalancer = {
  targetGroupArn: group,
  advanced: { alternateTargetGroupArn: group, productionListenerRule: `${listener}-rule/app/a/1/2/3` },
};
const network: ServiceLoadBalancer = {
  targetGroupArn: group,
  advanced: { alternateTargetGroupArn: group, productionListenerRule: `${listener}/net/a/1/2` },
};

describe('settingsToSend', () => {
  it('sends the bake that the service has where BLUE_GREEN asks for one', () => {
    const sent = settingsToSend(ref, { ...live, bakeTimeInMinutes: 7 }, { strategy: 'BLUE_GREEN' });

    expect(sent).toEqual({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 7 });
    expect(settingsDifference({ ...live, bakeTimeInMinutes: 7 }, sent)).toHaveLength(1);
  });

  it('asks for a bake where nobody has one', () => {
    const none = { ...live, bakeTimeInMinutes: undefined };

    expect(() => settingsToSend(ref, none, { strategy: 'BLUE_GREEN' })).toThrow(
      expect.objectContaining({ code: 'config.bake_missing' }),
    );
  });

  it('keeps what the service has of a canary that is configured in part', () => {
    const canary = { percent: 20, bakeTimeInMinutes: 15 };

    expect(
      settingsToSend(ref, { ...live, strategy: 'CANARY', canary }, { canary: { percent: 5 } }).canary,
    ).toEqual({ percent: 5, bakeTimeInMinutes: 15 });
  });

  it('knows the strategy of the service where the file has none', () => {
    expect(() => settingsToSend(ref, live, { canary: { percent: 5 } })).toThrow(
      'deployment.canary is for CANARY, and the strategy is ROLLING',
    );
  });

  it('refuses a success earlier than the deployment keeps tasks', () => {
    const earlySuccess = { enable: true, healthyPercent: 40 };

    expect(() => settingsToSend(ref, live, { earlySuccess })).toThrow(
      'deployment.earlySuccess.healthyPercent is 40, and must be at least minimumHealthyPercent, which is 50',
    );
  });

  it('sends nothing that is not configured', () => {
    fc.assert(
      fc.property(fc.constantFrom(...strategies), (strategy) => {
        const sent = settingsToSend(ref, { ...live, strategy }, {});

        expect(toDeploymentConfiguration(sent)).toBeUndefined();
      }),
    );
  });
});

describe('what differs', () => {
  it('names a pause by its moment, with how long it may hold', () => {
    const approvals = [{ moment: 'before-traffic', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' }] as const;

    expect(settingsDifference(live, { strategy: 'CANARY', canary: { percent: 5 }, approvals })).toEqual([
      {
        path: 'deploymentConfiguration.strategy',
        kind: 'changed',
        before: 'ROLLING',
        after: 'CANARY',
        masked: false,
      },
      {
        path: 'deploymentConfiguration.canaryConfiguration.canaryPercent',
        kind: 'added',
        before: undefined,
        after: 5,
        masked: false,
      },
      {
        path: 'deploymentConfiguration.lifecycleHooks[before-traffic pause]',
        kind: 'added',
        after: 'POST_SCALE_UP, 60 min, then ROLLBACK',
        masked: false,
      },
    ]);
  });
});

describe('plannedWaits', () => {
  it.each<[string, Partial<ServiceSettings>, ServiceLoadBalancer[], number]>([
    ['the bake of a rolling release', { bakeTimeInMinutes: 5 }, [], 5],
    ['the bake of blue/green', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 5 }, [prepared], 5],
    ['both delays of a Network Load Balancer', { strategy: 'BLUE_GREEN' }, [network], 20],
    [
      'both bakes of a canary',
      { strategy: 'CANARY', bakeTimeInMinutes: 5, canary: { percent: 10, bakeTimeInMinutes: 8 } },
      [prepared],
      13,
    ],
    ['the bake that AWS takes for a canary without one', { strategy: 'CANARY' }, [prepared], 10],
    [
      'no bake after the last linear step',
      { strategy: 'LINEAR', linear: { percent: 30, bakeTimeInMinutes: 2 } },
      [prepared],
      6,
    ],
    ['one linear step of everything', { strategy: 'LINEAR', linear: { percent: 100 } }, [prepared], 0],
  ])('counts %s', (_, settings, loadBalancers, expected) => {
    expect(plannedWaits({ ...live, ...settings }, loadBalancers)).toBe(minutes(expected));
  });
});

describe('refuseWithoutTraffic', () => {
  const bare = { targetGroupArn: group };

  it.each([
    ['CANARY', [], true],
    ['LINEAR', [prepared], false],
    ['BLUE_GREEN', [], false],
    ['ROLLING', [bare], false],
  ])('lets %s through with what it needs', (strategy, loadBalancers, serviceConnect) => {
    expect(() => refuseWithoutTraffic({ ref, loadBalancers, serviceConnect }, strategy)).not.toThrow();
  });

  it.each([
    ['CANARY', [], 'refused.no_traffic_source'],
    ['LINEAR', [], 'refused.no_traffic_source'],
    ['BLUE_GREEN', [bare], 'refused.load_balancer_unprepared'],
    ['CANARY', [prepared, bare], 'refused.load_balancer_unprepared'],
  ])('refuses %s without it', (strategy, loadBalancers, code) => {
    expect(() => refuseWithoutTraffic({ ref, loadBalancers, serviceConnect: false }, strategy)).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

describe('--strategy', () => {
  it.each([
    ['blue-green', 'BLUE_GREEN'],
    ['Blue_Green', 'BLUE_GREEN'],
    ['canary', 'CANARY'],
  ])('takes %s', (text, strategy) => {
    expect(toStrategy(text)).toBe(strategy);
  });

  it('says what there is', () => {
    expect(() => toStrategy('recreate')).toThrow('must be one of ROLLING, BLUE_GREEN, LINEAR, CANARY');
  });
});
