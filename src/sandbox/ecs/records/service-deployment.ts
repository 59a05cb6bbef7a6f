import type { DeploymentConfiguration, Rollback, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { DeploymentRecord } from './deployment.ts';
import type { ServiceRevisionRecord } from './service-revision.ts';

export type Monitor = 'DISABLED' | 'MONITORING' | 'MONITORING_COMPLETE' | 'TRIGGERED';

/** What `DescribeServiceDeployments` tells: one change of a service, from its request to its end. */
export interface ServiceDeploymentRecord {
  readonly arn: string;
  readonly deployment: DeploymentRecord;
  readonly sources: readonly ServiceRevisionRecord[];
  readonly createdAt: number;
  updatedAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
  status: ServiceDeploymentStatus;
  statusReason?: string;
  configuration: DeploymentConfiguration;
  breaker: Monitor;
  readonly alarms: { status: Monitor; readonly names: readonly string[]; triggered: readonly string[] };
  /** Set when the breaker triggers: a rollback starts to count afresh. */
  failureCount?: number;
  rollback?: Rollback;
  /** The counts at its end: afterwards the revision's tasks belong to later deployments. */
  finalCounts?: { readonly requested: number; readonly running: number; readonly pending: number };
}

const terminal: readonly ServiceDeploymentStatus[] = [
  'SUCCESSFUL',
  'STOPPED',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];

export function isFinished(deployment: ServiceDeploymentRecord): boolean {
  return terminal.includes(deployment.status);
}
