import type { DeploymentRolloutState } from '@aws-sdk/client-ecs';
import type { ServiceRevisionRecord } from './service-revision.ts';

/** An entry of `Service.deployments`. A rollback makes an old one PRIMARY again, under its old id. */
export interface DeploymentRecord {
  readonly id: string;
  readonly revision: ServiceRevisionRecord;
  readonly createdAt: number;
  updatedAt: number;
  status: 'PRIMARY' | 'ACTIVE';
  rolloutState: DeploymentRolloutState;
  rolloutStateReason: string;
  /** Consecutive failures, as the circuit breaker counts them. */
  failedTasks: number;
  /** A task of this rollout has been RUNNING: the breaker is in its second stage. */
  reachedRunning: boolean;
  /** How many tasks it should still hold while a newer deployment replaces it. */
  keep: number;
}
