import { toDeploymentGroupState, type DeploymentGroupState } from '../../../../src/aws/codedeploy-groups.ts';
import type { ListenerRule, ListenerState } from '../../../../src/aws/listeners.ts';
import { toServiceState, type ServiceState } from '../../../../src/aws/service-state.ts';
import type { MigrationEvidence } from '../../../../src/release/migrate/evidence.ts';

const account = '123456789012';
const elb = `arn:aws:elasticloadbalancing:eu-west-1:${account}`;

export const blue = { name: 'web-blue', arn: `${elb}:targetgroup/web-blue/1111111111111111` };
export const green = { name: 'web-green', arn: `${elb}:targetgroup/web-green/2222222222222222` };
export const stranger = { name: 'api', arn: `${elb}:targetgroup/api/3333333333333333` };
export const productionListener = `${elb}:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2`;
export const testListener = `${elb}:listener/app/web/50dc6c495c0c9188/0467ef3c8400ae65`;

export const service: ServiceState = toServiceState({
  serviceName: 'web',
  serviceArn: `arn:aws:ecs:eu-west-1:${account}:service/prod/web`,
  clusterArn: `arn:aws:ecs:eu-west-1:${account}:cluster/prod`,
  status: 'ACTIVE',
  deploymentController: { type: 'CODE_DEPLOY' },
  loadBalancers: [{ targetGroupArn: blue.arn, containerName: 'app', containerPort: 8080 }],
});

export const group: DeploymentGroupState = toDeploymentGroupState({
  applicationName: 'AppECS-prod-web',
  deploymentGroupName: 'DgpECS-prod-web',
  computePlatform: 'ECS',
  deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
  alarmConfiguration: { enabled: true, ignorePollAlarmFailure: false, alarms: [{ name: 'web-5xx' }] },
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
  },
  blueGreenDeploymentConfiguration: {
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 15 },
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
  },
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: blue.name }, { name: green.name }],
        prodTrafficRoute: { listenerArns: [productionListener] },
        testTrafficRoute: { listenerArns: [testListener] },
      },
    ],
  },
  ecsServices: [{ clusterName: 'prod', serviceName: 'web' }],
});

/** A rule that forwards to these groups with these weights; the default rule unless it has a priority. */
export function ruleTo(
  weights: Readonly<Record<string, number>>,
  { listener = productionListener, priority = 'default' } = {},
): ListenerRule {
  const groups = Object.entries(weights).map(([targetGroupArn, weight]) => ({ targetGroupArn, weight }));
  const [only] = groups;
  return {
    arn: `${listener.replace(':listener/', ':listener-rule/')}/${priority === 'default' ? '9683b2d02a6cabee' : `rule${priority}`}`,
    priority,
    isDefault: priority === 'default',
    groups,
    actions: [
      {
        Type: 'forward',
        ...(groups.length === 1 && only !== undefined ? { TargetGroupArn: only.targetGroupArn } : {}),
        ForwardConfig: {
          TargetGroups: groups.map(({ targetGroupArn, weight }) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ],
  };
}

export function listenerWith(rules: readonly ListenerRule[], arn = productionListener): ListenerState {
  return { arn, loadBalancer: arn.includes('/net/') ? 'network' : 'application', rules };
}

/** A service as CodeDeploy leaves it after its first release: both listeners lead to blue alone. */
export function evidence(different: Partial<MigrationEvidence> = {}): MigrationEvidence {
  return {
    service,
    group,
    configuration: group.configuration,
    routing: { type: 'TimeBasedCanary', percent: 10, intervalInMinutes: 5 },
    targetGroups: [blue, green],
    production: [listenerWith([ruleTo({ [blue.arn]: 1 })])],
    test: [listenerWith([ruleTo({ [blue.arn]: 1 }, { listener: testListener })], testListener)],
    hooks: { known: true, hooks: [] },
    ...different,
  };
}
