import { revisionName } from '../../../src/model/service-ref.ts';
import type { DeploymentTruth } from '../ledger.ts';
import type { Scene } from '../scene.ts';

/**
 * Whether a deployment is what serves: PRIMARY, with a healthy task at least, and nothing but its own tasks with the right
 * image, nor requests to any other. A service of no tasks serves whatever it is on.
 * @param digests those that may run; undefined: any
 */
export function serves(scene: Scene, id: string, digests?: readonly string[]): boolean {
  if (scene.status !== 'ACTIVE' || scene.primary?.id !== id) return false;
  if (scene.desired === 0) return true;
  const { running, traffic } = scene;
  return (
    running.some((task) => task.deploymentId === id && task.healthy && !task.failing) &&
    running.every((task) => task.deploymentId === id && (digests?.includes(task.digest) ?? true)) &&
    traffic.every((other) => other === id)
  );
}

/** Whether AWS has taken a deployment back, and the one before serves; nothing of the failed one runs or is sent requests. */
export function isBack(scene: Scene, failed: DeploymentTruth, to?: string): boolean {
  const { primary, running, desired, traffic } = scene;
  if (scene.status !== 'ACTIVE' || primary === undefined || primary.id === failed.holder) return false;
  if (scene.deployments.get(failed.arn) !== 'ROLLBACK_SUCCESSFUL') return false;
  if (to !== undefined && revisionName(primary.taskDefinition) !== to) return false;
  if (running.some(({ deploymentId }) => deploymentId === failed.holder) || traffic.includes(failed.holder))
    return false;
  return desired === 0 || running.some((task) => task.deploymentId === primary.id && task.healthy);
}
