import type { ServiceState } from '../../aws/service-state.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Milliseconds } from '../../model/duration.ts';
import type { FollowPolicy } from '../follow-policy.ts';
import type { RollbackRequest } from '../requests.ts';
import { breakerRollsBack } from '../safety-rules.ts';

/** A service that is to go back, as it is now. */
export interface GoBackOrder {
  readonly request: RollbackRequest;
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly startedAt: number;
}

/** How a way back is followed: nothing is measured on it, and what only waits for somebody is ended. */
export function policyOf(
  request: RollbackRequest,
  service: ServiceState,
  timeout: Milliseconds,
): FollowPolicy {
  return {
    role: 'driver',
    timeout,
    rollback: request.rollback,
    rollbackOnTimeout: request.rollbackOnTimeout,
    awsRollsBack: breakerRollsBack(service.settings),
    onInterrupt: request.onInterrupt,
    endsWaits: true,
  };
}
