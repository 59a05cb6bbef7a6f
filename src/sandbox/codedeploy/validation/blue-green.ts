import type { BlueGreenDeploymentConfiguration, DeploymentStyle } from '@aws-sdk/client-codedeploy';
import type { BlueGreenSettings } from '../records/deployment-group.ts';
import { refused } from '../refusals.ts';

/** For ECS there is only this one. @throws InvalidDeploymentStyleException; the text is the sandbox's own */
export function checkStyle(style: DeploymentStyle | undefined): DeploymentStyle {
  const { deploymentType, deploymentOption } = style ?? {};
  if (deploymentType === 'BLUE_GREEN' && deploymentOption === 'WITH_TRAFFIC_CONTROL') {
    return { deploymentType, deploymentOption };
  }
  throw refused(
    'InvalidDeploymentStyleException',
    'For ECS deployment groups, deployment type must be BLUE_GREEN and deployment option must be WITH_TRAFFIC_CONTROL.',
  );
}

/**
 * Both parts with their waits, in minutes; what is not said is 0. Bounds are AWS's (quotas of CodeDeploy), the texts are the sandbox's own.
 * @throws InvalidBlueGreenDeploymentConfigurationException
 */
export function readBlueGreen(config: BlueGreenDeploymentConfiguration | undefined): BlueGreenSettings {
  const { action = 'TERMINATE', terminationWaitTimeInMinutes = 0 } =
    config?.terminateBlueInstancesOnDeploymentSuccess ?? {};
  const { actionOnTimeout = 'CONTINUE_DEPLOYMENT', waitTimeInMinutes = 0 } =
    config?.deploymentReadyOption ?? {};
  oneOf('action', action, ['TERMINATE', 'KEEP_ALIVE']);
  oneOf('actionOnTimeout', actionOnTimeout, ['CONTINUE_DEPLOYMENT', 'STOP_DEPLOYMENT']);
  within('terminationWaitTimeInMinutes', terminationWaitTimeInMinutes, 2880);
  within('waitTimeInMinutes', waitTimeInMinutes, 7200);
  return {
    terminateBlueInstancesOnDeploymentSuccess: { action, terminationWaitTimeInMinutes },
    deploymentReadyOption: { actionOnTimeout, waitTimeInMinutes },
  };
}

function oneOf(member: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) {
    throw invalid(`${member} '${value}' is not valid. Valid values are [${known.join(', ')}]`);
  }
}

function within(member: string, minutes: number, most: number): void {
  if (minutes < 0 || minutes > most) throw invalid(`${member} must be from 0 to ${most}.`);
}

function invalid(message: string): Error {
  return refused('InvalidBlueGreenDeploymentConfigurationException', message);
}
