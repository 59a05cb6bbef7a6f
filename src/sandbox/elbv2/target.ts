import type { Scheduled } from '../engine/timeline.ts';

/** What a target says to a request, at the moment of asking. Latency in milliseconds. */
export type TargetProbe =
  | { readonly kind: 'answer'; readonly status: number; readonly latency: number }
  | { readonly kind: 'refused' };

/** How a simulated target answers at present: with its status, but for a share of requests that get 500. Latency in milliseconds. */
export type TargetHabit =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Share of requests, 0 to 1. Health checks are not among them. */
      readonly errorRate: number;
      readonly latency: number;
    }
  | { readonly kind: 'refused' };

export interface TargetAddress {
  readonly id: string;
  readonly port: number;
}

/** Where a real target is reached, which may differ from the address it is registered with (a published port). */
export interface TargetEndpoint {
  readonly host: string;
  readonly port: number;
}

export interface TargetRegistration extends TargetAddress {
  readonly availabilityZone?: string | undefined;
  /** Absent: the target is simulated, and `probe` says what it answers. */
  readonly endpoint?: TargetEndpoint | undefined;
  readonly probe: () => TargetProbe;
  /** What health checks find, and what simulated traffic is computed from. Absent: checks find what `probe` says, and no such traffic comes. */
  readonly habit?: (() => TargetHabit) | undefined;
}

/** As DescribeTargetHealth tells it; a healthy target has only a state. */
export interface TargetHealth {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' | 'unavailable';
  readonly reason?: string;
  readonly description?: string;
}

export interface TargetHealthChange extends TargetAddress {
  readonly targetGroupArn: string;
  readonly health: TargetHealth;
}

/** A registered target, with the memory that its health checks need. */
export interface Target extends TargetRegistration {
  health: TargetHealth;
  /** Consecutive results, one of the two always being zero. */
  successes: number;
  failures: number;
  /** Events to come for this target: its next check, the result of the current one, the end of draining. */
  events: Scheduled[];
}

export function targetKey(address: TargetAddress): string {
  return `${address.id}:${address.port}`;
}
