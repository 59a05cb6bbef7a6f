export type FailureCause =
  | { readonly kind: 'circuit-breaker' }
  | { readonly kind: 'alarms'; readonly names: readonly string[] }
  | { readonly kind: 'user' }
  /** A hook spoke against it; `objection` follows the word `because`. */
  | { readonly kind: 'hooks'; readonly objection: string }
  /** The load balancers do not allow it; in AWS's words. */
  | { readonly kind: 'networking'; readonly statusReason: string };

interface FailureTexts {
  /** `rolloutStateReason` of the failed deployment. */
  readonly rollout: string;
  /** `rolloutStateReason` of the deployment that is PRIMARY again. */
  rollingBackTo(deploymentId: string): string;
  /** `statusReason` of the service deployment with a rollback, and without. */
  readonly rolledBack: string;
  readonly stopped: string;
}

/**
 * Captured from AWS: the circuit breaker's, `hook execution failure(s) detected`, and the `statusReason` for hooks and networking. The others
 * follow their pattern (section 9, questions 2 and 4).
 */
export function textsFor(cause: FailureCause): FailureTexts {
  switch (cause.kind) {
    case 'circuit-breaker':
      return {
        rollout: 'ECS deployment circuit breaker: tasks failed to start.',
        rollingBackTo: (id) => `ECS deployment circuit breaker: rolling back to deploymentId ${id}.`,
        rolledBack: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
        stopped: 'Service deployment stopped because the circuit breaker threshold was exceeded.',
      };
    case 'alarms': {
      const names = cause.names.join(', ');
      return {
        rollout: `ECS deployment alarm: ${names} in ALARM.`,
        rollingBackTo: (id) => `ECS deployment alarm: rolling back to deploymentId ${id}.`,
        rolledBack: `Service deployment rolled back because the alarm(s) ${names} were triggered.`,
        stopped: `Service deployment stopped because the alarm(s) ${names} were triggered.`,
      };
    }
    case 'user':
      return {
        rollout: 'ECS deployment stopped due to a user request.',
        rollingBackTo: (id) => `ECS deployment stopped: rolling back to deploymentId ${id}.`,
        rolledBack: 'Service deployment rolled back due to a user request.',
        stopped: 'Service deployment stopped due to a user request.',
      };
    case 'hooks':
      return {
        rollout: 'ECS deployment failed: hook execution failure(s) detected.',
        rollingBackTo: (id) => `ECS deployment failed: rolling back to deploymentId ${id}.`,
        rolledBack: `Service deployment rolled back because ${cause.objection}`,
        stopped: `Service deployment stopped because ${cause.objection}`,
      };
    case 'networking':
      return {
        rollout: 'ECS deployment failed: invalid networking configuration.',
        rollingBackTo: (id) => `ECS deployment failed: rolling back to deploymentId ${id}.`,
        rolledBack: cause.statusReason,
        stopped: cause.statusReason,
      };
    default:
      return cause satisfies never;
  }
}
