import { describe, expect, it } from '@jest/globals';
import { namesJudgementOfAws, namesRejectedPause } from '../../../src/release/rollback-words.ts';

describe('the reason of a rollback', () => {
  it.each([
    'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    'Service deployment rolled back because the alarm(s) errors were triggered.',
    'Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target arn:aws:lambda:x returned FAILED status.',
    'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.',
    'Service deployment rolled back because of invalid networking configuration: Target group x is not associated with either productionListenerRule or testListenerRule.',
    'No rollback candidate was found to run the rollback.',
  ])('is AWS itself in "%s"', (text) => {
    expect(namesJudgementOfAws(text)).toBe(true);
    expect(namesRejectedPause(text)).toBe(false);
  });

  it('is somebody where it is a request, or a pause whose time was not up', () => {
    expect(namesJudgementOfAws('Service deployment rolled back due to a user request.')).toBe(false);
    const rejected = 'Service deployment rolled back because POST_SCALE_UP pause hook was rejected.';
    expect(namesJudgementOfAws(rejected)).toBe(false);
    expect(namesRejectedPause(rejected)).toBe(true);
  });
});
