import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { Operation } from '../../../src/sandbox/operation.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf } from '../clients.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'AKIATEST' };

export const minute = 60_000;

/** A load balancer `shop` before two services, each behind a target group: `blue` with image 1, `green` with image 2. */
export class TrafficStage {
  readonly sandbox = new Sandbox();
  readonly cloudwatch: CloudWatchClient = clientsOf(this.sandbox).cloudwatch;
  readonly blue = this.#targetGroup('blue');
  readonly green = this.#targetGroup('green');
  readonly loadBalancer: string;
  readonly listener: string;

  constructor() {
    const { LoadBalancers } = this.call(elbv2Operations.CreateLoadBalancer, {
      Name: 'shop',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    this.loadBalancer = LoadBalancers![0]!.LoadBalancerArn!;
    const { Listeners } = this.call(elbv2Operations.CreateListener, {
      LoadBalancerArn: this.loadBalancer,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: this.#forward(100, 0),
    });
    this.listener = Listeners![0]!.ListenerArn!;
    this.call(ecsOperations.CreateCluster, { clusterName: 'demo' });
    this.#service('blue', this.blue, 'registry.test/shop:1');
    this.#service('green', this.green, 'registry.test/shop:2');
    this.sandbox.control.advance(2 * minute);
  }

  call<Input, Output>(operation: Operation<Input, Output>, input: Input): Output {
    return operation(this.sandbox.world, input, caller);
  }

  get now(): number {
    return this.sandbox.clock.now();
  }

  /** Goes on to the next whole minute, and answers with it. */
  toMinute(): number {
    this.sandbox.control.advance(minute - (this.now % minute));
    return this.now;
  }

  shift(blue: number, green: number): void {
    this.call(elbv2Operations.ModifyListener, {
      ListenerArn: this.listener,
      DefaultActions: this.#forward(blue, green),
    });
  }

  scale(service: 'blue' | 'green', desiredCount: number): void {
    this.call(ecsOperations.UpdateService, { cluster: 'demo', service, desiredCount });
  }

  /** Dimensions of the load balancer, and of one of the groups with it. */
  dimensions(group?: string): { Name: string; Value: string }[] {
    const LoadBalancer = this.loadBalancer.split(':loadbalancer/')[1]!;
    return [
      { Name: 'LoadBalancer', Value: LoadBalancer },
      ...(group === undefined ? [] : [{ Name: 'TargetGroup', Value: group.split(':')[5]! }]),
    ];
  }

  query(name: string, stat: string, group?: string): MetricDataQuery {
    return {
      Id: 'm',
      MetricStat: {
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: name,
          Dimensions: this.dimensions(group),
        },
        Period: 60,
        Stat: stat,
      },
    };
  }

  /** Minute by minute since a moment, the oldest first: values by the seconds after that moment at which they begin. */
  async since(moment: number, query: MetricDataQuery): Promise<[number, number][]> {
    const [result] = await this.data({ StartTime: new Date(moment), MetricDataQueries: [query] });
    return result!.Timestamps!.map((at, index) => [
      (at.getTime() - moment) / 1000,
      Math.round(1e6 * result!.Values![index]!) / 1e6,
    ]);
  }

  async data(input: Partial<GetMetricDataCommandInput>) {
    const { MetricDataResults } = await this.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(this.now - 60 * minute),
        EndTime: new Date(this.now),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [],
        ...input,
      }),
    );
    return MetricDataResults!;
  }

  #targetGroup(name: string): string {
    const { TargetGroups } = this.call(elbv2Operations.CreateTargetGroup, {
      Name: name,
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
    });
    return TargetGroups![0]!.TargetGroupArn!;
  }

  #forward(blue: number, green: number) {
    return [
      {
        Type: 'forward' as const,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: this.blue, Weight: blue },
            { TargetGroupArn: this.green, Weight: green },
          ],
        },
      },
    ];
  }

  #service(serviceName: string, targetGroupArn: string, image: string): void {
    const { taskDefinition } = this.call(ecsOperations.RegisterTaskDefinition, {
      family: serviceName,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }],
    });
    this.call(ecsOperations.CreateService, {
      cluster: 'demo',
      serviceName,
      taskDefinition: taskDefinition!.taskDefinitionArn!,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
    });
  }
}
