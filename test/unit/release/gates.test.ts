import { describe, expect, it } from '@jest/globals';
import { mergeHooks, stagesOfGates } from '../../../src/model/lifecycle-hooks.ts';
import { withAlarmsOfGates, withoutAlarms } from '../../../src/release/gates/alarms-of-gates.ts';
import { canMeasure } from '../../../src/release/gates/can-measure.ts';
import { gatesHolding } from '../../../src/release/gates/held-for-gates.ts';
import { letsGoOn } from '../../../src/release/gates/lets-go-on.ts';
import { planGates } from '../../../src/release/gates/plan-gates.ts';
import { aGate, aSnapshot, aStanding } from '../builders.ts';

const alarms = aGate({ name: 'errors', check: { kind: 'alarms', names: ['a', 'b'] } });
const metrics = {
  kind: 'metrics',
  source: { kind: 'preset', preset: 'alb-5xx-rate' },
  limit: { kind: 'absolute', max: 1 },
  window: 60_000,
  minimumSamples: 10,
} as const;
const shifting = { strategy: 'CANARY', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', test: 0 } as const;

describe('The plan of gates', () => {
  const planning = { watchForMilliseconds: 0, policy: 'automatic', watchedByAws: [], heldAt: {} } as const;

  it('counts from bad to a rollback asked for: delay, bad measurements that are allowed, those that cannot be taken, the last one, and a look', () => {
    const { gates, rules } = planGates({
      ...planning,
      gates: [aGate({ initialDelay: 30_000, interval: 10_000, failuresAllowed: 2 })],
    });

    // 30 s + 3 bad ones × 4 (three before each cannot be taken) × 30 s (one of 25 s misses two instants) + 10 s time-out + 15 s of
    // grace + 2.9 s
    expect(gates?.[0]?.worstCase).toBe(417_900);
    expect(rules).toMatchObject([{ rule: 'gate', name: 'smoke', holder: 'ecsdeploy', rollsBack: true }]);
  });

  it('promises no rollback where none follows', () => {
    const { gates, rules } = planGates({
      ...planning,
      gates: [aGate({ at: ['before'] }), aGate({ name: 'tried', dryRun: true })],
    });

    expect(gates?.map(({ worstCase }) => worstCase)).toEqual([undefined, undefined]);
    expect(rules).toEqual([]);
    expect(planGates({ ...planning, policy: 'off', gates: [aGate()] }).rules).toMatchObject([
      { rollsBack: false },
    ]);
  });

  it('counts the window of numbers, and the minute that CloudWatch is late', () => {
    const { gates } = planGates({ ...planning, gates: [aGate({ check: metrics, interval: 60_000 })] });

    // 1 m window + 1 m + 4 × 1 m interval + 1 m for AWS + 2.9 s
    expect(gates?.[0]?.worstCase).toBe(422_900);
  });

  it('bounds the watch by the longest that may be measured at its end', () => {
    const task = { kind: 'task', command: ['smoke'], environment: {}, timeout: 600_000 } as const;
    const gates = [aGate({ at: ['after'] }), aGate({ name: 'task', at: ['after'], check: task })];
    const plan = planGates({ ...planning, gates, watchForMilliseconds: 600_000 });

    // 10 m, and: 1 m for AWS to start it + 10 m time-out + 3 m until it has stopped + 1 m for AWS
    expect(plan).toMatchObject({ watchForMilliseconds: 600_000, watchForAtMostMilliseconds: 1_500_000 });
    expect(planGates({ ...planning, gates: [aGate()], watchForMilliseconds: 600_000 })).not.toHaveProperty(
      'watchForAtMostMilliseconds',
    );
  });

  it('says what this process holds, what AWS watches as well, and what it holds the deployment for', () => {
    const { rules } = planGates({
      ...planning,
      gates: [{ ...alarms, at: ['during', 'after'] }, aGate({ hold: { timeoutInMinutes: 30 } })],
      watchedByAws: ['a', 'b', 'c'],
      heldAt: { POST_PRODUCTION_TRAFFIC_SHIFT: ['smoke'] },
    });

    expect(rules).toMatchObject([
      { rule: 'gate', name: 'errors', holder: 'ecsdeploy', moments: ['during', 'after'] },
      { rule: 'gate', name: 'errors', holder: 'aws', moments: ['during'] },
      { rule: 'gate', name: 'smoke', holder: 'ecsdeploy', moments: ['during'] },
      { rule: 'gate-hold', name: 'smoke', holder: 'aws', timeoutInMinutes: 30 },
    ]);
    expect(rules.map(({ rollsBack }) => rollsBack)).toEqual([true, true, true, true]);
  });

  it('does not hide that a person is asked, or that AWS goes back although this process does not', () => {
    const rulesBy = (policy: 'ask' | 'off') =>
      planGates({ ...planning, policy, gates: [alarms], watchedByAws: ['a', 'b'] }).rules;

    expect(rulesBy('ask')[0]).toMatchObject({ holder: 'ecsdeploy', asks: true });
    expect(rulesBy('off')).toMatchObject([
      { holder: 'ecsdeploy', rollsBack: false },
      { holder: 'aws', rollsBack: true },
    ]);
  });

  it('shows no value that may be secret', () => {
    const task = { kind: 'task', environment: { TOKEN: 'hunter2' }, timeout: 1_000 } as const;
    const http = {
      kind: 'http',
      url: 'https://example.com',
      method: 'GET',
      headers: { authorization: 'hunter2' },
      statuses: [],
      timeout: 1_000,
    } as const;
    const plan = planGates({ ...planning, gates: [aGate({ check: task }), aGate({ check: http })] });

    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });
});

describe('Alarms of gates', () => {
  it('join those that are there, and go back as the policy says', () => {
    const live = { alarms: { names: ['live'], enable: true, rollback: false } };

    expect(withAlarmsOfGates({}, live, [alarms], 'automatic').alarms).toEqual({
      names: ['live', 'a', 'b'],
      enable: true,
      rollback: true,
    });
    expect(withAlarmsOfGates({}, live, [alarms], 'off').alarms?.rollback).toBe(false);
    expect(withAlarmsOfGates({}, live, [{ ...alarms, dryRun: true }], 'automatic')).toEqual({});
  });

  it('are left to the person who is asked, also those that an earlier release has put there', () => {
    const live = { alarms: { names: ['live', 'a'], enable: true, rollback: true } };

    expect(withAlarmsOfGates({}, {}, [alarms], 'ask')).toEqual({});
    expect(withAlarmsOfGates({}, live, [alarms], 'ask').alarms).toEqual({
      names: ['live'],
      enable: true,
      rollback: true,
    });
    expect(withAlarmsOfGates(live, live, [alarms], 'ask')).toEqual(live);
  });

  it('that are accepted are not measured', () => {
    expect(withoutAlarms([alarms, aGate()], ['a'])).toMatchObject([
      { check: { names: ['b'] } },
      { name: 'smoke' },
    ]);
    expect(withoutAlarms([alarms], ['a', 'b'])).toEqual([]);
  });
});

describe('What a gate can measure', () => {
  it('is there with the first task, and of CloudWatch with the first traffic', () => {
    const running = aSnapshot({ target: { taskDefinition: 'web:2', requested: 2, running: 1, pending: 1 } });
    const before = { ...running, shift: { ...shifting, production: 0 } };

    expect(canMeasure(aGate(), aSnapshot())).toBe(false);
    expect(canMeasure(aGate(), before)).toBe(true);
    expect(canMeasure(aGate({ check: metrics }), running)).toBe(true);
    expect(canMeasure(aGate({ check: metrics }), before)).toBe(false);
    expect(canMeasure(aGate({ check: metrics }), { ...running, shift: { ...shifting, production: 5 } })).toBe(
      true,
    );
  });
});

describe('A pause of gates', () => {
  const good = { kind: 'pass', at: 100, because: { kind: 'measuring' } } as const;
  const held = aSnapshot({ shift: { ...shifting, production: 10 } });
  const goesOn = (standing: ReturnType<typeof aStanding>, since = 50): boolean =>
    letsGoOn([standing], 'smoke', since, held);

  it('ends when its gate has passed, or was good since it began', () => {
    expect(goesOn(aStanding('pass'))).toBe(true);
    expect(goesOn(aStanding('pending', {}, { measurements: [good] }))).toBe(true);
    expect(goesOn(aStanding('pending', {}, { measurements: [good] }), 101)).toBe(false);
    expect(goesOn(aStanding('pending'))).toBe(false);
  });

  it('stays while nobody can tell, unless that is to be no hindrance', () => {
    expect(goesOn(aStanding('inconclusive'))).toBe(false);
    expect(goesOn(aStanding('inconclusive', { onInconclusive: 'continue' }))).toBe(true);
    expect(goesOn(aStanding('fail'))).toBe(false);
    expect(letsGoOn([], 'smoke', 0, held)).toBe(false);
  });

  it('waits for no numbers before there is traffic, unless they are bad already', () => {
    const errors = aGate({ name: 'errors', check: metrics });
    const before = aSnapshot({ shift: { ...shifting, production: 0 } });

    expect(letsGoOn([], 'errors', 0, before, [errors])).toBe(true);
    expect(letsGoOn([], 'errors', 0, held, [errors])).toBe(false);
    expect(letsGoOn([aStanding('pending', { check: metrics })], 'smoke', 0, before)).toBe(true);
    expect(letsGoOn([aStanding('fail', { check: metrics })], 'smoke', 0, before)).toBe(false);
    expect(letsGoOn([aStanding('fail', { dryRun: true })], 'smoke', 0, held)).toBe(true);
  });

  it('is a matter for somebody where this run does not measure its gates, or cannot tell', () => {
    const policy = { role: 'driver', heldForGates: { HERE: ['smoke'] } } as const;
    const pass = aStanding('pass');

    expect(gatesHolding('HERE', policy, {}, { gates: [pass] })).toEqual(['smoke']);
    expect(gatesHolding('HERE', policy, {}, { gatesToBegin: [aGate()] })).toEqual(['smoke']);
    expect(gatesHolding('THERE', policy, {}, { gates: [pass] })).toBeUndefined();
    expect(gatesHolding('HERE', policy, {}, {})).toBeUndefined();
    expect(gatesHolding('HERE', policy, { mustWait: true }, { gates: [pass] })).toBeUndefined();
    expect(gatesHolding('HERE', policy, {}, { gates: [aStanding('inconclusive')] })).toBeUndefined();
    expect(gatesHolding('HERE', { ...policy, role: 'observer' }, {}, {})).toEqual(['smoke']);
  });

  it('is put among the hooks once, is found there, and goes when it is wanted no more', () => {
    const gatePauses = [
      { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', gates: ['smoke'], timeoutInMinutes: 30 },
    ] as const;
    const theirs = { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] } as const;
    const once = mergeHooks([theirs], { gatePauses });

    expect(mergeHooks(once, { gatePauses })).toEqual(once);
    expect(mergeHooks(once, {})).toEqual(once);
    expect(stagesOfGates(once)).toEqual({ POST_PRODUCTION_TRAFFIC_SHIFT: ['smoke'] });
    expect(once.at(-1)).toMatchObject({ timeoutConfiguration: { timeoutInMinutes: 30, action: 'ROLLBACK' } });
    expect(mergeHooks(once, { gatePauses: [] })).toEqual([theirs]);
  });

  it('is none where a person is asked at the same stage', () => {
    const approvals = [{ moment: 'before-cleanup', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' }] as const;
    const gatePauses = [
      { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', gates: ['smoke'], timeoutInMinutes: 30 },
    ] as const;

    expect(stagesOfGates(mergeHooks([], { approvals, gatePauses }))).toEqual({});
  });
});
