export type FailureCause =
  | { readonly kind: 'circuit-breaker' }
  | { readonly kind: 'alarms'; readonly names: readonly string[] }
  | { readonly kind: 'user' };

interface FailureTexts {
  /** `rolloutStateReason` of the failed deployment. */
  readonly rollout: string;
  /** `rolloutStateReason` of the deployment that is PRIMARY again. */
  rollingBackTo(deploymentId: string): string;
  /** `statusReason` of the service deployment with a rollback, and without. */
  readonly rolledBack: string;
  readonly stopped: string;
}

/** Only the circuit breaker's texts were captured from AWS; those for alarms and users follow its pattern (section 9, questions 2 and 4). */
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
  }
}
