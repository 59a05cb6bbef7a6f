import type {
  CreateServiceCommandInput,
  Deployment,
  RegisterTaskDefinitionCommandInput,
  Service,
  ServiceDeployment,
  Task,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import { ImageBehaviours, type BehaviourChange } from '../../../src/sandbox/engine/image-behaviour.ts';
import { Outside } from '../../../src/sandbox/engine/outside.ts';
import { Timeline } from '../../../src/sandbox/engine/timeline.ts';
import { newWorld } from '../../../src/sandbox/new-world.ts';
import type { Caller, Operation } from '../../../src/sandbox/operation.ts';
import type { World } from '../../../src/sandbox/world.ts';

const caller: Caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'AKIATEST' };
const start = Date.UTC(2026, 10, 21, 12);

const network = { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'] } };

/** A world with a cluster `demo`, driven by calling operations and letting time pass. */
export class Rehearsal {
  readonly world: World;
  readonly behaviours = new ImageBehaviours();

  constructor(options: { seed?: number; visibilityLag?: number } = {}) {
    this.world = newWorld({
      account: '123456789012',
      region: 'eu-west-1',
      seed: options.seed ?? 7,
      visibilityLag: options.visibilityLag ?? 0,
      timeline: new Timeline(start),
      outside: new Outside(),
      behaviours: this.behaviours,
    });
    this.call(ecsOperations.CreateCluster, { clusterName: 'demo' });
  }

  call<Input, Output>(operation: Operation<Input, Output>, input: Input): Output {
    return operation(this.world, input, caller);
  }

  /** Seconds since the rehearsal began. */
  get now(): number {
    return (this.world.timeline.now() - start) / 1000;
  }

  pass(seconds: number): void {
    this.world.timeline.runUntil(this.world.timeline.now() + seconds * 1000);
  }

  /** Lets time pass until something is so, at most an hour. */
  until(isSo: () => boolean, what = 'what was waited for'): void {
    const deadline = this.world.timeline.now() + 3_600_000;
    while (!isSo()) {
      const next = this.world.timeline.nextAt();
      if (next === undefined || next > deadline) throw new Error(`${what} did not come within an hour`);
      this.world.timeline.runUntil(next);
    }
  }

  behave(image: string, behaviour: BehaviourChange): void {
    this.behaviours.set(image, behaviour);
  }

  register(image: string, changes: Partial<RegisterTaskDefinitionCommandInput> = {}): string {
    const reply = this.call(ecsOperations.RegisterTaskDefinition, aTaskDefinition(image, changes));
    return reply.taskDefinition!.taskDefinitionArn!;
  }

  createService(image: string, changes: Partial<CreateServiceCommandInput> = {}): void {
    this.call(ecsOperations.CreateService, {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: changes.taskDefinition ?? this.register(image),
      desiredCount: 4,
      launchType: 'FARGATE',
      networkConfiguration: network,
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
      ...changes,
    });
  }

  /** A service that has reached its steady state. */
  runningService(image: string, changes: Partial<CreateServiceCommandInput> = {}): void {
    this.createService(image, changes);
    this.untilFinished();
  }

  update(changes: Partial<UpdateServiceCommandInput>): Service {
    return this.call(ecsOperations.UpdateService, { cluster: 'demo', service: 'web', ...changes }).service!;
  }

  /** Releases another image. */
  release(image: string, changes: Partial<UpdateServiceCommandInput> = {}): void {
    this.update({ taskDefinition: this.register(image), ...changes });
  }

  untilFinished(): void {
    this.until(() => this.serviceDeployment.finishedAt !== undefined, 'the end of the service deployment');
  }

  get service(): Service {
    return this.call(ecsOperations.DescribeServices, { cluster: 'demo', services: ['web'] }).services![0]!;
  }

  get primary(): Deployment {
    return this.service.deployments![0]!;
  }

  /** The newest service deployment. */
  get serviceDeployment(): ServiceDeployment {
    return this.describe(this.service.currentServiceDeployment!);
  }

  describe(serviceDeploymentArn: string): ServiceDeployment {
    return this.call(ecsOperations.DescribeServiceDeployments, {
      serviceDeploymentArns: [serviceDeploymentArn],
    }).serviceDeployments![0]!;
  }

  tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Task[] {
    const { taskArns } = this.call(ecsOperations.ListTasks, { cluster: 'demo', desiredStatus });
    if (taskArns!.length === 0) return [];
    return this.call(ecsOperations.DescribeTasks, { cluster: 'demo', tasks: taskArns, include: ['TAGS'] })
      .tasks!;
  }

  /** The texts of all events, oldest first, without what is different in each run. */
  get events(): string[] {
    return this.service
      .events!.map(({ message }) =>
        message!.replace(/\(task [0-9a-f]{32}\)/g, '(task T)').replace(/ecs-svc\/\d+/g, 'ecs-svc/N'),
      )
      .reverse();
  }

  /** A target group behind a listener. */
  targetGroup(
    settings: { interval?: number; drain?: number; name?: string; targetType?: 'ip' | 'instance' } = {},
  ): string {
    const { TargetGroups } = this.call(elbv2Operations.CreateTargetGroup, {
      Name: settings.name ?? 'web',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: settings.targetType ?? 'ip',
      HealthCheckIntervalSeconds: settings.interval ?? 10,
      UnhealthyThresholdCount: 2,
    });
    const arn = TargetGroups![0]!.TargetGroupArn!;
    this.call(elbv2Operations.ModifyTargetGroupAttributes, {
      TargetGroupArn: arn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(settings.drain ?? 30) }],
    });
    const { LoadBalancers } = this.call(elbv2Operations.CreateLoadBalancer, {
      Name: settings.name ?? 'web',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    this.call(elbv2Operations.CreateListener, {
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: arn }],
    });
    return arn;
  }

  behind(targetGroupArn: string): Partial<CreateServiceCommandInput> {
    return { loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }] };
  }
}

export function aTaskDefinition(
  image: string,
  changes: Partial<RegisterTaskDefinitionCommandInput> = {},
): RegisterTaskDefinitionCommandInput {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
    ...changes,
  };
}

/** A task definition whose container has a health check. */
export function checked(image: string): Partial<RegisterTaskDefinitionCommandInput> {
  return {
    containerDefinitions: [
      {
        name: 'app',
        image,
        portMappings: [{ containerPort: 8080 }],
        healthCheck: { command: ['CMD-SHELL', 'true'], interval: 10, retries: 2, startPeriod: 0 },
      },
    ],
  };
}
