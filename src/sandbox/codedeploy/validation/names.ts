import { refused } from '../refusals.ts';

const mostLetters = 100;

/** @throws ApplicationNameRequiredException, InvalidApplicationNameException */
export function checkApplicationName(name: string | undefined): string {
  if (name === undefined || name === '') {
    throw refused(
      'ApplicationNameRequiredException',
      'The minimum number of required application names was not specified.',
    );
  }
  if (name.length > mostLetters) {
    throw refused(
      'InvalidApplicationNameException',
      'The application name was specified in an invalid format.',
    );
  }
  return name;
}

/** @throws DeploymentGroupNameRequiredException, InvalidDeploymentGroupNameException */
export function checkGroupName(name: string | undefined): string {
  if (name === undefined || name === '') {
    throw refused('DeploymentGroupNameRequiredException', 'The deployment group name was not specified.');
  }
  if (name.length > mostLetters) {
    throw refused(
      'InvalidDeploymentGroupNameException',
      'The deployment group name was specified in an invalid format.',
    );
  }
  return name;
}

/** @throws DeploymentConfigNameRequiredException, InvalidDeploymentConfigNameException */
export function checkConfigName(name: string | undefined): string {
  if (name === undefined || name === '') {
    throw refused(
      'DeploymentConfigNameRequiredException',
      'The deployment configuration name was not specified.',
    );
  }
  if (name.length > mostLetters) throw invalidConfigName();
  return name;
}

export function invalidConfigName(): Error {
  return refused(
    'InvalidDeploymentConfigNameException',
    'The deployment configuration name was specified in an invalid format.',
  );
}
