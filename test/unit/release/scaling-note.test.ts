import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noteToRestore } from '../../../src/release/scaling/restore-scaling.ts';
import {
  readScalingNote,
  writeScalingNote,
  type ScalingNote,
} from '../../../src/release/scaling/scaling-note.ts';

const at = Date.UTC(2026, 0, 15, 9);
const note: ScalingNote = { before: { scaleIn: true, scaleOut: false, scheduled: false }, at };

const anyNote: fc.Arbitrary<ScalingNote> = fc.record({
  before: fc.record({ scaleIn: fc.boolean(), scaleOut: fc.boolean(), scheduled: fc.boolean() }),
  at: fc.integer({ min: at, max: at + 1_000_000_000 }),
  by: fc.option(
    fc.integer({ min: 0 }).map((id) => `ecs-svc/${id}`),
    { nil: undefined },
  ),
});

describe('the note in the tag', () => {
  it('can be read by a person', () => {
    expect(writeScalingNote({ ...note, by: 'ecs-svc/1' })).toBe(
      'scale-in=suspended scale-out=active scheduled=active at=2026-01-15T09:00:00.000Z by=ecs-svc/1',
    );
  });

  it('says the same when it is read again, in characters that ECS takes', () => {
    fc.assert(
      fc.property(anyNote, (any) => {
        const value = writeScalingNote(any);

        expect(readScalingNote(value)).toEqual(any);
        expect(value).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
      }),
    );
  });

  it.each(['', 'scale-in=suspended', 'scale-in=yes scale-out=no scheduled=no at=2026-01-15T09:00:00Z'])(
    'is none when it says "%s"',
    (value) => {
      expect(readScalingNote(value)).toBeUndefined();
    },
  );

  it('is never made up of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readScalingNote(text)).not.toThrow();
      }),
    );
  });
});

describe('which note a run restores', () => {
  const later: ScalingNote = { ...note, at: at + 1_000 };

  it('is the one on the service, for a run that has suspended nothing', () => {
    expect(noteToRestore(writeScalingNote(note), {})).toEqual({ ...note, by: undefined });
    expect(noteToRestore(undefined, {})).toBeUndefined();
    expect(noteToRestore('something else', {})).toBeUndefined();
  });

  it('is its own, also where somebody has taken the tag away or written over it', () => {
    expect(noteToRestore(undefined, { note })).toEqual(note);
    expect(noteToRestore('something else', { note })).toEqual(note);
  });

  it('is none where another run has taken the suspension over', () => {
    expect(noteToRestore(writeScalingNote(later), { note, deploymentId: 'ecs-svc/1' })).toBeUndefined();
    const forAnother = writeScalingNote({ ...later, by: 'ecs-svc/2' });
    expect(noteToRestore(forAnother, { note, deploymentId: 'ecs-svc/1' })).toBeUndefined();
  });

  it('is that of another run that took over just this deployment: it is over for both', () => {
    const taken = { ...later, by: 'ecs-svc/1' };
    expect(noteToRestore(writeScalingNote(taken), { note, deploymentId: 'ecs-svc/1' })).toEqual(taken);
  });
});
