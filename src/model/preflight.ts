import type { Milliseconds } from './duration.ts';
import type { Readiness } from './readiness.ts';

/** What is looked at before a release, in the order in which it is shown. */
export const preflightChecks = [
  'task-definition',
  'health-check',
  'images',
  'secrets',
  'parameters',
  'log-groups',
  'roles',
  'container-ports',
  'target-groups',
  'percents',
  'rollback',
  'circuit-breaker',
  'alarms',
  'grace-period',
  'revision',
  'expiry',
] as const;
export type PreflightCheckName = (typeof preflightChecks)[number];

/**
 * `error`: a release fails, is refused, or a rule that is configured cannot hold. `warning`: a release can go well, and is less safe
 * than it could be.
 */
type PreflightSeverity = 'error' | 'warning';

/** What one check says of one thing. *Could not look* is never *bad*. */
export type PreflightResult =
  | PreflightPass
  | {
      readonly check: PreflightCheckName;
      readonly subject: string;
      readonly kind: 'skipped';
      readonly because: SkipReason;
    }
  | PreflightFinding;

interface PreflightPass {
  readonly check: PreflightCheckName;
  /** What was looked at: the ARN of a secret, the name of a container. */
  readonly subject: string;
  readonly kind: 'passed';
  /** Worth knowing, and no fault. */
  readonly note?: PreflightNote | undefined;
}

export interface PreflightFinding {
  readonly check: PreflightCheckName;
  readonly subject: string;
  readonly kind: 'finding';
  readonly severity: PreflightSeverity;
  readonly because: PreflightReason;
}

/** Why a check could not be made. */
export type SkipReason =
  /** The credentials may not; `ssm:GetParameters`. */
  | { readonly kind: 'permission'; readonly action: string; readonly resource?: string | undefined }
  | { readonly kind: 'unreadable'; readonly error: string }
  /** Only AWS's own registry is asked. */
  | { readonly kind: 'other-registry'; readonly registry: string }
  /** The image is built by the release. */
  | { readonly kind: 'is-built' }
  /** Nothing tells how long a task takes: no release among the events that AWS keeps. */
  | { readonly kind: 'no-observation' }
  /** What becomes of an image under the lifecycle policy of its repository; `rule` is a priority, `what` a word of it. */
  | {
      readonly kind: 'fate-unknown';
      readonly why: 'unknown-rule' | 'same-moment' | 'perhaps-in-index' | 'too-many-images' | 'no-policy';
      readonly rule?: number | undefined;
      readonly what?: string | undefined;
    };

export type PreflightNote =
  /** How long AWS waits for connections of a target that leaves, and so the shortest that a release may take. */
  | { readonly kind: 'deregistration-delay'; readonly seconds: number }
  /** The revision is INACTIVE, and going back registers it anew, as it was. */
  | { readonly kind: 'is-copied' };

