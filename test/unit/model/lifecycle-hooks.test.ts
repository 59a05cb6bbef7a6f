import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HookDefinition } from '../../../src/model/hook-definition.ts';
import {
  approvalsOf,
  areSameHooks,
  changedHooks,
  lambdaHooksOf,
  mergeHooks,
  momentOf,
  nameOfHook,
} from '../../../src/model/lifecycle-hooks.ts';
import type { ApprovalMoment } from '../../../src/model/lifecycle.ts';
import type { Approval, LambdaHook } from '../../../src/model/release-plan.ts';

const moments: readonly ApprovalMoment[] = [
  'before-traffic',
  'after-test-traffic',
  'before-each-shift',
  'before-cleanup',
];
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const role = 'arn:aws:iam::123456789012:role/hooks';

const approval = fc.record<Approval>({
  moment: fc.constantFrom(...moments),
  timeoutInMinutes: fc.integer({ min: 1, max: 20_160 }),
  onTimeout: fc.constantFrom('CONTINUE', 'ROLLBACK'),
});
const approvals = fc.uniqueArray(approval, { selector: ({ moment }) => moment, maxLength: 4 });
const lambdaHook = fc.record<LambdaHook>(
  {
    functionArn: fc.constantFrom('check', 'smoke').map(functionArn),
    roleArn: fc.constant(role),
    stages: fc.subarray(['POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT'] as const, { minLength: 1 }),
    details: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
    timeoutInMinutes: fc.integer({ min: 1, max: 1440 }),
    onTimeout: fc.constantFrom('CONTINUE', 'ROLLBACK'),
  },
  { requiredKeys: ['functionArn', 'roleArn', 'stages'] },
);
const lambdaHooks = fc.uniqueArray(lambdaHook, {
  selector: ({ functionArn: arn, stages }) => `${arn} ${stages.join()}`,
  maxLength: 3,
});
const wanted = fc.record({ approvals, hooks: lambdaHooks }, { requiredKeys: [] });

/** Hooks that somebody else has put there, with members of a later ECS. */
const foreign = fc.record<HookDefinition>(
  {
    targetType: fc.constantFrom('PAUSE', 'AWS_LAMBDA', 'STEP_FUNCTION'),
    hookTargetArn: fc.constantFrom('theirs', 'other').map(functionArn),
    lifecycleStages: fc.subarray(['PRE_SCALE_UP', 'POST_SCALE_UP'], { minLength: 1 }),
    hookDetails: fc.oneof(fc.jsonValue() as fc.Arbitrary<string>, fc.constant({ ecsdeploy: 'no marker' })),
    newerMember: fc.jsonValue(),
  },
  { requiredKeys: ['targetType', 'hookTargetArn', 'lifecycleStages'] },
);
const live = fc
  .tuple(fc.array(foreign, { maxLength: 4 }), wanted, fc.array(foreign, { maxLength: 2 }))
  .map(([some, ours, more]) => [...mergeHooks(some, ours), ...more]);

const isOurs = (hook: HookDefinition): boolean =>
  momentOf(hook) !== undefined || lambdaHooksOf([hook], []).length > 0;

describe('mergeHooks', () => {
  it("never loses, changes or reorders others' hooks", () => {
    fc.assert(
      fc.property(live, wanted, (hooks, settings) => {
        const others = hooks.filter((hook) => !isOurs(hook));

        expect(mergeHooks(hooks, settings).filter((hook) => !isOurs(hook))).toEqual(others);
      }),
    );
  });

  it('changes nothing when it is done again, and then there is nothing to send', () => {
    fc.assert(
      fc.property(live, wanted, (hooks, settings) => {
        const merged = mergeHooks(hooks, settings);

        expect(mergeHooks(merged, settings)).toEqual(merged);
        expect(changedHooks(merged, settings)).toBeUndefined();
      }),
    );
  });

  it('leaves what is not configured at all', () => {
    fc.assert(
      fc.property(live, (hooks) => {
        expect(changedHooks(hooks, {})).toBeUndefined();
      }),
    );
  });

  it('has just the pauses that are configured, and reads them back', () => {
    fc.assert(
      fc.property(live, approvals, (hooks, some) => {
        const byMoment = (list: readonly Approval[]) =>
          list.toSorted((a, b) => a.moment.localeCompare(b.moment));

        expect(byMoment(approvalsOf(mergeHooks(hooks, { approvals: some })))).toEqual(byMoment(some));
      }),
    );
  });

  it('keeps functions where only the pauses go', () => {
    fc.assert(
      fc.property(live, (hooks) => {
        expect(mergeHooks(hooks, { approvals: [] })).toEqual(
          hooks.filter((hook) => momentOf(hook) === undefined),
        );
      }),
    );
  });

  it('takes over a function that is there at the same stages, with what is not configured about it', () => {
    const there = {
      hookTargetArn: functionArn('check'),
      roleArn: 'old',
      lifecycleStages: ['POST_SCALE_UP'],
      timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' },
      newerMember: 1,
    };
    const hook: LambdaHook = {
      functionArn: functionArn('check'),
      roleArn: role,
      stages: ['POST_SCALE_UP'],
      details: { suite: 'smoke' },
    };

    expect(mergeHooks([there], { hooks: [hook] })).toEqual([
      {
        ...there,
        targetType: 'AWS_LAMBDA',
        roleArn: role,
        hookDetails: { suite: 'smoke', ecsdeploy: { hook: true } },
      },
    ]);
  });
});

describe('hooks as they are shown and compared', () => {
  it('are named by the moment, or by what they call', () => {
    const [pause] = mergeHooks([], {
      approvals: [{ moment: 'before-traffic', timeoutInMinutes: 5, onTimeout: 'ROLLBACK' }],
    });

    expect(nameOfHook(pause ?? {})).toBe('before-traffic pause');
    expect(nameOfHook({ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] })).toBe(
      'pause at PRE_SCALE_UP',
    );
    expect(nameOfHook({ hookTargetArn: functionArn('check'), lifecycleStages: ['POST_SCALE_UP'] })).toBe(
      'check at POST_SCALE_UP',
    );
  });

  it('are the same whatever the order of their members and stages', () => {
    const one = { targetType: 'PAUSE', lifecycleStages: ['A', 'B'], hookDetails: { a: 1, b: 2 } };
    const other = { hookDetails: { b: 2, a: 1 }, lifecycleStages: ['B', 'A'], targetType: 'PAUSE' };

    expect(areSameHooks([one], [other])).toBe(true);
    expect(areSameHooks([one], [{ ...other, lifecycleStages: ['B'] }])).toBe(false);
  });
});
