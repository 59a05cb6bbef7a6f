import type { CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy';
import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { elbv2Operations } from '../../../src/sandbox/elbv2/operations/index.ts';
import type { Operation } from '../../../src/sandbox/operation.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf } from '../clients.ts';
import { aTaskDefinition } from '../ecs/rehearsal.ts';

const caller = { arn: 'arn:aws:iam::123456789012:user/test', accessKeyId: 'test' };

export interface GroupScene {
  readonly sandbox: Sandbox;
  readonly codedeploy: ReturnType<typeof clientsOf>['codedeploy'];
  readonly ecs: ReturnType<typeof clientsOf>['ecs'];
  /** ARN of the listener on this port, 80 or 8080. */
  readonly listener: (port: 80 | 8080) => string;
  /** A valid CreateDeploymentGroup for the service `web`. */
  readonly groupInput: (
    changes?: Partial<CreateDeploymentGroupCommandInput>,
  ) => CreateDeploymentGroupCommandInput;
  readonly createService: (changes?: Partial<CreateServiceCommandInput>) => void;
  /** Registers a revision of the family `web`; its ARN. */
  readonly register: (image?: string) => string;
}

/** A sandbox with the cluster `demo`, the service `web` under CODE_DEPLOY, target groups `blue` and `green`, and the application `shop`. */
export function groupScene(type: 'application' | 'network' = 'application'): GroupScene {
  const sandbox = new Sandbox();
  const { codedeploy, ecs } = clientsOf(sandbox);
  const call = <Input, Output>(operation: Operation<Input, Output>, input: Input): Output =>
    operation(sandbox.world, input, caller);
  const protocol = type === 'network' ? ('TCP' as const) : ('HTTP' as const);
  const [blue] = ['blue', 'green'].map(
    (Name) =>
      call(elbv2Operations.CreateTargetGroup, {
        Name,
        Protocol: protocol,
        Port: 8080,
        VpcId: 'vpc-1',
        TargetType: 'ip',
      }).TargetGroups![0]!.TargetGroupArn!,
  );
  const { LoadBalancers } = call(elbv2Operations.CreateLoadBalancer, {
    Name: 'web',
    Type: type,
    Subnets: ['subnet-1', 'subnet-2'],
  });
  const arns = new Map(
    [80, 8080].map((Port) => [
      Port,
      call(elbv2Operations.CreateListener, {
        LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn!,
        Port,
        Protocol: protocol,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: blue! }],
      }).Listeners![0]!.ListenerArn!,
    ]),
  );
  const listener = (port: 80 | 8080): string => arns.get(port)!;
  const register = (image = 'registry.test/web:1'): string =>
    call(ecsOperations.RegisterTaskDefinition, aTaskDefinition(image)).taskDefinition!.taskDefinitionArn!;
  const createService = (changes: Partial<CreateServiceCommandInput> = {}): void => {
    call(ecsOperations.CreateService, {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: register(),
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      deploymentController: { type: 'CODE_DEPLOY' },
      loadBalancers: [{ targetGroupArn: blue, containerName: 'app', containerPort: 8080 }],
      ...changes,
    });
  };
  call(ecsOperations.CreateCluster, { clusterName: 'demo' });
  createService();
  return {
    sandbox,
    codedeploy,
    ecs,
    listener,
    register,
    createService,
    groupInput: (changes) => ({
      applicationName: 'shop',
      deploymentGroupName: 'web',
      serviceRoleArn: 'arn:aws:iam::123456789012:role/codedeploy',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ecsServices: [{ clusterName: 'demo', serviceName: 'web' }],
      loadBalancerInfo: {
        targetGroupPairInfoList: [
          {
            targetGroups: [{ name: 'blue' }, { name: 'green' }],
            prodTrafficRoute: { listenerArns: [listener(80)] },
          },
        ],
      },
      ...changes,
    }),
  };
}

/** The AppSpec of a revision for the container `app`. */
export function appSpec(taskDefinition: string, further: object = {}): string {
  return JSON.stringify({
    version: 0.0,
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: taskDefinition,
            LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
          },
        },
      },
    ],
    ...further,
  });
}
