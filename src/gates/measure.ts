import { EcsdeployError } from '../model/error.ts';
import type { Gate, Measurement } from '../model/gate.ts';
import { readAlarms } from './checks/alarms.ts';
import { runCommand } from './checks/command.ts';
import { askUrl } from './checks/http.ts';
import { measureMetrics } from './checks/metrics.ts';
import { countHealthyTargets } from './checks/target-health.ts';
import { runTaskCheck } from './checks/task.ts';
import { maskAll } from '../model/mask-text.ts';
import type { GateContext } from './gate-context.ts';
import type { GateSubject } from './subject.ts';

/**
 * Puts a gate's question once. What AWS or the system answers instead of an answer is a measurement that could not be taken, and no
 * exception.
 * @throws the interruption's reason; anything else that is thrown is a bug
 */
export async function measure(context: GateContext, gate: Gate, subject: GateSubject): Promise<Measurement> {
  const at = context.clock.now();
  try {
    return maskAll(await ask(context, gate, subject), subject.secrets);
  } catch (error) {
    context.interrupt.throwIfAborted();
    if (!(error instanceof EcsdeployError)) throw error;
    return maskAll({ kind: 'error', at, error: error.message }, subject.secrets);
  }
}

function ask(context: GateContext, gate: Gate, subject: GateSubject): Promise<Measurement> {
  const { check } = gate;
  switch (check.kind) {
    case 'alarms':
      return readAlarms(context, check);
    case 'target-health':
      return countHealthyTargets(context, check, subject);
    case 'http':
      return askUrl(context, check);
    case 'command':
      return runCommand(context, check, subject);
    case 'metrics':
      return measureMetrics(context, check, subject);
    case 'task':
      return runTaskCheck(context, check, subject, gate.name);
    default:
      return check satisfies never;
  }
}
