import { formatDuration, type Milliseconds } from '../model/duration.ts';
import type { Gate } from '../model/gate.ts';

interface Contradiction {
  readonly member: string;
  readonly message: string;
}

/** What a gate says that cannot all be meant. */
export function gateContradictions(gate: Gate, watchFor: Milliseconds): Contradiction[] {
  const { name, check, at, count, failuresAllowed, initialDelay, hold, dryRun } = gate;
  const found: Contradiction[] = [];
  const contradict = (member: string, message: string): void => {
    found.push({ member: `gates.${name}.${member}`, message });
  };
  if (check.kind === 'task' && at.includes('during')) {
    contradict('at', 'has during: a task runs once, before the deployment or after it');
  }
  if (check.kind === 'target-health' && at.includes('before')) {
    contradict('at', 'has before, when nothing runs yet that could be measured');
  }
  if (check.kind === 'metrics' && check.limit.kind === 'comparison' && at.includes('before')) {
    contradict(
      'at',
      'has before, when there is nothing that a comparison could compare with: write max or min',
    );
  }
  if (hold !== undefined && !at.includes('during')) {
    contradict('hold', 'holds a deployment, and the gate does not measure during it');
  }
  if (hold !== undefined && dryRun) {
    contradict('hold', 'holds a deployment, and with dryRun the gate decides nothing');
  }
  const fewest = at.includes('before') ? (count ?? 1) : count;
  if (fewest !== undefined && failuresAllowed >= fewest) {
    const moment = count === undefined ? ' before the deployment' : '';
    contradict('failuresAllowed', `is ${failuresAllowed} of ${fewest}${moment}: the gate could never fail`);
  }
  if (at.includes('after') && initialDelay >= watchFor) {
    contradict(
      'initialDelay',
      `is ${formatDuration(initialDelay)}, and the release is only watched for ${formatDuration(watchFor)} (watchFor)`,
    );
  }
  return found;
}
