/**
 * The strategies of the ECS deployment controller, in AWS's words.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export const strategies = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'] as const;
export type Strategy = (typeof strategies)[number];

/** Strategies under which both revisions run side by side, and AWS moves traffic from one to the other. */
export function shiftsTraffic(strategy: string): boolean {
  return strategy !== 'ROLLING';
}

/**
 * The stages of a deployment that shifts traffic, in their order. PRE_PRODUCTION_TRAFFIC_SHIFT can carry a hook and is documented,
 * but no SDK lists it among the stages that AWS returns: a stage is read as any text.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
 */
export const stages = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const;
export type Stage = (typeof stages)[number];

export function isStage(text: string): text is Stage {
  return (stages as readonly string[]).includes(text);
}

/**
 * The lifecycle events of CodeDeploy for ECS, in their order; those of test traffic only where the group has a test listener.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
 */
export const lifecycleEvents = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

export function isLifecycleEvent(text: string): text is LifecycleEvent {
  return (lifecycleEvents as readonly string[]).includes(text);
}

/** The stage of ECS at which the same happens. */
export const stageOfEvent: Readonly<Record<LifecycleEvent, Stage>> = {
  BeforeInstall: 'PRE_SCALE_UP',
  Install: 'SCALE_UP',
  AfterInstall: 'POST_SCALE_UP',
  AllowTestTraffic: 'TEST_TRAFFIC_SHIFT',
  AfterAllowTestTraffic: 'POST_TEST_TRAFFIC_SHIFT',
  BeforeAllowTraffic: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
  AllowTraffic: 'PRODUCTION_TRAFFIC_SHIFT',
  AfterAllowTraffic: 'POST_PRODUCTION_TRAFFIC_SHIFT',
};

/**
 * CodeDeploy's wait before it ends the old tasks, which is no lifecycle event: the stage that a look shows then, in the word that
 * ContinueDeployment has for it. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ContinueDeployment.html
 */
export const terminationWait = 'TERMINATION_WAIT';

/** The wait for somebody to let traffic move, in the same language: the id of the one pause that CodeDeploy has. */
export const readyWait = 'READY_WAIT';

/**
 * Moments at which a person may be asked, in our words, and the stage whose PAUSE hook holds the deployment there.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 */
export const stageOfApproval = {
  'before-traffic': 'POST_SCALE_UP',
  'after-test-traffic': 'POST_TEST_TRAFFIC_SHIFT',
  'before-each-shift': 'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'before-cleanup': 'POST_PRODUCTION_TRAFFIC_SHIFT',
} as const satisfies Readonly<Record<string, Stage>>;
export type ApprovalMoment = keyof typeof stageOfApproval;

/** A hook that holds a deployment at its stage now, or did. */
export interface LifecycleHook {
  /** `ecs-pause-…`, AWS's name of this one occurrence. */
  readonly hookId: string;
  readonly target: 'pause' | 'lambda';
  /** ARN of the function. */
  readonly targetArn?: string | undefined;
  /** AWS's DeploymentLifecycleHookStatus; `unknown`: newer than this program. */
  readonly status: 'awaiting-action' | 'in-progress' | 'succeeded' | 'failed' | 'timed-out' | 'unknown';
  /** Milliseconds since the epoch, AWS's clock. */
  readonly expiresAt?: number | undefined;
  /** What AWS does by itself when nobody has acted by then. */
  readonly timeoutAction?: TimeoutAction | undefined;
}

/** What AWS does with a pause that nobody has answered in time. `STOP`: CodeDeploy ends the deployment before any traffic moved. */
export type TimeoutAction = 'CONTINUE' | 'ROLLBACK' | 'STOP';

/** Where a deployment that shifts traffic has got to. */
export interface Shift {
  /** AWS's word, of CodeDeploy its traffic routing type; a newer one than this program knows is possible. */
  readonly strategy: string;
  /** AWS's word for the stage, of CodeDeploy for the lifecycle event or its wait; absent before the first. */
  readonly stage?: string | undefined;
  /** Percent of production traffic that AWS means the new revision to have; the rest is the old one's. */
  readonly production: number;
  /** The same of test traffic. */
  readonly test: number;
  /** A pause between two moves of traffic, or after the last one, with its end by AWS's clock as far as our looks tell. */
  readonly bake?: { readonly kind: 'step' | 'final'; readonly endsAt: number } | undefined;
}

/** A person is asked: the deployment waits at AWS, with no process held. */
export interface PendingApproval {
  /** ARN of the service deployment, or CodeDeploy's id of a deployment. */
  readonly deployment: string;
  readonly hookId: string;
  /** AWS's word for the stage. */
  readonly stage: string;
  readonly expiresAt?: number | undefined;
  readonly timeoutAction?: TimeoutAction | undefined;
}

/** How far a release is followed. Whatever comes before the end of the deployment is not final. */
export type Until =
  | { readonly kind: 'succeeded' }
  /** It waits for an approval. */
  | { readonly kind: 'paused' }
  /** All production traffic is on the new revision; the old one still runs. */
  | { readonly kind: 'traffic-shifted' }
  | { readonly kind: 'stage'; readonly stage: Stage | LifecycleEvent };
