import { minutes, seconds, type Milliseconds } from '../model/duration.ts';
import type { GateCheck } from '../model/gate.ts';

/** Several attempts of a few calls to AWS. */
const forAws: Milliseconds = minutes(1);

/** A check with a time-out of its own keeps it by itself; this much later it is not waited for any longer. */
const grace: Milliseconds = seconds(15);

/** The longest that one measurement may take, so that a check which never answers cannot hold a gate for ever. */
export function measurementLimit(check: GateCheck): Milliseconds {
  switch (check.kind) {
    case 'alarms':
    case 'target-health':
    case 'metrics':
      return forAws;
    case 'http':
    case 'command':
      return check.timeout + grace;
    case 'task':
      // Before its time begins AWS is asked to start it; when it is up, the task is stopped, and waited for: given up earlier, it would
      // still run beside the next one.
      return forAws + check.timeout + minutes(3) + forAws;
    default:
      return check satisfies never;
  }
}
