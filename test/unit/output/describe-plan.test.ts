import { describe, expect, it } from '@jest/globals';
import { describePlan } from '../../../src/output/describe-plan.ts';
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

  it('cuts a long value', () => {
    const [, , , , change] = describePlan(
      aPlan({ differences: [{ path: 'x', kind: 'added', after: 'y'.repeat(500), masked: false }] }),
      plain,
    );

    expect(change).toBe(`  changes   x: added ${'y'.repeat(80)}…`);
  });
});
