import type { CreateDeploymentGroupCommandInput, TriggerConfig } from '@aws-sdk/client-codedeploy';
import { frozenCopy } from '../../ecs/freeze.ts';
import type { World } from '../../world.ts';
import { findConfig } from '../lookup/deployment-config.ts';
import { allAtOnce } from '../predefined-configs.ts';
import type { DeploymentGroupRecord, GroupSettings } from '../records/deployment-group.ts';
import { refused } from '../refusals.ts';
import { checkAlarms } from './alarms.ts';
import { checkAutoRollback } from './auto-rollback.ts';
import { checkStyle, readBlueGreen } from './blue-green.ts';
import { readMappedService } from './mapped-service.ts';
import { checkRoutingOfListener, readTargetGroupPair } from './target-group-pair.ts';

/** What CreateDeploymentGroup and UpdateDeploymentGroup have in common. */
export type GroupInput = Pick<
  CreateDeploymentGroupCommandInput,
  | 'deploymentConfigName'
  | 'triggerConfigurations'
  | 'alarmConfiguration'
  | 'autoRollbackConfiguration'
  | 'deploymentStyle'
  | 'blueGreenDeploymentConfiguration'
  | 'loadBalancerInfo'
  | 'ecsServices'
  | 'ec2TagFilters'
  | 'ec2TagSet'
  | 'onPremisesInstanceTagFilters'
  | 'onPremisesTagSet'
  | 'autoScalingGroups'
> & { readonly serviceRoleArn?: string | undefined };

/** The settings that a request asks for; an update keeps what it does not name. @throws the errors of the parts */
export function readGroupSettings(
  world: World,
  input: GroupInput,
  before: DeploymentGroupRecord | undefined,
): GroupSettings {
  const old = before?.settings;
  refuseInstances(input);
  const deploymentConfigName = input.deploymentConfigName ?? old?.deploymentConfigName ?? allAtOnce;
  const config = findConfig(world, deploymentConfigName);
  const pair =
    old !== undefined && input.loadBalancerInfo === undefined
      ? old.pair
      : readTargetGroupPair(input.loadBalancerInfo);
  const settings: GroupSettings = {
    deploymentConfigName,
    serviceRoleArn: checkRole(input.serviceRoleArn ?? old?.serviceRoleArn),
    triggers: checkTriggers(input.triggerConfigurations) ?? old?.triggers ?? [],
    alarms: checkAlarms(input.alarmConfiguration) ?? old?.alarms,
    autoRollback: checkAutoRollback(input.autoRollbackConfiguration) ?? old?.autoRollback,
    style: checkStyle(input.deploymentStyle ?? old?.style),
    blueGreen: readBlueGreen(input.blueGreenDeploymentConfiguration ?? old?.blueGreen),
    pair,
    service:
      old !== undefined && input.ecsServices === undefined
        ? old.service
        : readMappedService(world, input.ecsServices, before),
  };
  checkRoutingOfListener(world, pair, config.routing);
  return frozenCopy(settings);
}

function checkRole(arn: string | undefined): string {
  if (arn === undefined || arn === '')
    throw refused('RoleRequiredException', 'The role ID was not specified.');
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) {
    throw refused(
      'InvalidRoleException',
      'The service role ARN was specified in an invalid format. Or, if an Auto Scaling group was specified, the specified service role does not grant the appropriate permissions to Amazon EC2 Auto Scaling.',
    );
  }
  return arn;
}

function checkTriggers(triggers: readonly TriggerConfig[] | undefined): readonly TriggerConfig[] | undefined {
  if (triggers !== undefined && triggers.length > 10) {
    throw refused(
      'TriggerTargetsLimitExceededException',
      'Deployment Groups cannot contain more than 10 TriggerTargets.',
    );
  }
  return triggers;
}

/** Groups for ECS have no instances. AWS's text is not known. */
function refuseInstances(input: GroupInput): void {
  const members = [
    input.ec2TagFilters,
    input.ec2TagSet?.ec2TagSetList,
    input.onPremisesInstanceTagFilters,
    input.onPremisesTagSet?.onPremisesTagSetList,
    input.autoScalingGroups,
  ];
  if (members.every((member) => member === undefined || member.length === 0)) return;
  throw refused(
    'InvalidInputException',
    'Deployment groups for ECS cannot have EC2 tags, on-premises tags or Auto Scaling groups.',
  );
}
