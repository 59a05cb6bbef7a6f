import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { windowBackFrom, windowBeforeRelease } from '../../../src/gates/checks/metrics-window.ts';
import { minutes } from '../../../src/model/duration.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const at = (minute: number, second = 0): number => noon + minutes(minute) + second * 1_000;
const during = { moment: 'during', since: at(0, 20), releasedAt: at(0, 5) } as const;

describe('windowBackFrom', () => {
  it('ends with the last whole minute', () => {
    expect(windowBackFrom(at(10, 42), minutes(5), during)).toEqual({ start: at(5), end: at(10) });
  });

  it('does not reach back before the moment: those minutes are of the old revision', () => {
    expect(windowBackFrom(at(3, 10), minutes(5), during)).toEqual({ start: at(1), end: at(3) });
  });

  it('is none while no whole minute of the moment is over', () => {
    expect(windowBackFrom(at(1, 59), minutes(5), during)).toBeUndefined();
  });

  it('reaches back before the release where the old revision is what is measured', () => {
    const before = { moment: 'before', since: at(10), releasedAt: at(10) } as const;

    expect(windowBackFrom(at(10, 1), minutes(5), before)).toEqual({ start: at(5), end: at(10) });
  });

  it('has whole minutes only, is never longer than asked for, and never ends in the future', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: minutes(120) }),
        fc.integer({ min: 1, max: minutes(60) }),
        (elapsed, length) => {
          const now = during.since + elapsed;
          const window = windowBackFrom(now, length, during);
          if (window === undefined) return;
          expect(window.start % minutes(1)).toBe(0);
          expect(window.end % minutes(1)).toBe(0);
          expect(window.end).toBeGreaterThan(window.start);
          expect(window.end).toBeLessThanOrEqual(now);
          expect(window.start).toBeGreaterThanOrEqual(during.since);
          expect(window.end - window.start).toBeLessThan(length + minutes(1));
        },
      ),
    );
  });
});

describe('windowBeforeRelease', () => {
  it('is as long, and ends with the last whole minute before the release', () => {
    const window = { start: at(7), end: at(10) };

    expect(windowBeforeRelease(window, { ...during, releasedAt: at(4, 30) })).toEqual({
      start: at(1),
      end: at(4),
    });
  });

  it('never overlaps what it is compared with', () => {
    const window = { start: at(5), end: at(10) };

    expect(windowBeforeRelease(window, { moment: 'before', since: at(10), releasedAt: at(10) })).toEqual({
      start: at(0),
      end: at(5),
    });
  });
});
