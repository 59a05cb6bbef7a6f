import { setTimeout as wait } from 'node:timers/promises';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CodeDeploy, type DeploymentInfo } from '@aws-sdk/client-codedeploy';
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { createAlarm, setAlarm } from './hello-alarm.ts';
import { createTargetGroup } from './hello-balancer.ts';
import type { HelloWorld } from './hello-world.ts';

const region = 'us-east-1';
const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
const names = { applicationName: 'AppECS-demo-hello', deploymentGroupName: 'DgpECS-demo-hello' };
const alarm = 'hello-5xx';

/** For how many minutes a group waits: for somebody before production traffic moves (0: for nobody), and before the old tasks end. */
interface Waits {
  readonly ready: number;
  readonly termination: number;
}

/** The service hello under CodeDeploy: a group with a listener for tests, which watches an alarm, and goes back by itself. */
export class CodeDeployHello {
  readonly world: HelloWorld;
  readonly #waits: Waits;
  readonly #cloudWatch: CloudWatch;
  readonly #codeDeploy: CodeDeploy;
  readonly #elbv2: ElasticLoadBalancingV2;

  constructor(world: HelloWorld, waits: Waits = { ready: 60, termination: 0 }) {
    const client = { region, credentials, endpoint: world.url };
    this.world = world;
    this.#waits = waits;
    this.#cloudWatch = new CloudWatch(client);
    this.#codeDeploy = new CodeDeploy(client);
    this.#elbv2 = new ElasticLoadBalancingV2(client);
  }

  /** Creates it with two tasks of `image`. Returns when they serve. */
  async create(image: string): Promise<void> {
    const { ecs, logs } = this.world;
    await logs.createLogGroup({ logGroupName: '/ecs/demo/hello' });
    await ecs.createCluster({ clusterName: 'demo' });
    const blue = await createTargetGroup(this.#elbv2, 'hello-blue');
    await createTargetGroup(this.#elbv2, 'hello-green');
    const listeners = await this.#listenersTo(blue);
    const { stdout } = await this.world.run(['render', 'hello', '--image', image]);
    await ecs.registerTaskDefinition(JSON.parse(stdout) as RegisterTaskDefinitionCommandInput);
    await ecs.createService({
      cluster: 'demo',
      serviceName: 'hello',
      taskDefinition: 'hello',
      desiredCount: 2,
      launchType: 'FARGATE',
      deploymentController: { type: 'CODE_DEPLOY' },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'] } },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'web', containerPort: 8080 }],
    });
    await createAlarm(this.#cloudWatch, alarm);
    await this.#createGroup(listeners);
    await this.#untilSteady();
  }

  /** The newest deployment that no other one goes back by. */
  async newest(): Promise<DeploymentInfo> {
    const { deployments = [] } = await this.#codeDeploy.listDeployments(names);
    for (const deploymentId of deployments) {
      const { deploymentInfo } = await this.#codeDeploy.getDeployment({ deploymentId });
      if (deploymentInfo?.creator !== 'codeDeployRollback') return deploymentInfo ?? {};
    }
    return {};
  }

  /** Percent of the requests that the new tasks of the newest deployment get. */
  async weight(): Promise<number> {
    const { deploymentId } = await this.newest();
    const { deploymentTarget } = await this.#codeDeploy.getDeploymentTarget({
      deploymentId,
      targetId: 'demo:hello',
    });
    const green = deploymentTarget?.ecsTarget?.taskSetsInfo?.find((set) => set.taskSetLabel === 'Green');
    return green?.trafficWeight ?? 0;
  }

  /** Returns when the new tasks get so much; gives up after a minute. */
  async reach(percent: number): Promise<void> {
    for (let looks = 0; looks < 120; looks += 1) {
      if ((await this.weight()) === percent) return;
      await wait(500);
    }
    throw new Error(`the new tasks do not get ${percent} %`);
  }

  async ring(): Promise<void> {
    await setAlarm(this.#cloudWatch, alarm, 'ALARM');
  }

  async silence(): Promise<void> {
    await setAlarm(this.#cloudWatch, alarm, 'OK');
  }

  async #untilSteady(): Promise<void> {
    for (let looks = 0; looks < 240; looks += 1) {
      const { services } = await this.world.ecs.describeServices({ cluster: 'demo', services: ['hello'] });
      if (services?.[0]?.taskSets?.[0]?.stabilityStatus === 'STEADY_STATE') return;
      await wait(500);
    }
    throw new Error('the service does not become steady');
  }

  async #listenersTo(targetGroupArn: string): Promise<{ production: string; tests: string }> {
    const { LoadBalancers } = await this.#elbv2.createLoadBalancer({
      Name: 'hello',
      Subnets: ['subnet-1', 'subnet-2'],
    });
    const listen = async (port: number): Promise<string> => {
      const { Listeners } = await this.#elbv2.createListener({
        LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
        Protocol: 'HTTP',
        Port: port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
      });
      return Listeners?.[0]?.ListenerArn ?? '';
    };
    return { production: await listen(80), tests: await listen(9000) };
  }

  async #createGroup({ production, tests }: { production: string; tests: string }): Promise<void> {
    await this.#codeDeploy.createApplication({
      applicationName: names.applicationName,
      computePlatform: 'ECS',
    });
    const { ready, termination } = this.#waits;
    await this.#codeDeploy.createDeploymentGroup({
      ...names,
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codeDeployRole',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      blueGreenDeploymentConfiguration: {
        terminateBlueInstancesOnDeploymentSuccess: {
          action: 'TERMINATE',
          terminationWaitTimeInMinutes: termination,
        },
        deploymentReadyOption:
          ready === 0
            ? { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 }
            : { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: ready },
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
      alarmConfiguration: { enabled: true, alarms: [{ name: alarm }] },
      ecsServices: [{ clusterName: 'demo', serviceName: 'hello' }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'hello-blue' }, { name: 'hello-green' }],
            prodTrafficRoute: { listenerArns: [production] },
            testTrafficRoute: { listenerArns: [tests] },
          },
        ],
      },
    });
  }
}
