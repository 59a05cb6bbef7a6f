import { describe, expect, it } from '@jest/globals';
import { describePlan } from '../../../src/output/describe-plan.ts';
import { aGate } from '../builders.ts';
import { aPlan, arn } from './a-release.ts';
import { plain } from './plain-palette.ts';

describe('a plan in words', () => {
  it('says from where to where, what differs, the steps, and who holds which rule', () => {
    expect(describePlan(aPlan(), plain)).toEqual([
      'Deploy to demo/web (eu-central-1, account 123456789012)',
      '  revision  web:6 → a new revision of web',
      '  commit    4f2a9c1',
      '  images    web: demo/web:1 → demo/web:2 (sha256:0123456789ab)',
      '  changes   containerDefinitions[web].image: demo/web:1 → demo/web:2',
      '            containerDefinitions[web].environment[KEY]: changed (hidden)',
      '            cpu: added 256',
      '            memory: removed 512',
      '  settings  maximumPercent: 200 → 150',
      '  tasks     2 desired, 2 running',
      '  steps     1. register the task definition (nothing to undo: an unused revision does no harm)',
      '            2. update the service (undone by stopping the deployment with a rollback)',
      '            3. follow the deployment to its end',
      '            4. verify that the running tasks are the wanted ones',
      '  safety    circuit breaker, after 3 failed tasks: rolls back (AWS)',
      '            not finished after 30 m: does not roll back (ecsdeploy, while it runs)',
      '  timeout   30 m',
    ]);
  });

  it('says that nothing rolls back when nothing does', () => {
    const lines = describePlan(aPlan({ safety: [] }), plain);

    expect(lines).toContain('  safety    nothing rolls a bad release back');
  });

  it('says of a deployment that has ended that this run rolls nothing back', () => {
    const ended = { ...aPlan({ safety: [], steps: [{ kind: 'verify' }] }), action: 'resume' as const };

    expect(describePlan(ended, plain)).toContain(
      '  safety    the deployment has ended: this run looks at what serves, and rolls nothing back',
    );
  });

  it('names the revision of a rollback', () => {
    const plan = aPlan();
    const lines = describePlan(
      { ...plan, action: 'rollback', target: { ...plan.target, taskDefinition: arn(5) } },
      plain,
    );

    expect(lines.slice(0, 2)).toEqual([
      'Roll back demo/web (eu-central-1, account 123456789012)',
      '  revision  web:6 → web:5',
    ]);
  });

  it('says how the traffic moves, who holds it on the way, and what does not count as time', () => {
    const rule = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/shop/11/22/33';
    const lines = describePlan(
      aPlan({
        strategy: 'CANARY',
        timeoutMilliseconds: 3_000_000,
        plannedWaitMilliseconds: 1_200_000,
        shift: {
          steps: { kind: 'canary', percent: 10, bakeInMinutes: 5 },
          finalBakeInMinutes: 15,
          productionRules: [rule],
          testRules: [rule.replace(/33$/, '44')],
        },
        hooks: [
          {
            target: 'pause',
            stages: ['POST_SCALE_UP'],
            holder: 'ecsdeploy',
            moment: 'before-traffic',
            timeoutInMinutes: 1440,
            onTimeout: 'ROLLBACK',
          },
          {
            target: 'lambda',
            targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:check-orders',
            stages: ['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'],
            holder: 'others',
            onTimeout: 'CONTINUE',
          },
        ],
        safety: [
          {
            rule: 'approval',
            holder: 'aws',
            rollsBack: true,
            moment: 'before-traffic',
            timeoutInMinutes: 1440,
          },
        ],
      }),
      plain,
    );

    expect(
      lines.filter((line) => !/changes|containerDef|cpu|memory|steps|\d\. /.test(line)).slice(4),
    ).toEqual([
      '  settings  maximumPercent: 200 → 150',
      '  tasks     2 desired, 2 running',
      '  traffic   canary: 10 %, 5 m bake, then 100 %, 15 m bake',
      '            AWS shifts it on rule 33 of shop',
      '            test traffic on rule 44 of shop',
      '  hooks     pause for a person before traffic; without an answer AWS rolls back after 1 d',
      '            function check-orders at POST_TEST_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT (put there by others, kept); without an answer AWS goes on',
      '  safety    nobody approves before traffic within 1 d: rolls back (AWS)',
      '  timeout   50 m, 20 m of them for the waits that are planned, not counting the time in which it waits for a person',
    ]);
  });

  it('does not count as time either that a gate holds it', () => {
    const hook = {
      target: 'pause',
      stages: ['POST_SCALE_UP'],
      holder: 'ecsdeploy',
      onTimeout: 'ROLLBACK',
    } as const;
    const gates = [{ gate: aGate(), heldAt: ['POST_SCALE_UP'] }];

    expect(describePlan(aPlan({ hooks: [hook], gates }), plain).join('\n')).toContain(
      'not counting the time in which it waits for a person or a gate',
    );
  });

  it.each([
    [{ kind: 'at-once' }, 0, 'blue/green: 100 % at once, no bake after it'],
    [{ kind: 'canary', percent: 0.1, bakeInMinutes: 0 }, 15, 'canary: 0.1 %, no bake, then 100 %, 15 m bake'],
    [
      { kind: 'linear', percent: 30, bakeInMinutes: 6 },
      1440,
      'linear: 30 % more every 6 m (4 steps), up to 100 %, 1 d bake',
    ],
    [
      { kind: 'linear', percent: 50, bakeInMinutes: 0 },
      1,
      'linear: 50 % more each time (2 steps), up to 100 %, 1 m bake',
    ],
  ] as const)('says %j in a line', (steps, finalBakeInMinutes, words) => {
    const shift = { steps, finalBakeInMinutes, productionRules: [], testRules: [] };
    const lines = describePlan(aPlan({ strategy: 'BLUE_GREEN', shift }), plain);

    expect(lines).toContain(`  traffic   ${words}`);
    expect(lines).toContain('            AWS shifts it without a load balancer');
  });

  it('cuts a long value', () => {
    const [, , , , change] = describePlan(
      aPlan({ differences: [{ path: 'x', kind: 'added', after: 'y'.repeat(500), masked: false }] }),
      plain,
    );

    expect(change).toBe(`  changes   x: added ${'y'.repeat(80)}…`);
  });
});
