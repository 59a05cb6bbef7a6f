import type { TargetHealthState } from '../../aws/target-health.ts';
import type { TaskState } from '../../aws/tasks.ts';
import type { GateMoment, Measurement } from '../../model/gate.ts';

/** On their way out: what is said of them says nothing about the revision. */
const leaving = new Set(['draining', 'unhealthy.draining']);

/**
 * The targets that belong to these tasks, by their addresses. Undefined where none of the tasks has an address of its own (network modes
 * `bridge` and `host`): such targets are instances, on which tasks of both revisions run. After the deployment only those of the new one
 * are left, so that all of them count.
 */
export function ofTasks(
  targets: readonly TargetHealthState[],
  tasks: readonly TaskState[],
  moment: GateMoment,
): readonly TargetHealthState[] | undefined {
  const addresses = new Set(tasks.flatMap((task) => task.addresses));
  if (addresses.size > 0 || tasks.length === 0) return targets.filter(({ id }) => addresses.has(id));
  return moment === 'after' ? targets : undefined;
}

/**
 * Good as soon as enough of the targets are healthy, bad as soon as there could not be enough of them if all that are still waited for
 * became healthy, and otherwise unclear. Waited for are those that have not been checked yet (`initial`), that no listener uses yet
 * (`unused`), that are not checked (`unavailable`), and those of tasks in their grace period.
 * @param excused addresses of tasks in their grace period
 */
export function judgeTargetHealth(
  targets: readonly TargetHealthState[],
  healthyPercent: number,
  excused: ReadonlySet<string>,
  at: number,
): Measurement {
  const present = targets.filter(({ state }) => !leaving.has(state));
  const total = present.length;
  const healthy = present.filter(({ state }) => state === 'healthy').length;
  const bad = present.filter(({ state, id }) => state === 'unhealthy' && !excused.has(id)).length;
  const needed = Math.ceil((total * healthyPercent) / 100);
  const kind =
    total > 0 && healthy >= needed ? 'pass' : total > 0 && total - bad < needed ? 'fail' : 'unclear';
  return {
    kind,
    at,
    because: { kind: 'targets', healthy, total, codes: codesOf(present) },
    ...(total === 0 ? {} : { value: (100 * healthy) / total }),
  };
}

/** How many of those that are not healthy have each code; AWS's state where it gives none. */
function codesOf(targets: readonly TargetHealthState[]): Readonly<Record<string, number>> {
  const codes: Record<string, number> = {};
  for (const { state, reason = state } of targets) {
    if (state !== 'healthy') codes[reason] = (codes[reason] ?? 0) + 1;
  }
  return codes;
}