/** What is wrong, in AWS's words where it has some. `output/describe-preflight.ts` has the sentence and what to do about it. */
export type PreflightReason =
  /** ECS is sure to refuse the registration. */
  | { readonly kind: 'rejected-by-ecs'; readonly message: string; readonly fix: string }
  /** A service has subnets where its tasks are awsvpc, and none elsewhere; ECS refuses the mix. */
  | {
      readonly kind: 'network-mode-mismatch';
      readonly networkMode: string;
      readonly service: 'with-subnets' | 'without-subnets';
    }
  /** The first word of a health check is none of CMD, CMD-SHELL and NONE. */
  | { readonly kind: 'health-check-without-kind'; readonly command: readonly string[] }
  /** CMD-SHELL hands one string to the shell; what follows it is lost. */
  | { readonly kind: 'health-check-loses-words'; readonly lost: readonly string[] }
  /** CMD runs a program without a shell, and the whole line stands as its name. */
  | { readonly kind: 'health-check-needs-shell'; readonly line: string }
  | {
      readonly kind: 'image-missing';
      readonly what: 'repository' | 'image';
      readonly image: string;
      /** A pull-through cache may bring it at the first pull. */
      readonly perhapsCached?: boolean | undefined;
    }
  /** It is in the archive of its repository, where nobody can pull it. */
  | { readonly kind: 'image-archived'; readonly image: string }
  /** A rule of the lifecycle policy takes it within 24 hours, or at a time, or after so many more pushes. */
  | {
      readonly kind: 'image-expiring';
      readonly image: string;
      readonly rule: number;
      readonly action: 'expire' | 'archive';
      readonly when:
        | { readonly kind: 'within-a-day' }
        | { readonly kind: 'at'; readonly at: number; readonly unlessPulled: boolean }
        | { readonly kind: 'after-pushes'; readonly pushes: number };
    }
  /** AWS has deleted the revision for good. */
  | { readonly kind: 'revision-deleted' }
  | { readonly kind: 'platform-mismatch'; readonly has: readonly string[]; readonly wanted: string }
  /** `region` is where it was looked for. */
  | { readonly kind: 'secret-missing'; readonly region: string; readonly usedBy: readonly string[] }
  | { readonly kind: 'secret-marked-for-deletion'; readonly usedBy: readonly string[] }
  | { readonly kind: 'secret-not-json'; readonly key: string; readonly usedBy: readonly string[] }
  | { readonly kind: 'secret-key-missing'; readonly key: string; readonly usedBy: readonly string[] }
  | { readonly kind: 'parameter-missing'; readonly region: string; readonly usedBy: readonly string[] }
  | { readonly kind: 'log-group-missing'; readonly region: string; readonly usedBy: readonly string[] }
  | { readonly kind: 'role-missing'; readonly member: RoleMember }
  | {
      readonly kind: 'role-not-assumable';
      readonly member: RoleMember;
      /** Who would assume it: `ecs-tasks.amazonaws.com`. */
      readonly by: string;
      readonly trusted: readonly string[];
    }
  | {
      readonly kind: 'role-of-other-account';
      readonly member: RoleMember;
      readonly account: string;
      readonly own: string;
    }
  | { readonly kind: 'execution-role-needed'; readonly for: readonly ExecutionRoleNeed[] }
  | { readonly kind: 'target-group-missing' }
  | {
      readonly kind: 'balanced-container-missing';
      readonly container: string;
      readonly containers: readonly string[];
    }
  | {
      readonly kind: 'balanced-port-not-mapped';
      readonly container: string;
      readonly port: number;
      readonly mapped: readonly number[];
    }
  /** AWS registers addresses of tasks in awsvpc, and instances elsewhere. */
  | {
      readonly kind: 'target-type-mismatch';
      readonly targetType: string;
      readonly networkMode: string;
      readonly needed: string;
    }
  | {
      readonly kind: 'deadlock';
      readonly desired: number;
      /** The fewest that must stay and the most that may run. */
      readonly lower: number;
      readonly upper: number;
    }
  | { readonly kind: 'no-rollback-at-aws'; readonly controller: 'ecs' | 'codedeploy'; readonly own: boolean }
  | {
      readonly kind: 'breaker-out-of-reach';
      readonly threshold: number;
      readonly atOnce: number;
      /** Until so many tasks have failed, at least. */
      readonly estimate: Milliseconds;
      /** How long a release is followed; what takes longer trips after it. */
      readonly timeout: Milliseconds;
    }
  | { readonly kind: 'alarm-missing' }
  /** ECS leaves all alarms unwatched for a deployment that starts so, CodeDeploy stops it at once. */
  | { readonly kind: 'alarm-firing'; readonly controller: 'ecs' | 'codedeploy' }
  | { readonly kind: 'alarm-without-data' }
  | {
      readonly kind: 'grace-too-short';
      /** From the registration of the targets until they were healthy, in the last release seen. */
      readonly observed: Milliseconds;
      /** How long a target may stay unhealthy: the grace period, or what the health checks of the target group allow. */
      readonly tolerated: Milliseconds;
      readonly graceSeconds: number;
    };

/**
 * Where a role stands, in AWS's words: two in a task definition, one in `advancedConfiguration` of a load balancer of the service, and one in
 * a deployment group of CodeDeploy.
 */
export type RoleMember = 'executionRoleArn' | 'taskRoleArn' | 'roleArn' | 'serviceRoleArn';

export type ExecutionRoleNeed = 'secrets' | 'ecr-image' | 'awslogs';

/** What verifying one service came to. */
export interface PreflightReport {
  /** `cluster/service` */
  readonly service: string;
  /** The revision that was looked at; absent: it is not registered yet. */
  readonly taskDefinition?: string | undefined;
  readonly family: string;
  readonly results: readonly PreflightResult[];
  /** Whether the service could go back, where that was asked. */
  readonly readiness?: Readiness | undefined;
}

/** Those findings that are reasons to stop; all of them where warnings count as well. */
export function findingsOf(results: readonly PreflightResult[], strict = false): PreflightFinding[] {
  return results.filter(
    (result): result is PreflightFinding =>
      result.kind === 'finding' && (strict || result.severity === 'error'),
  );
}
