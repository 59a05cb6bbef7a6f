import type { DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { GroupSettings } from '../records/deployment-group.ts';

/** The settings that a group and each of its deployments tell in the same members. */
export function settingsView({
  style,
  blueGreen,
  pair,
}: GroupSettings): Required<
  Pick<DeploymentInfo, 'deploymentStyle' | 'blueGreenDeploymentConfiguration' | 'loadBalancerInfo'>
> {
  return {
    deploymentStyle: style,
    blueGreenDeploymentConfiguration: blueGreen,
    loadBalancerInfo: { targetGroupPairInfoList: [pair] },
  };
}
