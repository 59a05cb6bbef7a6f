import { ServiceError } from '../service-error.ts';

// Where AWS's text was observed, it is that one; else the description of the error in the API reference, which says the same of every case.

export function refused(code: string, message: string): ServiceError {
  return new ServiceError(code, message);
}

export function noApplication(name: string): ServiceError {
  return refused('ApplicationDoesNotExistException', `No application found for name: ${name}`);
}

export function noGroup(name: string): ServiceError {
  return refused('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
}

export function noConfig(name: string): ServiceError {
  return refused(
    'DeploymentConfigDoesNotExistException',
    `No deployment configuration found for name: ${name}`,
  );
}

export function noDeployment(id: string): ServiceError {
  return refused(
    'DeploymentDoesNotExistException',
    `The deployment ${id} does not exist with the user or AWS account.`,
  );
}

export function alreadyCompleted(): ServiceError {
  return refused('DeploymentAlreadyCompletedException', 'The deployment is already complete.');
}

export function notReady(): ServiceError {
  return refused(
    'DeploymentIsNotInReadyStateException',
    "The deployment does not have a status of Ready and can't continue yet.",
  );
}

export function batchTooLarge(): ServiceError {
  return refused(
    'BatchLimitExceededException',
    'The maximum number of names or IDs allowed for this request (100) was exceeded.',
  );
}

export function invalidRevision(message: string): ServiceError {
  return refused('InvalidRevisionException', message);
}

export function invalidToken(): ServiceError {
  return refused('InvalidNextTokenException', 'The next token was specified in an invalid format.');
}
