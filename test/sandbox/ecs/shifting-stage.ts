import type {
  CreateServiceCommandInput,
  DeploymentConfiguration,
  DeploymentLifecycleHook,
  DeploymentLifecycleHookStage,
} from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { Rehearsal } from './rehearsal.ts';
import { twoGroups, weightsOf, type TwoGroups } from './two-groups.ts';

export const v1 = 'public.ecr.aws/demo/web:1';
export const v2 = 'public.ecr.aws/demo/web:2';
export const v3 = 'public.ecr.aws/demo/web:3';

/** What can be seen of a shift at one moment. */
export interface Sight {
  readonly stage: string | undefined;
  readonly test: number | undefined;
  readonly production: number | undefined;
}

/** A service whose requests move between two target groups, with its first version at work. */
export class ShiftingRehearsal extends Rehearsal {
  readonly groups: TwoGroups | undefined;

  constructor(
    configuration: DeploymentConfiguration,
    options: {
      readonly traffic?: 'application' | 'network' | 'none';
      readonly changes?: Partial<CreateServiceCommandInput>;
      readonly seed?: number;
    } = {},
  ) {
    super({ seed: options.seed ?? 7 });
    const { traffic = 'application', changes } = options;
    this.groups = traffic === 'none' ? undefined : twoGroups(this, { type: traffic });
    // The hooks and pauses of a test are for the release that it is about.
    this.runningService(v1, {
      desiredCount: 2,
      ...(this.groups !== undefined && { loadBalancers: [this.groups.loadBalancer] }),
      deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 },
      ...changes,
    });
    this.update({ deploymentConfiguration: configuration });
  }

  /** What the newest service deployment says. */
  get sight(): Sight {
    const { lifecycleStage: stage, targetServiceRevision: target } = this.serviceDeployment;
    return {
      stage,
      test: target?.requestedTestTrafficWeight,
      production: target?.requestedProductionTrafficWeight,
    };
  }

  /** Lets time pass until the end, and tells every change on the way: seconds since the call, stage, and weights of the new revision. */
  course(isOver = (): boolean => this.serviceDeployment.finishedAt !== undefined): string[] {
    const begin = this.now;
    const seen: string[] = [];
    let last = '';
    this.untilLong(() => {
      const { stage = '-', test = '-', production = '-' } = this.sight;
      const line = `${stage} ${test}/${production}`;
      if (line !== last) seen.push(`${(this.now - begin).toFixed(0)}s ${line}`);
      last = line;
      return isOver();
    });
    return seen;
  }

  /** As `until`, for what takes up to two weeks. */
  untilLong(isSo: () => boolean, what = 'what was waited for'): void {
    const deadline = this.world.timeline.now() + 21 * 24 * 3_600_000;
    while (!isSo()) {
      const next = this.world.timeline.nextAt();
      if (next === undefined || next > deadline) throw new Error(`${what} did not come`);
      this.world.timeline.runUntil(next);
    }
  }

  untilStage(stage: string): void {
    this.untilLong(() => this.sight.stage === stage, stage);
  }

  /** The weights of the production rule: blue target group, green target group. */
  get productionWeights(): number[] {
    return this.groups === undefined
      ? []
      : weightsOf(this, this.groups.productionRule).map(([, weight]) => weight);
  }

  get testWeights(): number[] {
    return this.groups === undefined ? [] : weightsOf(this, this.groups.testRule).map(([, weight]) => weight);
  }

  get hook() {
    return this.serviceDeployment.lifecycleHookDetails?.[0];
  }

  proceed(action?: 'CONTINUE' | 'ROLLBACK', hookId = this.hook?.hookId): void {
    this.call(ecsOperations.ContinueServiceDeployment, {
      serviceDeploymentArn: this.serviceDeployment.serviceDeploymentArn,
      hookId,
      ...(action !== undefined && { action }),
    });
  }

  stop(): void {
    this.call(ecsOperations.StopServiceDeployment, {
      serviceDeploymentArn: this.serviceDeployment.serviceDeploymentArn,
    });
  }

  /** The images of the tasks that are to run, sorted. */
  get images(): string[] {
    return this.tasks()
      .map((task) => task.containers![0]!.image!)
      .sort();
  }
}

export function pauseAt(
  stage: DeploymentLifecycleHookStage,
  timeoutConfiguration?: DeploymentLifecycleHook['timeoutConfiguration'],
): DeploymentLifecycleHook {
  return {
    targetType: 'PAUSE',
    lifecycleStages: [stage],
    ...(timeoutConfiguration !== undefined && { timeoutConfiguration }),
  };
}

export const checker = 'arn:aws:lambda:eu-west-1:123456789012:function:check';

export function functionAt(
  stage: DeploymentLifecycleHookStage,
  changes: Partial<DeploymentLifecycleHook> = {},
): DeploymentLifecycleHook {
  return {
    targetType: 'AWS_LAMBDA',
    hookTargetArn: checker,
    roleArn: 'arn:aws:iam::123456789012:role/hooks',
    lifecycleStages: [stage],
    ...changes,
  };
}
