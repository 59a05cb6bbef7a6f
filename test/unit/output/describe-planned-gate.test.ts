import { describe, expect, it } from '@jest/globals';
import { describePlannedGates } from '../../../src/output/describe-planned-gate.ts';
import { aGate } from '../builders.ts';

const planned = { gate: aGate(), heldAt: [] };

describe('The gates of a plan', () => {
  it('say what is measured when, and how fast a bad release goes back', () => {
    const gates = [
      { gate: aGate({ failuresAllowed: 1 }), worstCase: 32_900, heldAt: ['POST_PRODUCTION_TRAFFIC_SHIFT'] },
      {
        gate: aGate({ name: 'alarms', check: { kind: 'alarms', names: ['a', 'b'] }, at: ['before'] }),
        heldAt: [],
      },
    ];

    expect(
      describePlannedGates({ gates, watchForMilliseconds: 600_000, rollbackPolicy: 'automatic' }),
    ).toEqual([
      'smoke: program smoke ends with 0, meanwhile every 10 s, 1 bad measurement allowed; from bad to a rollback asked for: 33 s at worst; AWS holds it at POST_PRODUCTION_TRAFFIC_SHIFT until it has passed',
      'alarms: alarms a, b not in ALARM, before',
      'watched for 10 m after AWS calls it successful',
      'a bad release goes back by itself',
    ]);
  });

  it('say how long what they measure at the end of the watch is waited for', () => {
    const watch = { watchForMilliseconds: 600_000, watchForAtMostMilliseconds: 1_500_000 };

    expect(describePlannedGates(watch)).toEqual([
      'watched for 10 m after AWS calls it successful, and up to 15 m longer for what gates measure just then',
    ]);
  });

  it('are nothing to speak of where none is configured, unless somebody else decides', () => {
    expect(describePlannedGates({ rollbackPolicy: 'automatic' })).toEqual([]);
    expect(describePlannedGates({ rollbackPolicy: 'off' })).toHaveLength(1);
    expect(describePlannedGates({})).toEqual([]);
  });

  it('never show what may be secret', () => {
    const http = {
      kind: 'http',
      url: 'https://example.com/health',
      method: 'GET',
      headers: { authorization: 'hunter2' },
      statuses: [{ from: 200, to: 299 }],
      timeout: 1_000,
    } as const;
    const command = { kind: 'command', command: ['smoke', '--token', 'hunter2'], timeout: 1_000 } as const;
    const lines = describePlannedGates({
      gates: [http, command].map((check) => ({ ...planned, gate: aGate({ check }) })),
    });

    expect(lines.join()).not.toContain('hunter2');
    expect(lines[0]).toContain('GET https://example.com/health answers 200-299');
  });
});
