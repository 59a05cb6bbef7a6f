import { describe, expect, it } from '@jest/globals';
import { describeMoment } from '../../../src/output/moment.ts';
import { time } from './a-shift.ts';

describe('a time to come in words', () => {
  it('is that of a clock and what is left until then', () => {
    expect(describeMoment(time(600), time(0))).toBe('09:10:00Z (in 10 m)');
    expect(describeMoment(time(50_000), time(0))).toBe('22:53:20Z (in 13 h 53 m)');
  });

  it('has its date on another day, and where today is not known', () => {
    expect(describeMoment(time(86_400), time(61))).toBe('2026-01-16 09:00:00Z (in 23 h 58 m)');
    expect(describeMoment(time(14 * 86_400), time(0))).toBe('2026-01-29 09:00:00Z (in 14 d)');
    expect(describeMoment(time(600))).toBe('2026-01-15 09:10:00Z');
  });

  it('says so when it has come', () => {
    expect(describeMoment(time(600), time(600))).toBe('09:10:00Z (now)');
    expect(describeMoment(time(600), time(3_600))).toBe('09:10:00Z (now)');
  });
});
