import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Company } from '../../../src/aws/company.ts';
import { lookInterval } from '../../../src/release/follow-policy.ts';

/** A clock that is set by hand. */
function companyAt(start: number): { company: Company; set: (now: number) => void } {
  let now = start;
  const company = new Company({
    now: () => now,
    sleep: () => Promise.reject(new Error('nobody sleeps here')),
  });
  return {
    company,
    set: (moment) => {
      now = moment;
    },
  };
}

describe('the company of releases', () => {
  it('lets who is alone look at once, and every interval after that', () => {
    const { company, set } = companyAt(1_000);

    const looks = company.look(lookInterval);

    expect(looks.untilFirst).toBe(0);
    expect(looks.untilNext(lookInterval)).toBe(lookInterval);
    set(1_000 + 300);
    expect(looks.untilNext(lookInterval)).toBe(lookInterval - 300);
    expect(company.isSeveral).toBe(false);
  });

  it('lets the second one look when the first does', () => {
    const { company, set } = companyAt(0);
    const first = company.look(lookInterval);
    set(1_000);

    const second = company.look(lookInterval);

    expect(second.untilFirst).toBe(lookInterval - 1_000);
    expect(first.untilNext(lookInterval)).toBe(lookInterval - 1_000);
    expect(company.isSeveral).toBe(true);
  });

  it('begins a new tick when all have left', () => {
    const { company, set } = companyAt(0);
    company.look(lookInterval).stop();
    set(1_000);

    expect(company.look(lookInterval).untilFirst).toBe(0);
    expect(company.isSeveral).toBe(false);
  });

  it('is several as soon as two are under way, and no more when one has left', () => {
    const { company } = companyAt(0);
    const leave = company.join();
    company.look(lookInterval);

    expect(company.isSeveral).toBe(false);
    company.join();
    expect(company.isSeveral).toBe(true);
    leave();
    leave();
    expect(company.isSeveral).toBe(false);
  });

  it('takes the tick that a timer was a little early for as met', () => {
    const { company, set } = companyAt(0);
    const looks = company.look(lookInterval);
    set(lookInterval - 2);

    expect(looks.untilNext(lookInterval)).toBe(lookInterval + 2);
  });

  it('does not align what comes sooner than the next tick: a deadline', () => {
    const { company, set } = companyAt(0);
    const looks = company.look(lookInterval);
    set(1_000);

    expect(looks.untilNext(500)).toBe(500);
  });

  it('lets nobody look later than asked, or sooner than an interval before that, wherever the clocks go', () => {
    const moment = fc.integer({ min: -10_000_000, max: 10_000_000 });
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: lookInterval, max: 60_000 }), (from, now, atMost) => {
        const { company, set } = companyAt(from);
        const looks = company.look(lookInterval);
        set(now);

        const wait = looks.untilNext(atMost);

        expect(wait).toBeGreaterThan(atMost - lookInterval);
        expect(wait).toBeLessThanOrEqual(atMost + 5);
        expect(Math.abs((now + wait - from) % lookInterval)).toBe(0);
      }),
    );
  });
});
