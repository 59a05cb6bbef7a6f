import type { ServiceRecord } from '../records/service.ts';
import { noBackOff } from './start-back-off.ts';

/** What the scheduler learnt about one rollout does not hold for the next: an update also resets the start throttle. */
export function forgetRollout(service: ServiceRecord): void {
  const { scheduler } = service;
  scheduler.completion?.cancel();
  delete scheduler.completion;
  delete scheduler.bakeEndsAt;
  scheduler.steady = false;
  scheduler.backOff = noBackOff;
  scheduler.saidAt.clear();
}
