import type { StabilityStatus } from '@aws-sdk/client-ecs';
import type { Scheduled } from '../../engine/timeline.ts';
import type { ServiceRevisionRecord } from './service-revision.ts';

/**
 * An entry of `Service.taskSets`: what a service under CODE_DEPLOY has instead of deployments. Its tasks name its id in `startedBy`.
 * All times are milliseconds since the epoch.
 */
export interface TaskSetRecord {
  /** `ecs-svc/<digits>` */
  readonly id: string;
  readonly arn: string;
  /** What its tasks are made of; its load balancers are this set's own. */
  readonly revision: ServiceRevisionRecord;
  /** `CODE_DEPLOY`; absent for the set that a service was created with. */
  readonly startedBy: string | undefined;
  /** The deployment of CodeDeploy that it was created for. */
  readonly externalId: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING';
  /** Percent of the service's desired count. */
  scale: number;
  stability: { readonly status: StabilityStatus; readonly at: number };
  /** The moment at which it counts as steady, if nothing comes in between. */
  settling?: Scheduled;
  /** Slower and slower starts while its tasks never reach RUNNING. */
  backOff: { readonly level: number; readonly until: number };
}

/** `computedDesiredCount`: rounded up, so that a set with any scale has a task (section 2.13 of the specification). */
export function computedDesiredCount(desiredCount: number, scale: number): number {
  return Math.ceil((desiredCount * scale) / 100);
}
