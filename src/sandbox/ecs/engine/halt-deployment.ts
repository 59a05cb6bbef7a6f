import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import { withdrawHooks } from './hooks/stage-hooks.ts';

/** Stops what a deployment was going to do by itself: it goes back, is superseded, or has ended. */
export function haltDeployment(record: ServiceDeploymentRecord): void {
  withdrawHooks(record);
  if (record.shift === undefined) return;
  record.shift.timer?.cancel();
  delete record.shift.timer;
  delete record.shift.awaits;
}
