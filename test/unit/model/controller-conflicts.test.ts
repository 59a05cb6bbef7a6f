import { describe, expect, it } from '@jest/globals';
import {
  conflictsWithCodeDeploy,
  conflictsWithEcs,
  unusedByCodeDeploy,
} from '../../../src/model/controller-conflicts.ts';
import type { CodeDeploySettings } from '../../../src/model/codedeploy.ts';
import type { DeploymentSettings } from '../../../src/model/release-plan.ts';
import { trafficRouting } from '../../../src/model/traffic-routing.ts';
import type { WantedStrategy } from '../../../src/model/wanted-strategy.ts';

const hook = {
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:check',
  roleArn: 'arn:aws:iam::123456789012:role/hooks',
  stages: ['POST_SCALE_UP' as const],
};

describe('a service that ECS itself brings in', () => {
  it.each<[string, DeploymentSettings, CodeDeploySettings | undefined, string[]]>([
    ['nothing', {}, undefined, []],
    ['blue/green', { strategy: 'BLUE_GREEN' }, { routing: { type: 'AllAtOnce' } }, []],
    [
      'all at once',
      { strategy: undefined },
      { routing: { type: 'AllAtOnce' } },
      ['deployment.strategy is ALL_AT_ONCE, which only CodeDeploy has: ECS calls it BLUE_GREEN'],
    ],
    [
      'steps that only CodeDeploy takes',
      { strategy: 'LINEAR', linear: { percent: 1, bakeTimeInMinutes: 2880 } },
      { routing: { type: 'TimeBasedLinear', percent: 1, intervalInMinutes: 2880 } },
      [
        'deployment.linear.percent is 1, must be from 3 to 100: only a service with a member codedeploy may have other values',
        'deployment.linear.every is 2880m, must be up to 1440m: only a service with a member codedeploy may have other values',
      ],
    ],
  ])('%s', (_, settings, codeDeploy, expected) => {
    const conflicts = conflictsWithEcs({ settings, codeDeploy });

    expect(conflicts.map(({ member, message }) => `${member} ${message}`)).toEqual(expected);
  });
});

describe('a service that CodeDeploy brings in', () => {
  it.each<[string, DeploymentSettings, CodeDeploySettings | undefined, string[]]>([
    ['nothing', {}, undefined, []],
    ['a configuration by name', {}, { configuration: 'slowly' }, []],
    ['rolling', { strategy: 'ROLLING' }, {}, ['deployment.strategy']],
    ['a canary of no size', { strategy: 'CANARY' }, undefined, ['deployment.canary']],
    [
      'tenths of percents, and no time between',
      { strategy: 'CANARY', canary: { percent: 0.5, bakeTimeInMinutes: 0 } },
      undefined,
      ['deployment.canary.percent', 'deployment.canary.bake'],
    ],
    ['functions that ECS asks', { hooks: [hook] }, {}, ['deployment.hooks']],
    ['no functions', { hooks: [] }, {}, []],
  ])('%s', (_, settings, codeDeploy, expected) => {
    const conflicts = conflictsWithCodeDeploy({ settings, codeDeploy });

    expect(conflicts.map(({ member }) => member)).toEqual(expected);
  });

  it('has no use for what only ECS knows', () => {
    const circuitBreaker = { enable: true, rollback: true };
    const alarms = { names: ['5xx'], enable: true, rollback: true };

    expect(
      unusedByCodeDeploy({ bakeTimeInMinutes: 5, circuitBreaker, alarms, earlySuccess: { enable: true } }),
    ).toEqual([
      'deployment.bake',
      'deployment.circuitBreaker',
      'deployment.alarms',
      'deployment.earlySuccess',
    ]);
    expect(unusedByCodeDeploy({ earlySuccess: { enable: false } })).toEqual([]);
    expect(unusedByCodeDeploy({ minimumHealthyPercent: 50, maximumPercent: 150 })).toEqual([
      'deployment.minimumHealthyPercent',
      'deployment.maximumPercent',
    ]);
  });

  it('moves traffic by the steps of its strategy alone', () => {
    const steps = {
      canary: { percent: 5, bakeTimeInMinutes: 7 },
      linear: { percent: 20, bakeTimeInMinutes: 3 },
    };
    const types = (['ALL_AT_ONCE', 'BLUE_GREEN', 'CANARY', 'LINEAR'] satisfies WantedStrategy[]).map(
      (strategy) => trafficRouting(strategy, steps).routing?.type,
    );

    expect(types).toEqual(['AllAtOnce', 'AllAtOnce', 'TimeBasedCanary', 'TimeBasedLinear']);
  });
});
