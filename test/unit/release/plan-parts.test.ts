import { describe, expect, it } from '@jest/globals';
import type { ServiceSettings } from '../../../src/aws/service-state.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { nextCommands } from '../../../src/release/next-commands.ts';
import { plannedHooks, plannedShift } from '../../../src/release/planned-shift.ts';
import { breakerThreshold, safetyRules, settingsInForce } from '../../../src/release/safety-rules.ts';
import { settingsDifference } from '../../../src/release/settings-difference.ts';
import { hasChanged } from '../../../src/release/snapshot-change.ts';
import { aDeployment, aSnapshot } from '../builders.ts';

const live: ServiceSettings = {
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  circuitBreaker: { enable: true, rollback: true, resetOnHealthyTask: true },
  strategy: 'ROLLING',
  hooks: [],
  earlySuccess: { enable: false },
};
const own = { rollback: 'automatic', rollbackOnTimeout: false, timeoutMilliseconds: 60_000 } as const;

describe('safetyRules', () => {
  it('gives the rule to AWS where the circuit breaker rolls back', () => {
    const rules = safetyRules(live, 4, own);

    expect(rules).toContainEqual({ rule: 'circuit-breaker', holder: 'aws', rollsBack: true, threshold: 3 });
    expect(rules.map(({ rule }) => rule)).not.toContain('start-failures');
  });

  it('holds start failures itself where nobody else does', () => {
    const rules = safetyRules({ ...live, circuitBreaker: { enable: false, rollback: false } }, 4, own);

    expect(rules[0]).toMatchObject({ rule: 'start-failures', holder: 'ecsdeploy', rollsBack: true });
  });

  it.each([
    [1, 3],
    [25, 13],
    [400, 200],
  ])('knows that ECS trips at the threshold that its guide gives for %i tasks', (desired, threshold) => {
    expect(breakerThreshold(undefined, desired)).toBe(threshold);
  });

  it('reads a configured threshold', () => {
    expect(breakerThreshold({ type: 'COUNT', value: 7 }, 100)).toBe(7);
    expect(breakerThreshold({ type: 'UNBOUNDED_PERCENT', value: 10 }, 4)).toBe(1);
  });
});

describe('settingsDifference', () => {
  it('says nothing about what is not configured, and nothing about what is equal', () => {
    expect(settingsDifference(live, {})).toEqual([]);
    expect(
      settingsDifference(live, { maximumPercent: 200, circuitBreaker: { enable: true, rollback: true } }),
    ).toEqual([]);
  });

  it("speaks AWS's names", () => {
    expect(settingsDifference(live, { circuitBreaker: { enable: true, rollback: false } })).toEqual([
      {
        path: 'deploymentConfiguration.deploymentCircuitBreaker.rollback',
        kind: 'changed',
        before: true,
        after: false,
        masked: false,
      },
    ]);
  });

  it('takes the order of alarms for no difference', () => {
    const alarms = { names: ['b', 'a'], enable: true, rollback: true };

    expect(settingsDifference({ ...live, alarms: { ...alarms, names: ['a', 'b'] } }, { alarms })).toEqual([]);
  });

  it('lists a pause of ours as a rule that AWS holds, where the release goes through its stage', () => {
    const times = { timeoutInMinutes: 60, onTimeout: 'ROLLBACK' } as const;
    const approvals = [
      { moment: 'before-traffic', ...times },
      { moment: 'before-cleanup', ...times },
    ] as const;
    const rulesUnder = (strategy: 'ROLLING' | 'CANARY') =>
      safetyRules(settingsInForce(live, { strategy, approvals }), 4, own).filter(
        ({ rule }) => rule === 'approval',
      );

    const rule = { rule: 'approval', holder: 'aws', rollsBack: true, timeoutInMinutes: 60 };
    expect(rulesUnder('CANARY')).toEqual([
      { ...rule, moment: 'before-traffic' },
      { ...rule, moment: 'before-cleanup' },
    ]);
    expect(rulesUnder('ROLLING')).toEqual([{ ...rule, moment: 'before-traffic' }]);
  });

  it('keeps what is left out of a strategy, and the hooks of others', () => {
    const hook = { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] };
    const before = { ...live, canary: { percent: 5, bakeTimeInMinutes: 3 }, hooks: [hook] };

    const inForce = settingsInForce(before, { strategy: 'CANARY', canary: { percent: 10 }, hooks: [] });

    expect(inForce).toMatchObject({
      strategy: 'CANARY',
      canary: { percent: 10, bakeTimeInMinutes: 3 },
      hooks: [hook],
    });
    expect(plannedShift(inForce, [])?.steps).toEqual({ kind: 'canary', percent: 10, bakeInMinutes: 3 });
    expect(plannedHooks(inForce)).toEqual([
      { target: 'pause', stages: ['POST_SCALE_UP'], holder: 'others', onTimeout: 'ROLLBACK' },
    ]);
  });

  it("plans with AWS's own steps where the service names none", () => {
    expect(plannedShift({ ...live, strategy: 'LINEAR' }, [])?.steps).toEqual({
      kind: 'linear',
      percent: 10,
      bakeInMinutes: 6,
    });
    expect(plannedShift({ ...live, strategy: 'CANARY' }, [])?.steps).toEqual({
      kind: 'canary',
      percent: 5,
      bakeInMinutes: 10,
    });
    expect(plannedShift(live, [])).toBeUndefined();
  });

  it('puts configured settings over live ones', () => {
    expect(settingsInForce(live, { maximumPercent: 150 })).toMatchObject({
      maximumPercent: 150,
      minimumHealthyPercent: 100,
    });
  });
});

