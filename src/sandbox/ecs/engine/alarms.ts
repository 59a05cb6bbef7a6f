import type { World } from '../../world.ts';
import type { ServiceDeploymentRecord } from '../records/service-deployment.ts';
import { failDeployment } from './fail-deployment.ts';

/** If any of its alarms is in ALARM when a deployment starts, all of them are ignored for its whole length (2.9). */
export function ignoreAlarmsAlreadyInAlarm(world: World, record: ServiceDeploymentRecord): void {
  if (record.alarms.status !== 'MONITORING') return;
  const isRinging = record.alarms.names.some((name) => world.cloudwatch.alarm(name)?.state === 'ALARM');
  if (isRinging) record.alarms.status = 'DISABLED';
}

/** An alarm that goes off ends every deployment that watches it. INSUFFICIENT_DATA is not ALARM. */
export function alarmChanged(world: World, change: { readonly name: string; readonly state: string }): void {
  if (change.state !== 'ALARM') return;
  for (const cluster of world.ecs.clusters.values()) {
    for (const service of cluster.services.values()) {
      const [record] = service.serviceDeployments;
      const watches =
        record?.status === 'IN_PROGRESS' &&
        record.alarms.status === 'MONITORING' &&
        record.alarms.names.includes(change.name);
      if (watches) failDeployment(world, service, { kind: 'alarms', names: [change.name] });
    }
  }
}
