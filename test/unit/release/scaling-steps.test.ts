import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allSuspended, type SuspendedScaling } from '../../../src/model/scaling.ts';
import type { ScalingNote } from '../../../src/release/scaling/scaling-note.ts';
import {
  stepsToRestore,
  stepsToSuspend,
  type ScalingStep,
} from '../../../src/release/scaling/scaling-steps.ts';

const running = { scaleIn: false, scaleOut: false, scheduled: false };
const scaleInOnly = { scaleIn: true, scaleOut: false, scheduled: false };
const at = Date.UTC(2026, 0, 15, 9);

describe('suspending', () => {
  it('notes how it stands before anything is suspended', () => {
    expect(stepsToSuspend(scaleInOnly, undefined, { at })).toEqual([
      { kind: 'note', note: { before: scaleInOnly, at } },
      { kind: 'set', suspended: allSuspended },
    ]);
  });

  it('keeps the note of a run that was killed after it had suspended', () => {
    const noted = { before: scaleInOnly, at: at - 60_000 };
    expect(stepsToSuspend(allSuspended, noted, { at, by: 'ecs-svc/1' })).toEqual([
      { kind: 'note', note: { before: scaleInOnly, at, by: 'ecs-svc/1' } },
    ]);
  });

  it('takes what somebody has set since an earlier run for what is to be restored', () => {
    const noted = { before: running, at: at - 60_000 };
    expect(stepsToSuspend(scaleInOnly, noted, { at })[0]).toEqual({
      kind: 'note',
      note: { before: scaleInOnly, at },
    });
  });

  it('has nothing to do where everything is suspended already, by somebody else', () => {
    expect(stepsToSuspend(allSuspended, undefined, { at })).toEqual([]);
  });
});

describe('restoring', () => {
  const note: ScalingNote = { before: scaleInOnly, at };

  it('takes the note away last', () => {
    expect(stepsToRestore(allSuspended, note)).toEqual({
      steps: [{ kind: 'set', suspended: scaleInOnly }, { kind: 'forget' }],
      because: 'suspended',
    });
  });

  it.each([
    ['stands as before', scaleInOnly, 'stands-as-before'],
    ['was changed since', running, 'changed-since'],
    ['has no target any more', undefined, 'no-target'],
  ])('only forgets where it %s', (_, current, because) => {
    expect(stepsToRestore(current, note)).toEqual({ steps: [{ kind: 'forget' }], because });
  });
});

interface World {
  readonly state: SuspendedScaling;
  readonly note?: ScalingNote | undefined;
}

function carryOut(world: World, steps: readonly ScalingStep[]): World {
  return steps.reduce((now, step): World => {
    switch (step.kind) {
      case 'note':
        return { ...now, note: step.note };
      case 'set':
        return { ...now, state: step.suspended };
      case 'forget':
        return { state: now.state };
    }
  }, world);
}

/** One process: what it does, and after how many of its calls it is killed. */
interface Process {
  readonly does: 'suspend' | 'restore';
  readonly killedAfter: number;
}

function live(world: World, { does, killedAfter }: Process): World {
  if (does === 'restore') {
    const steps = world.note === undefined ? [] : stepsToRestore(world.state, world.note).steps;
    return carryOut(world, steps.slice(0, killedAfter));
  }
  const steps = stepsToSuspend(world.state, world.note, { at });
  return carryOut(world, steps.slice(0, killedAfter));
}

const anyState = fc.record({ scaleIn: fc.boolean(), scaleOut: fc.boolean(), scheduled: fc.boolean() });
const anyProcess = fc.record({
  does: fc.constantFrom('suspend' as const, 'restore' as const),
  killedAfter: fc.integer({ min: 0, max: 3 }),
});
const wholeRestore: Process = { does: 'restore', killedAfter: 9 };
const wholeSuspension: Process = { does: 'suspend', killedAfter: 9 };

describe('whatever is killed between any two calls', () => {
  it('stands in the end as it stood in the beginning, with no note left', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyProcess, { maxLength: 8 }), (state, processes) => {
        const end = [...processes, wholeRestore].reduce<World>(live, { state });

        expect(end).toEqual({ state });
      }),
    );
  });

  it('is all suspended after a whole suspension, and knows how it stood', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyProcess, { maxLength: 8 }), (state, processes) => {
        const suspended = [...processes, wholeSuspension].reduce<World>(live, { state });

        expect(suspended.state).toEqual(allSuspended);
        expect(live(suspended, wholeRestore)).toEqual({ state });
      }),
    );
  });

  it('keeps what a person sets between two runs', () => {
    const isPartial = (state: SuspendedScaling) => JSON.stringify(state) !== JSON.stringify(allSuspended);
    fc.assert(
      fc.property(
        anyState,
        anyState.filter(isPartial),
        fc.array(anyProcess, { maxLength: 4 }),
        fc.array(anyProcess, { maxLength: 4 }),
        (state, personal, before, after) => {
          const known = before.reduce<World>(live, { state });
          const end = [...after, wholeRestore].reduce<World>(live, { ...known, state: personal });

          expect(end).toEqual({ state: personal });
        },
      ),
    );
  });
});
