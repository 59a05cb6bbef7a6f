import type { GroupWaits } from '../../aws/codedeploy-groups.ts';
import type { TrafficRouting } from '../../model/codedeploy.ts';
import { minutes, type Milliseconds } from '../../model/duration.ts';
import type { PlannedShift } from '../../model/planned-shift.ts';

/** What a deployment group says of where traffic moves, and how long CodeDeploy waits. */
interface TrafficOfGroup {
  readonly productionListeners: readonly string[];
  readonly testListeners: readonly string[];
  readonly waits: GroupWaits;
}

/** How CodeDeploy will move the traffic; where the old tasks are kept for good, nothing is waited for at the end. Pure. */
export function shiftOfRouting(routing: TrafficRouting, group: TrafficOfGroup): PlannedShift {
  return {
    steps: stepsOf(routing),
    finalBakeInMinutes: group.waits.terminationInMinutes ?? 0,
    productionRules: group.productionListeners,
    testRules: group.testListeners,
  };
}

/**
 * How long CodeDeploy waits by itself where nothing can go wrong faster: between shifts, and before the old tasks end. The wait for
 * somebody to let traffic move is not in it: nobody knows how long that takes. Pure.
 */
export function waitsOfRouting(routing: TrafficRouting, waits: GroupWaits): Milliseconds {
  return minutes(between(routing) + (waits.terminationInMinutes ?? 0));
}

function between(routing: TrafficRouting): number {
  switch (routing.type) {
    case 'AllAtOnce':
      return 0;
    case 'TimeBasedCanary':
      return routing.intervalInMinutes;
    case 'TimeBasedLinear':
      // The first step comes at once, and the last one brings all of it.
      return (Math.ceil(100 / routing.percent) - 1) * routing.intervalInMinutes;
    default:
      return routing satisfies never;
  }
}

function stepsOf(routing: TrafficRouting): PlannedShift['steps'] {
  switch (routing.type) {
    case 'AllAtOnce':
      return { kind: 'at-once' };
    case 'TimeBasedCanary':
      return { kind: 'canary', percent: routing.percent, bakeInMinutes: routing.intervalInMinutes };
    case 'TimeBasedLinear':
      return { kind: 'linear', percent: routing.percent, bakeInMinutes: routing.intervalInMinutes };
    default:
      return routing satisfies never;
  }
}
