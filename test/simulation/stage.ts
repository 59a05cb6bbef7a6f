import { createHash } from 'node:crypto';
import type { BehaviourChange } from '../../src/sandbox/engine/image-behaviour.ts';
import { cloudwatchOperations } from '../../src/sandbox/cloudwatch/operations/index.ts';
import { ecrOperations } from '../../src/sandbox/ecr/operations/index.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import { elbv2Operations } from '../../src/sandbox/elbv2/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ServiceError } from '../../src/sandbox/service-error.ts';
import type { Brake, Conduct, History, ImageName } from './history.ts';

export const ref = { cluster: 'prod', service: 'web' };
export const alarmName = 'errors';
export const container = 'app';
const repository = 'shop/web';
const second = 1_000;
const caller = { arn: 'arn:aws:iam::123456789012:user/stage', accessKeyId: 'stage' };
const never = 1_000_000_000;

/** The world of a history before anything happens: one service that serves the image `old`, steady. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly service: ServiceRecord;
  /** When the stage was ready, milliseconds since the epoch: the beginning of the history. */
  readonly startAt: number;
  /** As a command or a person writes it. */
  readonly imageOf: (name: ImageName) => string;
  /** Every digest that the image's name has stood for, the newest last. */
  readonly digests: Record<ImageName, string[]>;
  /** Another build is pushed under the name of an image; it behaves as the one before. */
  readonly moveTag: (name: ImageName) => void;
}

/** AWS would not have this service, or it never becomes steady. */
export class ImpossibleStage extends Error {}

/**
 * Built by the sandbox's operations themselves: over the wire it would take longer than the release.
 * @throws ImpossibleStage
 */
export function setUp(history: History): Stage {
  try {
    return build(history);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ImpossibleStage(error.message);
  }
}

function build(history: History): Stage {
  const sandbox = new Sandbox({ seed: history.seed });
  const images = history.registry === 'ecr' ? ecrImages(sandbox) : foreignImages();
  const stage = { sandbox, ...images };
  buildService(sandbox, history, images.imageOf('old'));
  const service = sandbox.world.ecs.clusters.get(ref.cluster)?.services.get(ref.service);
  if (service === undefined) throw new ImpossibleStage('the stage has no service');
  for (let look = 0; look < 600 && !isSteady(service); look++) sandbox.control.advance(second);
  if (!isSteady(service)) throw new ImpossibleStage('the stage does not become steady');
  for (const name of imageNames) behave(stage, name, history.images[name]);
  return { ...stage, service, startAt: sandbox.clock.now() };
}

const imageNames = ['old', 'new', 'other', 'theirs'] as const;

type Images = Pick<Stage, 'imageOf' | 'digests' | 'moveTag'>;

function foreignImages(): Images {
  const imageOf = (name: ImageName): string => `registry.example/web:${name}`;
  const digestOf = (name: ImageName): string =>
    `sha256:${createHash('sha256').update(imageOf(name)).digest('hex')}`;
  const digests = everyName((name) => [digestOf(name)]);
  return { imageOf, digests, moveTag: () => undefined };
}

function ecrImages(sandbox: Sandbox): Images {
  const { world } = sandbox;
  const made = ecrOperations.CreateRepository(world, { repositoryName: repository }, caller);
  const uri = made.repository?.repositoryUri ?? '';
  const push = (name: ImageName, build: number): string => {
    const imageManifest = JSON.stringify({ schemaVersion: 2, config: {}, layers: [], name, build });
    const input = { repositoryName: repository, imageTag: name, imageManifest };
    return ecrOperations.PutImage(world, input, caller).image?.imageId?.imageDigest ?? '';
  };
  const digests = everyName((name) => [push(name, 1)]);
  return {
    imageOf: (name) => `${uri}:${name}`,
    digests,
    moveTag(name) {
      const before = world.behaviours.of(`${uri}:${name}`);
      const digest = push(name, digests[name].length + 1);
      digests[name].push(digest);
      world.behaviours.set(`${uri}@${digest}`, before);
    },
  };
}

function everyName<Value>(of: (name: ImageName) => Value): Record<ImageName, Value> {
  return { old: of('old'), new: of('new'), other: of('other'), theirs: of('theirs') };
}

