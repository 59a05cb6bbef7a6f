import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { RegisterTaskDefinitionCommandInput, ServiceDeployment } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createAlarm, setAlarm } from './hello-alarm.ts';
import { createTargetGroup, listenerOn } from './hello-balancer.ts';
import type { HelloWorld } from './hello-world.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
const infrastructureRole = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';

/** Percent of the requests that a revision is to get, as DescribeServiceDeployments says. */
export interface Weights {
  readonly production: number;
  readonly test: number;
}

/** The service hello behind two target groups, between which ECS moves the requests of two listeners: production and tests. */
export class ShiftingHello {
  readonly world: HelloWorld;
  readonly #cloudWatch: CloudWatch;
  readonly #elbv2: ElasticLoadBalancingV2;

  constructor(world: HelloWorld) {
    const client = { region, credentials, endpoint: world.url };
    this.world = world;
    this.#cloudWatch = new CloudWatch(client);
    this.#elbv2 = new ElasticLoadBalancingV2(client);
  }

  /** Creates it with two tasks of `image`. Returns when they serve. */
  async create(image: string): Promise<void> {
    const { world } = this;
    await world.logs.createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await world.ecs.createCluster({ clusterName: 'demo' });
    const loadBalancer = await this.#createLoadBalancer();
    const { stdout } = await world.run(['render', 'hello', '--image', image]);
    await world.ecs.registerTaskDefinition(JSON.parse(stdout) as RegisterTaskDefinitionCommandInput);
    await world.ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: 'hello',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
      loadBalancers: [{ ...loadBalancer, containerName: 'web', containerPort: 8080 }],
    });
    const watched = await world.run(['watch', 'hello']);
    if (watched.code !== 0) throw new Error(`the service does not become steady: ${watched.stderr}`);
  }

  async listenerOn(port: 80 | 9000): Promise<string> {
    return await listenerOn(this.world.url, port);
  }

  /** The newest service deployment, as AWS tells of it. */
  async newest(): Promise<ServiceDeployment> {
    const { ecs } = this.world;
    const { serviceDeployments = [] } = await ecs.listServiceDeployments({
      cluster: 'demo',
      service: 'hello',
    });
    const arn = serviceDeployments[0]?.serviceDeploymentArn ?? '';
    const described = await ecs.describeServiceDeployments({ serviceDeploymentArns: [arn] });
    return described.serviceDeployments![0]!;
  }

  /** What the newest deployment means its new revision to get. */
  async weights(): Promise<Weights> {
    const { targetServiceRevision: target } = await this.newest();
    return {
      production: target?.requestedProductionTrafficWeight ?? NaN,
      test: target?.requestedTestTrafficWeight ?? NaN,
    };
  }

  /** Returns when the newest deployment is at this stage; gives up after a minute. */
  async reach(stage: string): Promise<void> {
    for (let looks = 0; looks < 120; looks += 1) {
      const { lifecycleStage } = await this.newest();
      if (lifecycleStage === stage) return;
      await wait(500);
    }
    throw new Error(`the deployment does not reach ${stage}`);
  }

  async createAlarm(name: string): Promise<void> {
    await createAlarm(this.#cloudWatch, name);
  }

  async ring(name: string): Promise<void> {
    await setAlarm(this.#cloudWatch, name, 'ALARM');
  }

  async #createLoadBalancer() {
    const elbv2 = this.#elbv2;
    const [blue, green] = [
      await createTargetGroup(elbv2, 'hello-blue'),
      await createTargetGroup(elbv2, 'hello-green'),
    ];
    const { LoadBalancers } = await elbv2.createLoadBalancer({
      Name: 'hello',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    const rule = async (port: number): Promise<string> => {
      const { Listeners } = await elbv2.createListener({
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: port,
        DefaultActions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: [
                { TargetGroupArn: blue, Weight: 1 },
                { TargetGroupArn: green, Weight: 0 },
              ],
            },
          },
        ],
      });
      const { Rules } = await elbv2.describeRules({ ListenerArn: Listeners?.[0]?.ListenerArn });
      return Rules?.find(({ IsDefault }) => IsDefault)?.RuleArn ?? '';
    };
    return {
      targetGroupArn: blue,
      advancedConfiguration: {
        alternateTargetGroupArn: green,
        productionListenerRule: await rule(80),
        testListenerRule: await rule(9000),
        roleArn: infrastructureRole,
      },
    };
  }
}
