import type { GateReason } from './gate-reason.ts';
import type { PendingApproval } from './lifecycle.ts';

/**
 * What a look says about health. *Could not measure* is never *bad*: a throttled call must not roll back production.
 */
export type Verdict =
  | { readonly kind: 'pass'; readonly because: Reason }
  | { readonly kind: 'fail'; readonly because: Reason }
  | { readonly kind: 'inconclusive'; readonly because: Reason }
  | { readonly kind: 'pending'; readonly because: Reason };

/** Why something is as it is, as data. `output/describe-reason.ts` turns it into a sentence. */
export type Reason =
  /** AWS's own words, unchanged. */
  | { readonly kind: 'aws'; readonly text: string }
  | {
      readonly kind: 'start-failure';
      readonly text: string;
      readonly count: number;
      readonly canHeal: boolean;
    }
  /** Tasks that started and died alike, again and again. */
  | { readonly kind: 'crash-loop'; readonly text: string; readonly count: number }
  | { readonly kind: 'timeout'; readonly afterMilliseconds: number }
  | { readonly kind: 'interrupted'; readonly signal: 'SIGINT' | 'SIGTERM' }
  | {
      readonly kind: 'superseded';
      readonly byDeployment?: string | undefined;
      readonly taskDefinition?: string | undefined;
      /** Who registered that task definition: ECS does not tell who started a deployment. */
      readonly registeredBy?: string | undefined;
      /** The commit that it was made from, where a tag of ours says so. */
      readonly commit?: string | undefined;
      /** How it had ended, or begun to end, when the other one came; absent: it was in progress. */
      readonly after?: SupersededAfter | undefined;
      /** The other one has begun, and does not serve yet: through CodeDeploy its tasks come up beside those that do. */
      readonly isUnderWay?: true | undefined;
    }
  /** A person or a program, but not this run, told AWS to stop it; with AWS's words, where it has any. */
  | { readonly kind: 'stopped-by-someone'; readonly text?: string | undefined }
  | { readonly kind: 'service-gone'; readonly status: string }
  | { readonly kind: 'primary-differs'; readonly expected: string; readonly actual: string }
  | {
      readonly kind: 'digest-differs';
      readonly container: string;
      readonly expected: string;
      readonly actual: string;
      readonly task: string;
    }
  | { readonly kind: 'digest-unknown'; readonly container: string; readonly task?: string | undefined }
  | { readonly kind: 'no-running-task' }
  | { readonly kind: 'unverified'; readonly what: string; readonly error: string }
  /** Something that was to be done could not be begun. */
  | { readonly kind: 'impossible'; readonly what: string; readonly error: string }
  | { readonly kind: 'verified'; readonly tasks: number; readonly digest?: string | undefined }
  | { readonly kind: 'desired-zero' }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'credentials'; readonly error: string }
  /** They are still good, and for so short a time that watching on would only see calls fail; milliseconds since the epoch. */
  | { readonly kind: 'credentials-expire'; readonly at: number }
  | { readonly kind: 'unreachable'; readonly error: string; readonly forMilliseconds: number }
  | { readonly kind: 'nothing-differs' }
  | {
      readonly kind: 'already-rolled-back';
      readonly to: string;
      /** ARN or `family:revision` of where going further back would lead. */
      readonly further?: string | undefined;
    }
  /** What was to be brought back serves. */
  | { readonly kind: 'already-serves'; readonly taskDefinition: string }
  | { readonly kind: 'nothing-in-progress' }
  /** Tasks run, but all of them have started since AWS judged the deployment, and no check of theirs says that they are well. */
  | { readonly kind: 'tasks-unjudged'; readonly running: number; readonly desired: number }
  /** Tasks run, and a health check fails for all of them: their container's, or that of a load balancer. */
  | { readonly kind: 'tasks-failing'; readonly failing: number; readonly desired: number }
  | { readonly kind: 'too-few-tasks'; readonly running: number; readonly desired: number }
  | { readonly kind: 'no-rollback-configured' }
  /** A person asked for it. */
  | { readonly kind: 'asked' }
  | { readonly kind: 'declined' }
  /** A PAUSE hook holds the deployment until somebody answers, or its time is up. */
  | { readonly kind: 'awaiting-approval'; readonly approval: PendingApproval }
  /** It was followed as far as it was asked for. */
  | { readonly kind: 'reached'; readonly what: string }
  /** A rule of the load balancer does not send production traffic where it should. */
  | {
      readonly kind: 'weights-differ';
      readonly rule: string;
      readonly targetGroup: string;
      readonly expected: number;
      readonly actual: number;
    }
  | GateReason
  /** A service that it comes after was not released. */
  | { readonly kind: 'predecessor-failed'; readonly service: string }
  /** Another service of the same run failed. */
  | { readonly kind: 'run-failed'; readonly service: string };

/** Where a deployment had got to when another one came after it. */
export type SupersededAfter =
  | { readonly end: 'success' }
  | { readonly end: 'failure' | 'rollback'; readonly because?: Reason | undefined };
