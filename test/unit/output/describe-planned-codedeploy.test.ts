import { describe, expect, it } from '@jest/globals';
import { describePlan } from '../../../src/output/describe-plan.ts';
import {
  describePlannedFunctions,
  describePlannedGroup,
  describePlannedTraffic,
  describeRouting,
} from '../../../src/output/describe-planned-codedeploy.ts';
import { describeSafetyRule } from '../../../src/output/describe-safety-rule.ts';
import { aCodeDeployPlan, aPlannedGroup } from './a-codedeploy.ts';
import { plain } from './plain-palette.ts';

describe('a plan for CodeDeploy in words', () => {
  it('says through which group, how the traffic moves, what becomes of the old tasks, and who goes back when', () => {
    expect(describePlan(aCodeDeployPlan(), plain)).toEqual([
      'Deploy to demo/web (eu-central-1, account 123456789012)',
      '  revision  web:6 → a new revision of web',
      '  commit    4f2a9c1',
      '  images    web: demo/web:1 → demo/web:2 (sha256:0123456789ab)',
      '  tasks     2 desired, 2 running',
      '  through   CodeDeploy, application shop, deployment group web (found by its default names)',
      '            deployment configuration CodeDeployDefault.ECSCanary10Percent5Minutes',
      '            AppSpec made from the service',
      '  traffic   canary: 10 %, then 100 % after 5 m; the old tasks end 1 h later',
      '            CodeDeploy shifts it on listener 80 of shop',
      '            test traffic on listener 8080 of shop',
      '  steps     1. register the task definition (nothing to undo: an unused revision does no harm)',
      '            2. have CodeDeploy bring it in (undone by stopping the deployment with a rollback)',
      '            3. follow the deployment to its end',
      '            4. verify that the running tasks are the wanted ones',
      '  safety    automatic rollback, when the deployment fails or an alarm stops it: rolls back (CodeDeploy)',
      '            alarm web-5xx: stops it and rolls back (CodeDeploy)',
      '            not finished after 1 h 35 m: does not roll back (ecsdeploy, while it runs)',
      '  timeout   1 h 35 m, 1 h 5 m of them for the waits that are planned',
    ]);
  });

  it('says where it waits for a person, and that this does not count as time', () => {
    const lines = describePlan(
      aCodeDeployPlan(
        { readyWaitInMinutes: 120 },
        {
          safety: [
            {
              rule: 'approval',
              holder: 'aws',
              rollsBack: true,
              moment: 'before-traffic',
              timeoutInMinutes: 120,
            },
          ],
        },
      ),
      plain,
    );

    expect(lines).toContain(
      '            waits for a person before production traffic moves, up to 2 h; without an answer CodeDeploy stops it',
    );
    expect(lines).toContain(
      '  safety    nobody approves before traffic within 2 h: stops it, before production traffic has moved (CodeDeploy)',
    );
    expect(lines).toContain('            nothing rolls a bad release back');
    expect(lines.at(-1)).toContain('not counting the time in which it waits for a person');
  });

  it('says that a configuration is created first', () => {
    const routing = { type: 'TimeBasedLinear', percent: 15, intervalInMinutes: 2 } as const;
    const name = 'ecsdeploy-linear-15-percent-every-2-minutes';
    const lines = describePlan(
      aCodeDeployPlan(
        { configuration: { name, routing, isNew: true } },
        { steps: [{ kind: 'create-deployment-config', name, undo: 'none-needed' }] },
      ),
      plain,
    );

    expect(lines).toContain(`            deployment configuration ${name} (new: it is created)`);
    expect(lines).toContain(
      `  steps     1. create the deployment configuration ${name} of CodeDeploy (nothing to undo: an unused one does no harm)`,
    );
    expect(lines).toContain(
      '  traffic   linear: 15 % more every 2 m (7 steps), up to 100 %; the old tasks end 1 h later',
    );
  });
});

describe('how a release goes through CodeDeploy', () => {
  it.each([
    ['configuration', 'from the configuration'],
    ['default-names', 'found by its default names'],
    ['last-deployment', "found by the service's last deployment"],
    ['search', 'found by a search through all groups'],
  ] as const)('names how the group was found: %s', (foundBy, words) => {
    expect(describePlannedGroup(aPlannedGroup({ foundBy }))[0]).toContain(`(${words})`);
  });

  it('says whose AppSpec it is', () => {
    expect(describePlannedGroup(aPlannedGroup({ isAppSpecGiven: true }))).toContain(
      'AppSpec from its file, with the task definition put in',
    );
  });

  it('names functions, those of the AppSpec too, each once', () => {
    const appSpec = {
      version: '0.0',
      Hooks: [{ AfterInstall: 'old-check' }, { BeforeAllowTraffic: 'smoke:live' }, 'no hook', { Odd: 1 }],
    };
    const planned = [
      {
        target: 'lambda' as const,
        targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:check',
        stages: ['AfterInstall'],
        holder: 'ecsdeploy' as const,
        onTimeout: 'ROLLBACK' as const,
      },
    ];

    expect(describePlannedFunctions({ appSpec }, planned)).toEqual([
      'function check at AfterInstall; without an answer within 1 h the deployment fails',
      'function smoke:live at BeforeAllowTraffic; without an answer within 1 h the deployment fails',
    ]);
    expect(describePlannedFunctions({ appSpec: {} })).toEqual([]);
    expect(describePlannedFunctions({ appSpec: { hooks: [{ AfterInstall: 'check' }] } })).toHaveLength(1);
  });

  it.each([
    [undefined, 'the old tasks are kept for good'],
    [0, 'the old tasks end at once'],
    [90, 'the old tasks end 1 h 30 m later'],
  ])('tells what becomes of the old tasks: %s', (terminationWaitInMinutes, words) => {
    const [line] = describePlannedTraffic(aPlannedGroup({ terminationWaitInMinutes }), undefined);

    expect(line).toBe(`canary: 10 %, then 100 % after 5 m; ${words}`);
  });

  it('says that alarms are set aside', () => {
    expect(describePlannedTraffic(aPlannedGroup({ ignoresAlarms: true }), undefined)).toContain(
      "the group's alarms are overridden off for this one",
    );
  });

  it('has words for each way to move traffic', () => {
    expect(describeRouting({ type: 'AllAtOnce' })).toBe('all at once: 100 %');
    expect(describeRouting({ type: 'TimeBasedLinear', percent: 10, intervalInMinutes: 1 })).toBe(
      'linear: 10 % more every 1 m (10 steps), up to 100 %',
    );
  });
});

describe('a rule that CodeDeploy holds', () => {
  it('names each event on which it goes back', () => {
    const rule = { rule: 'auto-rollback', holder: 'aws', rollsBack: true } as const;
    const events = ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST', 'NEW'];

    expect(describeSafetyRule({ ...rule, events }, 'codedeploy')).toBe(
      'automatic rollback, when the deployment fails, an alarm stops it, somebody stops it or it comes to NEW: rolls back (CodeDeploy)',
    );
  });

  it('stops for an alarm, whether or not it goes back then', () => {
    const rule = { rule: 'alarms', holder: 'aws', names: ['a', 'b'] } as const;

    expect(describeSafetyRule({ ...rule, rollsBack: false }, 'codedeploy')).toBe(
      'alarms a, b: stops it, and does not roll back (CodeDeploy)',
    );
  });
});