function buildService(sandbox: Sandbox, { service }: History, image: string): void {
  const { world } = sandbox;
  ecsOperations.CreateCluster(world, { clusterName: ref.cluster }, caller);
  registerImage(sandbox, image, service.containerCheck);
  const { breaker, alarm } = service;
  if (alarm !== 'off') putAlarm(sandbox);
  const targetGroupArn = service.loadBalancer ? buildLoadBalancer(sandbox) : undefined;
  ecsOperations.CreateService(
    world,
    {
      cluster: ref.cluster,
      serviceName: ref.service,
      taskDefinition: 'web:1',
      desiredCount: service.desired,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'] } },
      ...(targetGroupArn === undefined
        ? {}
        : {
            loadBalancers: [{ targetGroupArn, containerName: container, containerPort: 8080 }],
            healthCheckGracePeriodSeconds: service.graceSeconds,
          }),
      deploymentConfiguration: {
        minimumHealthyPercent: service.minimumHealthyPercent,
        maximumPercent: service.maximumPercent,
        deploymentCircuitBreaker: brake(breaker),
        ...(alarm === 'off' ? {} : { alarms: { alarmNames: [alarmName], ...brake(alarm) } }),
        ...(service.bakeMinutes === 0 ? {} : { bakeTimeInMinutes: service.bakeMinutes }),
      },
    },
    caller,
  );
}

export function brake(kind: Brake): { enable: boolean; rollback: boolean } {
  return { enable: kind !== 'off', rollback: kind === 'rolls-back' };
}

/** A revision of the service's family, as a person would register one. */
export function registerImage({ world }: Sandbox, image: string, hasCheck: boolean): string {
  const command = ['CMD-SHELL', 'true'];
  const { taskDefinition } = ecsOperations.RegisterTaskDefinition(
    world,
    {
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [
        {
          name: container,
          image,
          essential: true,
          portMappings: [{ containerPort: 8080 }],
          ...(hasCheck ? { healthCheck: { command, interval: 5, timeout: 2, retries: 2 } } : {}),
        },
      ],
    },
    caller,
  );
  return taskDefinition?.taskDefinitionArn ?? '';
}

function putAlarm({ world }: Sandbox): void {
  cloudwatchOperations.PutMetricAlarm(
    world,
    {
      AlarmName: alarmName,
      MetricName: '5XXError',
      Namespace: 'AWS/ApplicationELB',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    caller,
  );
  setAlarm(world, 'OK');
}

export function setAlarm(world: Sandbox['world'], state: 'OK' | 'ALARM'): void {
  cloudwatchOperations.SetAlarmState(
    world,
    { AlarmName: alarmName, StateValue: state, StateReason: 'the history says so' },
    caller,
  );
}

function buildLoadBalancer({ world }: Sandbox): string {
  const balancer = elbv2Operations.CreateLoadBalancer(
    world,
    { Name: 'web', Subnets: ['subnet-1', 'subnet-2'] },
    caller,
  );
  const group = elbv2Operations.CreateTargetGroup(
    world,
    {
      Name: 'web',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
    },
    caller,
  );
  const targetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn ?? '';
  elbv2Operations.ModifyTargetGroupAttributes(
    world,
    {
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '15' }],
    },
    caller,
  );
  elbv2Operations.CreateListener(
    world,
    {
      LoadBalancerArn: balancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    },
    caller,
  );
  return targetGroupArn;
}

function isSteady(service: ServiceRecord): boolean {
  return service.deployments.length === 1 && service.deployments[0]?.rolloutState === 'COMPLETED';
}

function behave(
  stage: Pick<Stage, 'sandbox' | 'imageOf' | 'digests'>,
  name: ImageName,
  conduct: Conduct,
): void {
  const { sandbox } = stage;
  const set = (change: BehaviourChange): void => {
    const [image = ''] = stage.imageOf(name).split(/:(?=[^:/]+$)/);
    const isHosted = image.includes('.amazonaws.com/');
    const named = isHosted
      ? stage.digests[name].map((digest) => `${image}@${digest}`)
      : [stage.imageOf(name)];
    for (const one of named) sandbox.control.behave(one, change);
  };
  switch (conduct.is) {
    case 'healthy':
      set({ startDelay: conduct.startSeconds * second });
      return;
    case 'crashing':
      set({ exit: { code: conduct.code, after: conduct.afterSeconds * second } });
      return;
    case 'unable-to-start':
      set({ stoppedReason: conduct.text });
      return;
    case 'unhealthy':
      set({ health: 'unhealthy', http: { status: 503 } });
      return;
    case 'flapping': {
      const turn = (isBad: boolean): void => {
        set({ exit: { code: 1, after: isBad ? 5 * second : never } });
        const lasts = isBad ? conduct.badSeconds : conduct.goodSeconds;
        sandbox.timeline.after(lasts * second, 'the image flaps', () => turn(!isBad));
      };
      turn(true);
      return;
    }
    default:
      conduct satisfies never;
  }
}
