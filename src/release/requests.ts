import type { DeploymentSettings } from '../model/release-plan.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { Tag, TaskDefinition } from '../model/task-definition.ts';

/** What both ways of changing a service have in common. */
interface ReleaseRequest {
  readonly service: ServiceRef;
  /** The account that the configuration names; another one is refused. */
  readonly account?: string | undefined;
  readonly timeoutMilliseconds: number;
  readonly rollback: boolean;
  readonly rollbackOnTimeout: boolean;
  readonly onInterrupt: 'detach' | 'rollback';
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
  /** Start a new deployment even if nothing differs. */
  readonly force: boolean;
}

export type RollbackRequest = ReleaseRequest;

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
}

export interface WatchRequest {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  /** `ecs-svc/…` or the ARN of a service deployment; absent: the one in progress. */
  readonly deployment?: string | undefined;
  readonly timeoutMilliseconds: number;
}
