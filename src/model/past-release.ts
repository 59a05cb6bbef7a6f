import type { Strategy } from './lifecycle.ts';
import { revisionName } from './service-ref.ts';

/** How a release ended, as AWS and our stamps tell it. */
export type PastOutcome =
  | 'succeeded'
  | 'in-progress'
  /** AWS took it back, by itself or because somebody asked. */
  | 'rolled-back'
  | 'rollback-failed'
  | 'failed'
  /** Stopped and left where it was; also one that a later release superseded. */
  | 'stopped';

/** What a revision was made from: our tags on it. */
export interface PastOrigin {
  readonly commit?: string | undefined;
  /** First line of the commit message. */
  readonly subject?: string | undefined;
  /** `sha256:…` of the image that was released. */
  readonly digest?: string | undefined;
  readonly tag?: string | undefined;
  /** Who released it: a login of GitHub, or what STS calls the caller. */
  readonly by?: string | undefined;
  /** The run of a CI system, as a URL. */
  readonly run?: string | undefined;
  /** Releases of the revision that had begun by then were taken back, although AWS calls them successful. Milliseconds since the epoch. */
  readonly takenBackAt?: number | undefined;
  /** `family:revision` of the revision that this one is a copy of, registered again because that was INACTIVE. */
  readonly copyOf?: string | undefined;
}

/** One release of a service, from ECS, from CodeDeploy, or, beyond what they remember, from our stamp on its revision. */
export interface PastRelease {
  /** What people type: the last part of a service deployment's ARN, CodeDeploy's `d-…`, or `family:revision` where only the stamp is left. */
  readonly id: string;
  readonly source: 'ecs' | 'codedeploy' | 'stamp';
  /** ARN of the service deployment. */
  readonly arn?: string | undefined;
  /** ARN of the service revision that it brought in: 90 days. */
  readonly serviceRevisionArn?: string | undefined;
  /** ARN of the task definition; undefined where AWS no longer tells. */
  readonly taskDefinition?: string | undefined;
  /** Milliseconds since the epoch. Of a stamp: the moment of its success. */
  readonly createdAt: number;
  readonly finishedAt?: number | undefined;
  readonly strategy?: Strategy | undefined;
  /** `CodeDeployDefault.ECSCanary10Percent5Minutes` and the like. */
  readonly codeDeployConfiguration?: string | undefined;
  readonly outcome: PastOutcome;
  /** Why it went back or was stopped, in AWS's words. */
  readonly reason?: string | undefined;
  readonly origin: PastOrigin;
  /** Digests that its revision ran with, by container. */
  readonly digests?: Readonly<Record<string, string>> | undefined;
  /** Whether it is what serves now. */
  readonly serves: boolean;
}

/** `family:revision` under which a release is known: of a copy, what it is a copy of. Undefined where AWS no longer tells. Pure. */
export function versionOf({
  taskDefinition,
  origin,
}: Pick<PastRelease, 'taskDefinition' | 'origin'>): string | undefined {
  return origin.copyOf ?? (taskDefinition === undefined ? undefined : revisionName(taskDefinition));
}
