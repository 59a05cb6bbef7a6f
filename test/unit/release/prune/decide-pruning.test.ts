import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PastRelease } from '../../../../src/model/past-release.ts';
import { decidePruning } from '../../../../src/release/prune/decide-pruning.ts';
import type { FamilyUser, PruneFacts } from '../../../../src/release/prune/prune-facts.ts';

const revision = fc.integer({ min: 1, max: 12 }).map((number) => `web:${number}`);
const arn = (name: string): string => `arn:aws:ecs:us-east-1:123456789012:task-definition/${name}`;
/** As a target may name it. */
const written = fc.oneof(revision, revision.map(arn), fc.constantFrom('web', arn('web'), 'other:3', 'other'));

const release = fc.record({
  taskDefinition: revision.map(arn),
  outcome: fc.constantFrom('succeeded', 'failed', 'rolled-back', 'in-progress', 'stopped'),
  isTakenBack: fc.boolean(),
});

/** Newest first. */
const releases = fc.array(release, { maxLength: 12 }).map((drawn): PastRelease[] =>
  drawn.map(({ taskDefinition, outcome, isTakenBack }, index) => ({
    id: `r${index}`,
    source: 'ecs',
    taskDefinition,
    createdAt: 1_000 - index,
    outcome,
    origin: isTakenBack ? { takenBackAt: 2_000 } : {},
    serves: false,
  })),
);

const user: fc.Arbitrary<FamilyUser> = fc.record({
  service: fc.constantFrom('prod/web', 'prod/worker', 'staging/web'),
  revision,
  deployments: fc.array(fc.record({ revision, status: fc.constantFrom('PRIMARY', 'ACTIVE', 'DRAINING') }), {
    maxLength: 3,
  }),
  releases,
});

const facts: fc.Arbitrary<PruneFacts> = fc.record({
  family: fc.constant('web'),
  revisions: fc.uniqueArray(
    fc.record({
      number: fc.integer({ min: 1, max: 12 }),
      status: fc.constantFrom('ACTIVE', 'INACTIVE'),
      succeededAt: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      takenBackAt: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    }),
    { selector: ({ number }) => number, maxLength: 12 },
  ),
  services: fc.array(user, { maxLength: 3 }),
  tasks: fc.array(fc.record({ cluster: fc.constantFrom('prod', 'staging'), revision }), { maxLength: 4 }),
  rules: fc.array(
    fc.record({ rule: fc.constant('r'), bus: fc.constant('default'), taskDefinition: written }),
    { maxLength: 3 },
  ),
  schedules: fc.array(
    fc.record({ schedule: fc.constant('s'), group: fc.constant('default'), taskDefinition: written }),
    { maxLength: 3 },
  ),
});
const rules = fc.record({ keep: fc.integer({ min: 1, max: 5 }), deletes: fc.boolean() });

/** Every revision that something needs, counted without the code that is tested. */
function needed({ revisions, services, tasks, rules, schedules }: PruneFacts, keep: number): Set<string> {
  const active = revisions
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ number }) => number)
    .sort((a, b) => b - a);
  const named = [...rules, ...schedules].map(({ taskDefinition }) => taskDefinition.split('/').at(-1) ?? '');
  const good = services.flatMap((one) => {
    const succeeded = one.releases.filter(
      ({ outcome, origin }) => outcome === 'succeeded' && origin.takenBackAt === undefined,
    );
    return succeeded.slice(0, keep).map(({ taskDefinition }) => taskDefinition?.split('/').at(-1) ?? '');
  });
  const underWay = services.flatMap((one) =>
    one.releases.flatMap(({ outcome, taskDefinition }) =>
      outcome === 'in-progress' ? [taskDefinition?.split('/').at(-1) ?? ''] : [],
    ),
  );
  return new Set([
    ...services.map((one) => one.revision),
    ...services.flatMap(({ deployments }) => deployments.map((one) => one.revision)),
    ...tasks.map((one) => one.revision),
    ...named.map((name) => (name === 'web' ? `web:${active[0] ?? 0}` : name)),
    ...good,
    ...underWay,
    ...active.slice(0, keep).map((number) => `web:${number}`),
  ]);
}

describe('whatever the histories and uses', () => {
  it('nothing goes that anything needs, and everything that is kept says why', () => {
    fc.assert(
      fc.property(facts, rules, (known, { keep, deletes }) => {
        const plan = decidePruning(known, { keep, deletes });
        const kept = needed(known, keep);
        for (const one of plan.revisions) {
          if (kept.has(one.revision)) expect(one.steps).toEqual([]);
          // Kept without being one of these: only a stamp may say so.
          if (!kept.has(one.revision) && one.keptFor.length > 0) {
            expect(one.keptFor.map(({ kind }) => kind)).toEqual(
              one.keptFor.map(({ kind }) => (kind === 'release' ? 'release' : 'stamp')),
            );
          }
          expect(one.keptFor.length > 0 && one.steps.length > 0).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('what nothing needs goes: ACTIVE ones are deregistered, and deleted only where that is asked for', () => {
    fc.assert(
      fc.property(facts, rules, (known, { keep, deletes }) => {
        for (const { status, keptFor, steps } of decidePruning(known, { keep, deletes }).revisions) {
          if (keptFor.length > 0) continue;
          expect(steps.includes('deregister')).toBe(status === 'ACTIVE');
          expect(steps.includes('delete')).toBe(deletes);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeping more never lets go of what keeping fewer has kept', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 4 }), (known, keep) => {
        const going = (number: number): Set<string> =>
          new Set(
            decidePruning(known, { keep: number, deletes: true })
              .revisions.filter(({ steps }) => steps.length > 0)
              .map((one) => one.revision),
          );
        const few = going(keep);
        for (const one of going(keep + 1)) expect(few.has(one)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
