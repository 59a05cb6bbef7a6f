import { describe, expect, it } from '@jest/globals';
import { judgedAt, newMemory, remember } from '../../../src/release/follow-memory.ts';
import { aSnapshot } from '../builders.ts';

const began = Date.UTC(2026, 0, 15, 9);
const shiftAt = (stage: string) => ({ ...aSnapshot().shift, stage }) as never;

describe('when ECS judged the tasks of a shift healthy', () => {
  it.each([
    ['is right', 0],
    ['is a quarter of an hour ahead', 900_000],
    ['is a quarter of an hour behind', -900_000],
  ])('is told by AWS and the looks, also where the clock of this machine %s', (_, skew) => {
    const deployment = { ...aSnapshot().deployment, createdAt: began };
    let memory = newMemory(began + skew);
    for (const [after, stage] of [
      [100, 'SCALE_UP'],
      [20_000, 'SCALE_UP'],
      [23_000, 'POST_SCALE_UP'],
      [60_000, 'BAKE_TIME'],
    ] as const) {
      const at = began + after + skew;
      memory = remember(memory, { ...aSnapshot(), at, deployment, shift: shiftAt(stage) }, at);
    }

    expect(judgedAt(memory)).toBeGreaterThan(began + 19_000);
    expect(judgedAt(memory)).toBeLessThanOrEqual(began + 23_000);
  });
});
