import type { ImageRequest as BuildRequest } from '../images/plan-image.ts';
import type { CodeDeploySettings } from '../model/codedeploy.ts';
import type { Milliseconds } from '../model/duration.ts';
import type { Gate, RollbackPolicy } from '../model/gate.ts';
import type { PromotedFrom } from '../model/promoted-from.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';
import type { Until } from '../model/lifecycle.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Tag, TaskDefinition } from '../model/task-definition.ts';
import type { CommitOrderRules } from './commit-order.ts';
import type { PromotionRequest } from './promote/promotion-request.ts';

/** What both ways of changing a service have in common. */
interface ReleaseRequest {
  readonly service: ServiceRef;
  /** The account that the configuration names; another one is refused. */
  readonly account?: string | undefined;
  /** Of a service that CodeDeploy brings in. */
  readonly codeDeploy?: CodeDeploySettings | undefined;
  readonly timeoutMilliseconds: number;
  /** Who decides that a release goes back which cannot succeed any more, or which a gate finds bad. */
  readonly rollback: RollbackPolicy;
  readonly rollbackOnTimeout: boolean;
  readonly onInterrupt: 'detach' | 'rollback';
  /** How far it is followed; absent: to its end. */
  readonly until?: Until | undefined;
  /** Where it waits for an approval: follow on until somebody has answered, instead of leaving it to AWS. */
  readonly waitForApproval?: boolean | undefined;
  readonly ifBusy: 'refuse' | 'wait' | 'replace';
  /** Only plan. */
  readonly dryRun: boolean;
}

export interface DeployRequest extends ReleaseRequest {
  readonly base: TaskDefinitionSource;
  readonly images: readonly ImageRequest[];
  /** Containers that take an image given without a container's name. */
  readonly containers?: readonly string[] | undefined;
  readonly settings: DeploymentSettings;
  readonly commit?: string | undefined;
  /** Absent: nothing but the commit and the image is noted of it. */
  readonly note?: ReleaseNote | undefined;
  /** The image that this release builds, unless the registry holds it; it then joins `images`. */
  readonly build?: BuildRequest | undefined;
  /** What runs healthy in another environment is released: its images then join `images`. */
  readonly promotion?: PromotionRequest | undefined;
  /** What was found there. */
  readonly promoted?: PromotedFrom | undefined;
  /** Absent: it does not matter which commit is newer. */
  readonly order?: CommitOrderRules | undefined;
  /** How an image of ECR stands in the task definition: pinned to its digest, or by the tag that was given. */
  readonly imageReference: 'digest' | 'tag';
  /** One of several services of a run, of which all or none are to be released. */
  readonly allOrNone?: boolean | undefined;
  /** Suspend all autoscaling of the service while the deployment runs. */
  readonly suspendScaling?: boolean | undefined;
  /** Start a new deployment even if nothing differs. */
  readonly force: boolean;
  /** Release also what certainly fails: `--no-verify`. */
  readonly unverified?: boolean | undefined;
  readonly gates?: GateRequest | undefined;
  /** Alarms that may be in ALARM when it starts, although AWS watches none then. */
  readonly acceptAlarms?: readonly string[] | undefined;
}

/** What is noted on its revision for the history, beside its commit and its image. */
export interface ReleaseNote {
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  /** A login; absent: whoever AWS knows the caller as. */
  readonly by?: string | undefined;
  /** URL of the run of a pipeline. */
  readonly run?: string | undefined;
}

/** What is measured of a release. */
export interface GateRequest {
  readonly gates: readonly Gate[];
  /** How long it is watched after AWS has called it successful; 0: no longer than its gates need. */
  readonly watchForMilliseconds: Milliseconds;
  /** Gates are configured, and this run does without them. */
  readonly areSkipped?: boolean | undefined;
}

export interface RollbackRequest extends ReleaseRequest {
  /** A release as a person names it: see `go-back/target-name.ts`. Absent: the last one that succeeded before. */
  readonly to?: string | undefined;
  /** Leave the settings of the service as they are. */
  readonly imageOnly?: boolean | undefined;
}

/** Where the task definition comes from. */
export type TaskDefinitionSource =
  /** What the service runs now. */
  | { readonly kind: 'live' }
  /** A file, loaded. */
  | { readonly kind: 'file'; readonly definition: TaskDefinition; readonly tags: readonly Tag[] }
  /** A revision that is registered already, deployed as it is unless images are given. */
  | { readonly kind: 'revision'; readonly nameOrArn: string };

export interface ImageRequest {
  readonly container?: string | undefined;
  readonly image: string;
  /** What people call it, where its name is a digest. */
  readonly tag?: string | undefined;
  /** What is known of it already, so that nobody has to be asked. */
  readonly known?: KnownImage | undefined;
}

/** An image of this run: settled, or, while only planned, still without a digest. */
export interface KnownImage {
  readonly tag: string;
  readonly digest?: string | undefined;
  readonly platforms: readonly string[];
}

/** The deployment group of a service that CodeDeploy brings in, as far as the configuration names it. */
export type NamedGroup = Pick<CodeDeploySettings, 'application' | 'group'>;

export interface WatchRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
  /** `ecs-svc/…` or the ARN of a service deployment; absent: the one in progress. */
  readonly deployment?: string | undefined;
  readonly timeoutMilliseconds: number;
  /** As of a release. */
  readonly until?: Until | undefined;
  readonly waitForApproval?: boolean | undefined;
}

export interface ResumeRequest extends Omit<ReleaseRequest, 'ifBusy'> {
  /** `ecs-svc/…` or the ARN of a service deployment; absent: the one in progress, or else the newest. */
  readonly deployment?: string | undefined;
  /** As of the release: it measures on where that has left it. */
  readonly gates?: GateRequest | undefined;
  /** Alarms that may be in ALARM: no gate looks at them then. */
  readonly acceptAlarms?: readonly string[] | undefined;
}
