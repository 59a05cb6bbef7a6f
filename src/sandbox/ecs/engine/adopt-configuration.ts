import { isFinished } from '../records/service-deployment.ts';
import type { ServiceRecord } from '../records/service.ts';

/**
 * Lets a running deployment follow a changed configuration: AWS's advice for one without room to move is to update its percentages.
 * The alarms stay as they were found at its start. One that shifts traffic keeps the plan that it began with; that is inferred.
 */
export function adoptConfiguration(service: ServiceRecord): void {
  const [record] = service.serviceDeployments;
  if (record === undefined || isFinished(record) || record.shift !== undefined) return;
  record.configuration = service.options.deploymentConfiguration;
  if (record.breaker === 'TRIGGERED') return;
  record.breaker = record.configuration.deploymentCircuitBreaker?.enable === true ? 'MONITORING' : 'DISABLED';
}
