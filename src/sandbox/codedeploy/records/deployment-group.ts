import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  BlueGreenDeploymentConfiguration,
  DeploymentStyle,
  ECSService,
  Tag,
  TargetGroupPairInfo,
  TriggerConfig,
} from '@aws-sdk/client-codedeploy';
import type { ApplicationRecord } from './application.ts';
import type { CodeDeployDeployment } from './deployment.ts';

/** What a deployment group says, checked and complete. Frozen: an update puts another one in its place. */
export interface GroupSettings {
  readonly deploymentConfigName: string;
  readonly serviceRoleArn: string;
  readonly triggers: readonly TriggerConfig[];
  readonly alarms: AlarmConfiguration | undefined;
  readonly autoRollback: AutoRollbackConfiguration | undefined;
  readonly style: DeploymentStyle;
  readonly blueGreen: BlueGreenSettings;
  /** The two target groups by name, and the listeners by ARN. */
  readonly pair: TargetGroupPairInfo;
  /** The one service, by name or ARN as it was given. */
  readonly service: ECSService;
}

/** `blueGreenDeploymentConfiguration` with its defaults filled in: AWS always tells both waits. */
export interface BlueGreenSettings extends BlueGreenDeploymentConfiguration {
  readonly terminateBlueInstancesOnDeploymentSuccess: {
    readonly action: 'TERMINATE' | 'KEEP_ALIVE';
    readonly terminationWaitTimeInMinutes: number;
  };
  readonly deploymentReadyOption: {
    readonly actionOnTimeout: 'CONTINUE_DEPLOYMENT' | 'STOP_DEPLOYMENT';
    readonly waitTimeInMinutes: number;
  };
}

export interface DeploymentGroupRecord {
  readonly id: string;
  readonly application: ApplicationRecord;
  name: string;
  settings: GroupSettings;
  tags: readonly Tag[];
  /** Oldest first. The last one is the last attempted; at most one has not ended. */
  readonly deployments: CodeDeployDeployment[];
}
