import { AutoscalingState } from './application-autoscaling/state.ts';
import { CloudWatchState } from './cloudwatch/state.ts';
import { predefinedConfigs } from './codedeploy/predefined-configs.ts';
import { CodeDeployState } from './codedeploy/state.ts';
import { EcrState } from './ecr/state.ts';
import { startEcs } from './ecs/engine/start.ts';
import { EcsState } from './ecs/state.ts';
import { Elbv2State } from './elbv2/state.ts';
import { EventBridgeState } from './eventbridge/state.ts';
import type { ImageBehaviours } from './engine/image-behaviour.ts';
import type { Outside } from './engine/outside.ts';
import { Random } from './engine/random.ts';
import type { Timeline } from './engine/timeline.ts';
import { IamState } from './iam/state.ts';
import { LambdaState } from './lambda/state.ts';
import { LogsState } from './logs/state.ts';
import { RegistrySite } from './registry/registry-site.ts';
import { Runtimes } from './runtime/runtimes.ts';
import { S3State } from './s3/state.ts';
import { SchedulerState } from './scheduler/state.ts';
import { SecretsManagerState } from './secretsmanager/state.ts';
import { SsmState } from './ssm/state.ts';
import { startMetrics } from './start-metrics.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  readonly account: string;
  readonly region: string;
  readonly seed: number;
  readonly visibilityLag: number;
  readonly timeline: Timeline;
  readonly outside: Outside;
  /** Who may run the containers of tasks; all of them are simulated without. */
  readonly runtimes?: Runtimes | undefined;
  readonly behaviours: ImageBehaviours;
  /** The roles of the account; none without. */
  readonly iam?: IamState | undefined;
  /** The functions of all regions; none of them is scripted without. */
  readonly lambda?: LambdaState | undefined;
  /** The buckets of all regions; none without. */
  readonly s3?: S3State | undefined;
  /** Where the registries of all regions are; a place of its own without. */
  readonly registry?: RegistrySite | undefined;
}

/** An empty account in one region, with its engine running. */
export function newWorld(options: WorldOptions): World {
  const { account, region, timeline } = options;
  const random = new Random(options.seed);
  const world: World = {
    account,
    region,
    settings: { visibilityLag: options.visibilityLag },
    timeline,
    outside: options.outside,
    random,
    runtimes: options.runtimes ?? new Runtimes(),
    behaviours: options.behaviours,
    autoscaling: new AutoscalingState(),
    cloudwatch: new CloudWatchState(),
    codedeploy: new CodeDeployState(predefinedConfigs(timeline.now())),
    ecr: new EcrState(account, region, options.registry ?? new RegistrySite(options.seed)),
    ecs: new EcsState(),
    elbv2: new Elbv2State(timeline, options.outside),
    eventBridge: new EventBridgeState(),
    iam: options.iam ?? new IamState(),
    lambda: options.lambda ?? new LambdaState(() => timeline.now()),
    logs: new LogsState(timeline, random, account, region),
    s3: options.s3 ?? new S3State(),
    scheduler: new SchedulerState(),
    secretsManager: new SecretsManagerState(),
    ssm: new SsmState(),
  };
  startEcs(world);
  startMetrics(world);
  return world;
}
