import type { DeploymentConfiguration, Rollback, ServiceDeploymentStatus } from '@aws-sdk/client-ecs';
import type { DeploymentRecord } from './deployment.ts';
import type { StageHooks } from './lifecycle-hook.ts';
import type { ServiceRevisionRecord } from './service-revision.ts';
import type { ShiftRecord } from './shift.ts';

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
  /** The hooks of the stage that it is in, or was in last. */
  hooks?: StageHooks;
  /** Absent for ROLLING. */
  shift?: ShiftRecord;
  /** The counts at its end: afterwards the revision's tasks belong to later deployments. */
  finalCounts?: FinalCounts;
  /** The same of the revisions that it replaces, by their ARNs; only where they outlive its end (2.7.1). */
  finalSources?: ReadonlyMap<string, FinalCounts>;
}

export interface FinalCounts {
  readonly requested: number;
  readonly running: number;
  readonly pending: number;
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
