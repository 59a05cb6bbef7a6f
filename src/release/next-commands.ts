import type { Deployment } from '../model/deployment.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ServiceRef } from '../model/service-ref.ts';

/** Commands that make sense after an outcome, most useful first. */
export function nextCommands(
  outcome: Outcome,
  service: ServiceRef,
  deployment: Deployment | undefined,
): string[] {
  const where = `--cluster ${service.cluster} --service ${service.service}`;
  const id = deployment?.serviceDeploymentArn ?? deployment?.deploymentId;
  const watch = `ecsdeploy watch ${where}${id === undefined ? '' : ` --deployment ${id}`}`;
  const status = `ecsdeploy status ${where}`;
  const rollback = `ecsdeploy rollback ${where}`;
  switch (outcome.kind) {
    case 'unwatched':
      return [watch, rollback];
    case 'interrupted':
      if (!outcome.started) return [];
      return outcome.rollingBack ? [watch] : [watch, rollback];
    case 'failed-rollback-unseen':
      return [watch, status];
    case 'failed-rollback-failed':
      return [status, rollback];
    case 'failed-left':
    case 'stopped':
    case 'inconclusive':
      return [status, rollback];
    case 'superseded':
      return [`ecsdeploy watch ${where}`];
    case 'failed-rolled-back':
      return [status];
    case 'succeeded':
      return [rollback];
    case 'rolled-back-as-asked':
    case 'nothing-to-do':
    case 'planned':
    case 'declined':
    case 'not-started':
    case 'error':
      return [];
    default:
      return outcome satisfies never;
  }
}
