import type {
  CreateDeploymentCommandInput,
  CreateDeploymentGroupCommandInput,
  DeploymentInfo,
  ECSTarget,
} from '@aws-sdk/client-codedeploy';
import type { StateValue } from '@aws-sdk/client-cloudwatch';
import type { CreateServiceCommandInput, TaskSet } from '@aws-sdk/client-ecs';
import { cloudwatchOperations } from '../../../src/sandbox/cloudwatch/operations/index.ts';
import { codedeployOperations } from '../../../src/sandbox/codedeploy/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { ServiceRecord } from '../../../src/sandbox/ecs/records/service.ts';
import { Rehearsal } from '../ecs/rehearsal.ts';

export const v1 = 'public.ecr.aws/demo/web:1';
export const v2 = 'public.ecr.aws/demo/web:2';

/** A cluster with a load balancer whose production and test listeners lead to the target group `blue`; `green` is behind neither. */
export class CodeDeployRehearsal extends Rehearsal {
  readonly blue: string;
  readonly green: string;
  readonly productionListener: string;
  readonly testListener: string;

  constructor(options: { readonly type?: 'application' | 'network'; readonly seed?: number } = {}) {
    super(options);
    const { type = 'application' } = options;
    const protocol = type === 'network' ? ('TCP' as const) : ('HTTP' as const);
    this.blue = this.#targetGroup('blue', protocol);
    this.green = this.#targetGroup('green', protocol);
    const { LoadBalancers } = this.call(elbv2Operations.CreateLoadBalancer, {
      Name: 'web',
      Type: type,
      Subnets: ['subnet-1', 'subnet-2'],
    });
    const listener = (Port: number): string =>
      this.call(elbv2Operations.CreateListener, {
        LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn!,
        Port,
        Protocol: protocol,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: this.blue }],
      }).Listeners![0]!.ListenerArn!;
    this.productionListener = listener(80);
    this.testListener = listener(8080);
  }

  #targetGroup(name: string, Protocol: 'TCP' | 'HTTP'): string {
    const { TargetGroups } = this.call(elbv2Operations.CreateTargetGroup, {
      Name: name,
      Protocol,
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
      UnhealthyThresholdCount: 2,
    });
    const TargetGroupArn = TargetGroups![0]!.TargetGroupArn!;
    this.call(elbv2Operations.ModifyTargetGroupAttributes, {
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }],
    });
    return TargetGroupArn;
  }

  /** The service `web` under CODE_DEPLOY, with two tasks behind the blue target group. */
  createCodeDeployService(image: string, changes: Partial<CreateServiceCommandInput> = {}): void {
    this.createService(image, {
      desiredCount: 2,
      deploymentController: { type: 'CODE_DEPLOY' },
      deploymentConfiguration: {},
      loadBalancers: [{ targetGroupArn: this.blue, containerName: 'app', containerPort: 8080 }],
      ...changes,
    });
  }

  /** The same, steady. */
  runningCodeDeployService(image: string, changes: Partial<CreateServiceCommandInput> = {}): void {
    this.createCodeDeployService(image, changes);
    this.until(() => this.taskSets.every((taskSet) => taskSet.stabilityStatus === 'STEADY_STATE'), 'steady');
  }

  /** The application `AppECS` with the group `DgpECS` for the service `web`. */
  createGroup(
    changes: Partial<CreateDeploymentGroupCommandInput> & { readonly testListener?: boolean } = {},
  ): void {
    const { testListener = false, ...rest } = changes;
    this.call(codedeployOperations.CreateApplication, { applicationName, computePlatform: 'ECS' });
    this.call(codedeployOperations.CreateDeploymentGroup, {
      applicationName,
      deploymentGroupName,
      serviceRoleArn: codeDeployRole,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: terminateAfter(5),
      ecsServices: [{ clusterName: 'demo', serviceName: 'web' }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'blue' }, { name: 'green' }],
            prodTrafficRoute: { listenerArns: [this.productionListener] },
            ...(testListener && { testTrafficRoute: { listenerArns: [this.testListener] } }),
          },
        ],
      },
      ...rest,
    });
  }

  /** Deploys an image, and tells the deployment's id. */
  deploy(
    image: string,
    config: string,
    changes: Partial<CreateDeploymentCommandInput> & {
      readonly hooks?: readonly Readonly<Record<string, string>>[];
      readonly properties?: object;
    } = {},
  ): string {
    const { hooks, properties, ...rest } = changes;
    const content = JSON.stringify({
      version: 0.0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: this.register(image),
              LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
              ...properties,
            },
          },
        },
      ],
      ...(hooks !== undefined && { Hooks: hooks }),
    });
    return this.call(codedeployOperations.CreateDeployment, {
      applicationName,
      deploymentGroupName,
      deploymentConfigName: `CodeDeployDefault.${config}`,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      ...rest,
    }).deploymentId!;
  }

  deployment(deploymentId: string): DeploymentInfo {
    return this.call(codedeployOperations.GetDeployment, { deploymentId }).deploymentInfo!;
  }

  target(deploymentId: string): ECSTarget {
    return this.call(codedeployOperations.GetDeploymentTarget, { deploymentId, targetId: 'demo:web' })
      .deploymentTarget!.ecsTarget!;
  }

  stop(deploymentId: string, autoRollbackEnabled?: boolean): void {
    this.call(codedeployOperations.StopDeployment, { deploymentId, autoRollbackEnabled });
  }

  continue(deploymentId: string, deploymentWaitType?: 'READY_WAIT' | 'TERMINATION_WAIT'): void {
    this.call(codedeployOperations.ContinueDeployment, { deploymentId, deploymentWaitType });
  }

  /** Each event with its status, and each wait, in one line: `BeforeInstall Succeeded, Install InProgress`. */
  lifecycle(deploymentId: string): string {
    return this.target(deploymentId)
      .lifecycleEvents!.map(({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`)
      .join(', ');
  }

  untilStatus(deploymentId: string, status: string): void {
    this.until(() => this.deployment(deploymentId).status === status, `${deploymentId} being ${status}`);
  }

  untilRunning(deploymentId: string, event: string): void {
    this.until(() => this.#has(deploymentId, event, 'InProgress'), `${event} of ${deploymentId}`);
  }

  #has(deploymentId: string, event: string, status: string): boolean {
    if (['Created', 'Queued'].includes(this.deployment(deploymentId).status!)) return false;
    return this.target(deploymentId).lifecycleEvents!.some(
      (candidate) => candidate.lifecycleEventName === event && candidate.status === status,
    );
  }

  /** Weights of the two groups in the listener's default action; a group alone has all. */
  weights(listenerArn = this.productionListener): Record<string, number> {
    const actions = this.world.elbv2.listener(listenerArn)!.defaultRule.actions;
    const groups = actions.at(-1)!.ForwardConfig!.TargetGroups!;
    const name = (arn: string): string => (arn === this.blue ? 'blue' : 'green');
    return Object.fromEntries(groups.map((group) => [name(group.TargetGroupArn!), group.Weight!]));
  }

  alarm(AlarmName: string, StateValue: StateValue): void {
    if (this.world.cloudwatch.alarm(AlarmName) === undefined) {
      this.call(cloudwatchOperations.PutMetricAlarm, {
        AlarmName,
        MetricName: '5xx',
        Namespace: 'app',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        Statistic: 'Sum',
        ComparisonOperator: 'GreaterThanThreshold',
      });
    }
    this.call(cloudwatchOperations.SetAlarmState, { AlarmName, StateValue, StateReason: 'test' });
  }

  get taskSets(): TaskSet[] {
    return this.service.taskSets!;
  }

  /** The sandbox's own record of the service. */
  get web(): ServiceRecord {
    return this.world.ecs.clusters.get('demo')!.services.get('web')!;
  }
}

const applicationName = 'AppECS';
const deploymentGroupName = 'DgpECS';
export const codeDeployRole = 'arn:aws:iam::123456789012:role/codeDeployRole';

/** `blueGreenDeploymentConfiguration` that goes on by itself, and ends the blue tasks after some minutes. */
export function terminateAfter(
  minutes: number,
): NonNullable<CreateDeploymentGroupCommandInput['blueGreenDeploymentConfiguration']> {
  return {
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE',
      terminationWaitTimeInMinutes: minutes,
    },
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
  };
}

/** The same with a wait for somebody before any production traffic moves. */
export function readyWithin(
  minutes: number,
): NonNullable<CreateDeploymentGroupCommandInput['blueGreenDeploymentConfiguration']> {
  return {
    ...terminateAfter(1),
    deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: minutes },
  };
}
