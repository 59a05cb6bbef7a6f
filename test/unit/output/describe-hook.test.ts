import { describe, expect, it } from '@jest/globals';
import type { LifecycleHook } from '../../../src/model/lifecycle.ts';
import { describeHook } from '../../../src/output/describe-hook.ts';
import { aFunctionHook, aPause, time } from './a-shift.ts';

const timed = { expiresAt: time(600), timeoutAction: 'CONTINUE' } as const;

const table: [LifecycleHook, string][] = [
  [aPause(), 'pause waits until 2026-01-16 09:00:00Z (in 1 d), then AWS rolls back'],
  [aPause(timed), 'pause waits until 09:10:00Z (in 10 m), then AWS goes on'],
  [aPause({ status: 'succeeded' }), 'pause approved'],
  [aPause({ status: 'failed' }), 'pause rejected'],
  [aPause({ status: 'timed-out' }), 'pause timed out'],
  [aFunctionHook(), 'hook check-orders in progress'],
  [aFunctionHook(timed), 'hook check-orders in progress until 09:10:00Z (in 10 m), then AWS goes on'],
  [aFunctionHook({ ...timed, status: 'succeeded' }), 'hook check-orders succeeded'],
  [
    aFunctionHook({
      status: 'failed',
      targetArn: 'arn:aws:lambda:eu-central-1:123456789012:function:check:live\u001B[31m',
    }),
    'hook check:live failed',
  ],
  [aFunctionHook({ status: 'timed-out', targetArn: undefined }), 'hook without a name timed out'],
];

describe('a hook in words', () => {
  it.each(table)('%j', (hook, words) => {
    expect(describeHook(hook, time(0))).toBe(words);
  });
});
