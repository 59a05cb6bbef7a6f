import { lastPart, pathOf } from '../arns.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import type { TaskRecord } from '../records/task.ts';

export function taskIn(cluster: ClusterRecord, idOrArn: string): TaskRecord | undefined {
  const parts = pathOf(idOrArn).split('/');
  if (parts.length === 3 && parts[1] !== cluster.name) return undefined;
  return cluster.tasks.get(lastPart(idOrArn));
}
