// What docs/examples/hello/create-service.sh does, without the aws CLI.
/* global fetch */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ECS } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { credentials, region } from './program.js';

const subnets = ['subnet-1', 'subnet-2'];

/** The AWS around the service hello, in the sandbox at `url`. */
export class HelloService {
  #url;
  #client;

  constructor(url) {
    this.#url = url;
    this.#client = { region, credentials, endpoint: url };
  }

  /** Log group, cluster, load balancer with a listener and a target group with short health checks, and a service with two tasks. */
  async create(taskDefinition) {
    const ecs = new ECS(this.#client);
    await new CloudWatchLogs(this.#client).createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await ecs.createCluster({ clusterName: 'demo' });
    const targetGroupArn = await this.#createLoadBalancer();
    await ecs.registerTaskDefinition(taskDefinition);
    await ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: taskDefinition.family,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets } },
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 8080 }],
    });
  }

  /** Where this machine reaches the listener. */
  async listenerUrl() {
    const answer = await fetch(`${this.#url}/_sandbox/listeners`);
    const { listeners } = await answer.json();
    return listeners[0].url;
  }

  async #createLoadBalancer() {
    const elbv2 = new ElasticLoadBalancingV2(this.#client);
    const { LoadBalancers } = await elbv2.createLoadBalancer({ Name: 'hello', Subnets: subnets });
    const { TargetGroups } = await elbv2.createTargetGroup({
      Name: 'hello',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    });
    const { TargetGroupArn } = TargetGroups[0];
    await elbv2.modifyTargetGroupAttributes({
      TargetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '3' }],
    });
    await elbv2.createListener({
      LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    return TargetGroupArn;
  }
}
