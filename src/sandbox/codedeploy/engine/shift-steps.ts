import type { TrafficRouting } from '../records/deployment-config.ts';

/** One step of a shift: what the new tasks get, in percent, and how long it stays so, in milliseconds. */
export interface ShiftStep {
  readonly percent: number;
  readonly stays: number;
}

/** How traffic moves: the first step at once, nothing waits after the last one (3.2.1 of the specification). */
export function shiftSteps(routing: TrafficRouting): ShiftStep[] {
  const last: ShiftStep = { percent: 100, stays: 0 };
  switch (routing.type) {
    case 'AllAtOnce':
      return [last];
    case 'TimeBasedCanary':
      return [{ percent: routing.percent, stays: routing.interval * 60_000 }, last];
    case 'TimeBasedLinear': {
      const steps: ShiftStep[] = [];
      for (let percent = routing.percent; percent < 100; percent += routing.percent) {
        steps.push({ percent, stays: routing.interval * 60_000 });
      }
      return [...steps, last];
    }
    default:
      return routing satisfies never;
  }
}