describe('nextCommands', () => {
  const where = '--cluster prod --service web';
  const name = 'abc';
  const unwatched = { kind: 'unwatched', because: { kind: 'timeout', afterMilliseconds: 1 } } as const;
  const next = (outcome: Outcome, action: ReleaseResult['action'] = 'deploy') =>
    nextCommands({
      action,
      outcome,
      service: { cluster: 'prod', service: 'web' },
      deployment: aDeployment(),
    });

  it('leads back to the very deployment that goes on', () => {
    expect(next(unwatched)[0]).toBe(`ecsdeploy resume ${where} --deployment ${name}`);
    expect(next(unwatched, 'resume')[0]).toBe(`ecsdeploy resume ${where} --deployment ${name}`);
  });

  it('comes back by the configuration file that the release was made by, since its gates stand there', () => {
    const calledAs = 'web --environment production';
    const ended = {
      outcome: unwatched,
      service: { cluster: 'prod', service: 'web' },
      deployment: aDeployment(),
    };

    expect(nextCommands({ ...ended, action: 'deploy', calledAs })[0]).toBe(
      `ecsdeploy resume ${calledAs} --deployment ${name}`,
    );
    expect(nextCommands({ ...ended, action: 'watch', calledAs })[0]).toBe(
      `ecsdeploy watch ${where} --deployment ${name}`,
    );
  });

  it('names a deployment by its id where AWS shows no service deployment, or its name would be a flag', () => {
    const outcome = { kind: 'reached', what: 'BAKE_TIME' } as const;
    const ofName = (serviceDeploymentArn: string | undefined) =>
      nextCommands({
        action: 'deploy',
        outcome,
        service: { cluster: 'prod', service: 'web' },
        deployment: aDeployment({ serviceDeploymentArn }),
      })[0];
    const byId = `ecsdeploy resume ${where} --deployment ${aDeployment().deploymentId}`;

    expect(ofName(undefined)).toBe(byId);
    expect(ofName('arn:aws:ecs:us-east-1:123456789012:service-deployment/prod/web/-qX')).toBe(byId);
  });

  it('names the account nowhere: whoever pastes it may have it masked', () => {
    const hookId = 'ecs-pause-1';
    const approval = {
      deployment: aDeployment().serviceDeploymentArn ?? '',
      hookId,
      stage: 'POST_SCALE_UP',
    };
    const because = { kind: 'superseded', byDeployment: approval.deployment } as const;
    const outcomes: Outcome[] = [
      unwatched,
      { kind: 'approved', approval },
      { kind: 'waiting-for-approval', approval, asAsked: false },
      { kind: 'superseded', because },
    ];

    const commands = outcomes.flatMap((outcome) => next(outcome));

    expect(commands.filter((command) => command.includes('--deployment'))).toHaveLength(4);
    expect(commands.join('\n')).not.toContain('123456789012');
  });

  it('does not tell who only looked on to drive', () => {
    expect(next(unwatched, 'watch')[0]).toBe(`ecsdeploy watch ${where} --deployment ${name}`);
  });

  it('never offers to go back from what goes back', () => {
    const inconclusive = { kind: 'inconclusive', because: { kind: 'no-running-task' } } as const;

    for (const outcome of [unwatched, inconclusive])
      expect(next(outcome, 'rollback')).not.toContain(`ecsdeploy rollback ${where}`);
  });

  it('leads to the deployment that superseded it', () => {
    const because = { kind: 'superseded', byDeployment: 'ecs-svc/9' } as const;

    expect(next({ kind: 'superseded', because })).toEqual([
      `ecsdeploy watch ${where} --deployment ecs-svc/9`,
    ]);
  });

  it('knows nothing to do about a service that is deleted', () => {
    expect(next({ kind: 'stopped', because: { kind: 'service-gone', status: 'deleted' } })).toEqual([]);
  });

  it('offers the way back after a success', () => {
    expect(next({ kind: 'succeeded', because: { kind: 'verified', tasks: 1 } })).toEqual([
      `ecsdeploy rollback ${where}`,
    ]);
  });
});

describe('hasChanged', () => {
  it('takes a later look at the same state for no change', () => {
    expect(hasChanged(aSnapshot({ at: 1 }), aSnapshot({ at: 2 }))).toBe(false);
  });

  it('notices a count, a phase, a failed task, and the first look', () => {
    const before = aSnapshot();

    expect(hasChanged(undefined, before)).toBe(true);
    expect(hasChanged(before, aSnapshot({ failedTasks: 1 }))).toBe(true);
    expect(hasChanged(before, aSnapshot({ phase: 'waiting-for-health' }))).toBe(true);
    expect(hasChanged(before, aSnapshot({ target: { ...before.target, running: 1 } }))).toBe(true);
  });
});
