import type { CreateServiceCommandInput, TaskSet } from '@aws-sdk/client-ecs';
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

  get taskSets(): TaskSet[] {
    return this.service.taskSets!;
  }

  /** The sandbox's own record of the service. */
  get web(): ServiceRecord {
    return this.world.ecs.clusters.get('demo')!.services.get('web')!;
  }
}
