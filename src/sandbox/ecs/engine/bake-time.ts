import type { ServiceRecord } from '../records/service.ts';
import { delays } from './delays.ts';

/** How long a rolling deployment is watched before it counts. A bake time that was asked for replaces the one for alarms (2.9). */
export function bakeTime(service: ServiceRecord): number {
  const asked = service.options.deploymentConfiguration.bakeTimeInMinutes;
  if (asked !== undefined) return asked * 60_000;
  return service.serviceDeployments[0]?.alarms.status === 'MONITORING' ? delays.alarmBake : 0;
}
