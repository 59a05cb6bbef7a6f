import type { CodeDeploy, CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy';
import type { TwoGroups } from './two-groups.ts';

export interface CodeDeployStage {
  /** Names other than those that are found by default. */
  readonly names?: { readonly application: string; readonly group: string };
  readonly testListener?: boolean;
  /** Minutes that the old tasks stay; `keep`: for good. */
  readonly terminationWait?: number | 'keep';
  /** Minutes to wait for somebody before traffic moves; absent: it goes on by itself. */
  readonly readyWait?: number;
  readonly alarms?: readonly string[];
  /** Empty: nothing goes back by itself. */
  readonly rollsBackOn?: readonly (
    'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST'
  )[];
  readonly configuration?: string;
}

const defaultNames = { application: 'AppECS-prod-web', group: 'DgpECS-prod-web' };

/** The application and deployment group of the service `prod/web`, between two target groups. */
export async function buildGroup(
  codeDeploy: CodeDeploy,
  groups: Pick<TwoGroups, 'productionListener' | 'testListener'>,
  stage: CodeDeployStage,
): Promise<void> {
  const { application, group } = stage.names ?? defaultNames;
  await codeDeploy.createApplication({ applicationName: application, computePlatform: 'ECS' });
  await codeDeploy.createDeploymentGroup(groupInput(application, group, groups, stage));
}

function groupInput(
  applicationName: string,
  deploymentGroupName: string,
  { productionListener, testListener }: Pick<TwoGroups, 'productionListener' | 'testListener'>,
  stage: CodeDeployStage,
): CreateDeploymentGroupCommandInput {
  const { terminationWait = 5, readyWait, alarms = [], configuration } = stage;
  const events = [...(stage.rollsBackOn ?? (['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] as const))];
  const hasTestListener = stage.testListener === true && testListener !== undefined;
  return {
    applicationName,
    deploymentGroupName,
    serviceRoleArn: 'arn:aws:iam::123456789012:role/codeDeployRole',
    ...(configuration === undefined ? {} : { deploymentConfigName: configuration }),
    deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess:
        terminationWait === 'keep'
          ? { action: 'KEEP_ALIVE' }
          : { action: 'TERMINATE', terminationWaitTimeInMinutes: terminationWait },
      deploymentReadyOption:
        readyWait === undefined
          ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
          : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: readyWait },
    },
    autoRollbackConfiguration: { enabled: events.length > 0, ...(events.length > 0 ? { events } : {}) },
    ...(alarms.length === 0
      ? {}
      : { alarmConfiguration: { enabled: true, alarms: alarms.map((name) => ({ name })) } }),
    ecsServices: [{ clusterName: 'prod', serviceName: 'web' }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'web-blue' }, { name: 'web-green' }],
          prodTrafficRoute: { listenerArns: [productionListener] },
          ...(hasTestListener ? { testTrafficRoute: { listenerArns: [testListener] } } : {}),
        },
      ],
    },
  };
}
