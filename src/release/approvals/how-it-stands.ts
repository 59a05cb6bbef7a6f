import type { Deployment, DeploymentStatus, Snapshot } from '../../model/deployment.ts';
import { revisionName } from '../../model/service-ref.ts';

/** A deployment and a look at it. */
export interface Standing {
  readonly deployment: Deployment;
  readonly snapshot: Pick<Snapshot, 'status' | 'statusReason' | 'shift' | 'supersededBy'>;
}

/** One clause for an error: `the deployment of web:2 (8aCmYqqn…) is at stage BAKE_TIME`; AWS's own words in brackets. */
export function howItStands({ deployment, snapshot }: Standing): string {
  const { status, statusReason, shift, supersededBy } = snapshot;
  const name = deployment.serviceDeploymentArn?.split('/').at(-1) ?? deployment.deploymentId;
  const subject = `the deployment of ${revisionName(deployment.taskDefinition)} (${name})`;
  const words = statusReason === undefined ? '' : ` ("${statusReason.replace(/\.$/, '')}")`;
  if (supersededBy?.taskDefinition !== undefined)
    return `${subject} was superseded by one of ${revisionName(supersededBy.taskDefinition)}`;
  const stage = shift?.stage === undefined ? '' : `, at stage ${shift.stage}`;
  return `${subject} ${phraseOf(status)}${isRunning(status) ? stage : words}`;
}

function isRunning(status: DeploymentStatus): boolean {
  return status === 'in-progress' || status === 'pending' || status === 'unknown';
}

function phraseOf(status: DeploymentStatus): string {
  switch (status) {
    case 'pending':
      return 'has not begun';
    case 'in-progress':
    case 'unknown':
      return 'is under way';
    case 'stopping':
      return 'is being stopped';
    case 'stopped':
      return 'was stopped';
    case 'rollback-requested':
    case 'rolling-back':
      return 'is being rolled back';
    case 'rolled-back':
      return 'was rolled back';
    case 'rollback-failed':
      return 'could not be rolled back';
    case 'successful':
      return 'has succeeded';
    case 'failed':
      return 'has failed';
    case 'gone':
      return 'is gone with its service';
    default:
      return status satisfies never;
  }
}
