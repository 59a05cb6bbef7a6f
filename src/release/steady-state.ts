import type { ServiceState } from '../aws/service-state.ts';

/**
 * When ECS has last called all tasks of the service healthy, by AWS's clock: it says so whenever they have become that, and at
 * most every six hours again. Undefined where none of the newest events says it.
 */
export function lastSteadyAt({ events }: Pick<ServiceState, 'events'>): number | undefined {
  return events.find(({ message }) => message.endsWith('has reached a steady state.'))?.at;
}
