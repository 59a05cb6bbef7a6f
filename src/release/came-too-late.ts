import { AwsRejected } from '../aws/errors.ts';

// ECS, and CodeDeploy of a deployment that has ended, or of a wait that is over.
const codes: readonly string[] = [
  'ConflictException',
  'DeploymentAlreadyCompletedException',
  'DeploymentIsNotInReadyStateException',
];

/** Whether AWS refuses a move because the deployment is not where it was any more: the next look says where it is. */
export function cameTooLate(error: unknown): boolean {
  return error instanceof AwsRejected && codes.includes(error.awsCode);
}
