// What docs/examples/hello/create-service.sh does, without the aws CLI, and with what a canary needs: docs/strategies/prepare-a-service.md.
/* global fetch */
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { ECS } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { credentials, region } from './program.js';

const subnets = ['subnet-1', 'subnet-2'];
const ports = { production: 80, test: 9000 };
const infrastructureRole = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';

/** The AWS around the service hello, in the sandbox at `url`. */
export class HelloService {
  #url;
  #client;

  constructor(url) {
    this.#url = url;
    this.#client = { region, credentials, endpoint: url };
  }

  /**
   * Log group, cluster, load balancer with a listener for production and one for tests, two target groups with short health checks,
   * and a service with two tasks.
   */
  async create(taskDefinition) {
    const ecs = new ECS(this.#client);
    await new CloudWatchLogs(this.#client).createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await ecs.createCluster({ clusterName: 'demo' });
    const loadBalancer = await this.#createLoadBalancer();
    await ecs.registerTaskDefinition(taskDefinition);
    await ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: taskDefinition.family,
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets } },
      loadBalancers: [{ ...loadBalancer, containerName: 'web', containerPort: 8080 }],
    });
  }

  /** Where this machine reaches the listener, 'production' or 'test'. */
  async listenerUrl(name) {
    const answer = await fetch(`${this.#url}/_sandbox/listeners`);
    const { listeners } = await answer.json();
    return listeners.find(({ port }) => port === ports[name]).url;
  }

  /** Percent of production traffic that AWS means the newest revision to have. */
  async weight() {
    const ecs = new ECS(this.#client);
    const { serviceDeployments } = await ecs.listServiceDeployments({ cluster: 'demo', service: 'hello' });
    const arns = [serviceDeployments[0].serviceDeploymentArn];
    const described = await ecs.describeServiceDeployments({ serviceDeploymentArns: arns });
    return described.serviceDeployments[0].targetServiceRevision.requestedProductionTrafficWeight;
  }

  async #createLoadBalancer() {
    const elbv2 = new ElasticLoadBalancingV2(this.#client);
    const { LoadBalancers } = await elbv2.createLoadBalancer({ Name: 'hello', Subnets: subnets });
    const blue = await createTargetGroup(elbv2, 'hello-blue');
    const green = await createTargetGroup(elbv2, 'hello-green');
    const TargetGroups = [
      { TargetGroupArn: blue, Weight: 1 },
      { TargetGroupArn: green, Weight: 0 },
    ];
    const createRule = async (Port) => {
      const { Listeners } = await elbv2.createListener({
        LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
      });
      const { Rules } = await elbv2.describeRules({ ListenerArn: Listeners[0].ListenerArn });
      return Rules.find(({ IsDefault }) => IsDefault).RuleArn;
    };
    return {
      targetGroupArn: blue,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: await createRule(ports.production),
        testListenerRule: await createRule(ports.test),
        roleArn: infrastructureRole,
      },
    };
  }
}

async function createTargetGroup(elbv2, Name) {
  const { TargetGroups } = await elbv2.createTargetGroup({
    Name,
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
  return TargetGroupArn;
}
