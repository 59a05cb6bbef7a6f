import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judgeEnd, judgeMeasurement, unmeasured, type GateState } from '../../../src/gates/judge-gate.ts';
import type { Gate, GateMoment } from '../../../src/model/gate.ts';
import { aGate, measured } from './a-gate.ts';

const kinds = ['pass', 'fail', 'unclear', 'error'] as const;
type Kind = (typeof kinds)[number];

const after = (
  gate: Gate,
  moment: GateMoment,
  got: readonly Kind[],
  from: GateState = unmeasured,
): GateState => got.reduce((state, kind) => judgeMeasurement(gate, moment, state, measured(kind)), from);

const gates = fc.record({
  count: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  failuresAllowed: fc.integer({ min: 0, max: 3 }),
  errorLimit: fc.integer({ min: 1, max: 4 }),
});
const histories = fc.array(fc.constantFrom(...kinds), { maxLength: 20 });
const moments = fc.constantFrom<GateMoment>('before', 'during', 'after');

describe('a gate', () => {
  it.each<[string, Partial<Gate>, GateMoment, readonly Kind[], string]>([
    ['passes before with one good measurement', {}, 'before', ['pass'], 'pass'],
    ['goes on during as long as all is well', {}, 'during', ['pass', 'pass', 'pass'], 'pending'],
    ['passes when its count is full', { count: 2 }, 'during', ['pass', 'pass'], 'pass'],
    ['fails at the first bad one', {}, 'after', ['pass', 'fail'], 'fail'],
    [
      'bears the bad ones that are allowed',
      { failuresAllowed: 1, count: 3 },
      'after',
      ['fail', 'pass', 'pass'],
      'pass',
    ],
    ['fails at one more than that', { failuresAllowed: 1 }, 'after', ['fail', 'pass', 'fail'], 'fail'],
    [
      'is inconclusive after four errors in a row',
      {},
      'during',
      ['pass', 'error', 'error', 'error', 'error'],
      'inconclusive',
    ],
    [
      'is not when one of them could be taken',
      {},
      'during',
      ['error', 'error', 'error', 'unclear', 'error'],
      'pending',
    ],
    [
      'is inconclusive when all that fills its count is unclear',
      { count: 2 },
      'after',
      ['unclear', 'unclear'],
      'inconclusive',
    ],
    ['does not count what could not be taken', { count: 1 }, 'after', ['error', 'error'], 'pending'],
  ])('%s', (_, settings, moment, got, verdict) => {
    expect(after(aGate(settings), moment, got).verdict.kind).toBe(verdict);
  });

  it.each<[string, GateMoment, Partial<Gate>, readonly Kind[], string]>([
    ['passes with one good one', 'after', {}, ['unclear', 'pass', 'error'], 'pass'],
    ['cannot tell with none', 'after', {}, [], 'inconclusive'],
    [
      'cannot tell with bad ones alone, be they allowed',
      'after',
      { failuresAllowed: 2 },
      ['fail'],
      'inconclusive',
    ],
    [
      'leaves to later what it could not tell during',
      'during',
      { at: ['during', 'after'] },
      ['unclear'],
      'pending',
    ],
    [
      'cannot tell during if it does not measure later',
      'during',
      { at: ['during'] },
      ['unclear'],
      'inconclusive',
    ],
  ])('at its end %s', (_, moment, settings, got, verdict) => {
    const gate = aGate(settings);

    expect(judgeEnd(gate, moment, after(gate, moment, got)).verdict.kind).toBe(verdict);
  });

  it('says what it saw last that was not good', () => {
    const state = judgeEnd(aGate(), 'after', after(aGate(), 'after', ['unclear', 'error']));

    expect(state.verdict.because).toEqual({
      kind: 'never-clear',
      because: { kind: 'command-exit', program: 'unclear', exitCode: 75 },
    });
  });

  it('never fails for what could not be measured', () => {
    fc.assert(
      fc.property(gates, moments, histories, (settings, moment, got) => {
        const gate = aGate(settings);
        const harmless = got.map((kind) => (kind === 'fail' ? 'error' : kind));

        expect(judgeEnd(gate, moment, after(gate, moment, harmless)).verdict.kind).not.toBe('fail');
      }),
    );
  });

  it('fails exactly when more bad measurements than allowed came before it had judged otherwise', () => {
    fc.assert(
      fc.property(gates, moments, histories, (settings, moment, got) => {
        const gate = aGate(settings);
        const { verdict, counts } = after(gate, moment, got);

        expect(verdict.kind === 'fail').toBe(counts.fail > gate.failuresAllowed);
        expect(counts.fail).toBeLessThanOrEqual(gate.failuresAllowed + 1);
      }),
    );
  });

  it('keeps a verdict that it has, whatever comes later', () => {
    fc.assert(
      fc.property(gates, moments, histories, histories, (settings, moment, first, later) => {
        const gate = aGate(settings);
        const state = after(gate, moment, first);
        fc.pre(state.verdict.kind !== 'pending');

        expect(judgeEnd(gate, moment, after(gate, moment, later, state))).toBe(state);
      }),
    );
  });

  it('does not become better by a bad measurement more', () => {
    fc.assert(
      fc.property(gates, histories, fc.nat(20), (settings, got, where) => {
        const gate = aGate({ ...settings, count: undefined });
        const worse: Kind[] = [...got.slice(0, where), 'fail', ...got.slice(where)];
        const end = (history: readonly Kind[]): string =>
          judgeEnd(gate, 'after', after(gate, 'after', history)).verdict.kind;
        fc.pre(end(got) === 'fail');

        expect(end(worse)).toBe('fail');
      }),
    );
  });

  it('judges by how many there were, and not by their order, as long as all could be taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), histories, (failuresAllowed, got) => {
        const gate = aGate({ failuresAllowed });
        const taken = got.filter((kind) => kind !== 'error');
        const end = (history: readonly Kind[]): string =>
          judgeEnd(gate, 'after', after(gate, 'after', history)).verdict.kind;

        expect(end([...taken].reverse())).toBe(end(taken));
        expect(end([...taken].sort())).toBe(end(taken));
      }),
    );
  });
});
