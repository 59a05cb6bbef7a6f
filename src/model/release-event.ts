import type { Diagnosis } from './diagnosis.ts';
import type { Deployment, ServiceEvent, Snapshot, StoppedTask } from './deployment.ts';
import type { EngineDescription } from './engine-description.ts';
import type { GitHubRefusal } from './github-refusal.ts';
import type { Gate, GateMoment, GateReport, Measurement } from './gate.ts';
import type { LeftTask } from './left-task.ts';
import type { PendingApproval } from './lifecycle.ts';
import type { BuildStep, BuiltImage, ImagePlan, SettledImage } from './image-plan.ts';
import type { Outcome, RollbackHolder } from './outcome.ts';
import type { PastOrigin, PastOutcome } from './past-release.ts';
import type { PreflightFinding } from './preflight.ts';
import type { Readiness } from './readiness.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { SuspendedScaling } from './scaling.ts';
import type { SetAside } from './set-aside.ts';
import type { Reason, Verdict } from './verdict.ts';
import type { CannotRun } from './way-back.ts';

/** Version of the event stream; it grows when a member is removed or changes its meaning. */
export const eventSchemaVersion = 1;

interface Stamp {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Id of this run of ecsdeploy, the same in all its events. */
  readonly release: string;
  /** `cluster/service` */
  readonly service: string;
}

type Fact =
  | {
      readonly type: 'release.started';
      readonly action:
        'deploy' | 'rollback' | 'watch' | 'resume' | 'approve' | 'reject' | 'abort' | 'build' | 'push';
    }
  /** One of several in a run: it begins when these services (`cluster/service`) have been released. */
  | { readonly type: 'release.waiting'; readonly for: readonly string[] }
  | { readonly type: 'image.planned'; readonly image: ImagePlan }
  | { readonly type: 'repository.created'; readonly repository: string }
  | { readonly type: 'build.started'; readonly reference: string; readonly engine: EngineDescription }
  /** A line of the engine's output; `step` where the line begins one. */
  | { readonly type: 'build.output'; readonly line: string; readonly step?: BuildStep | undefined }
  | { readonly type: 'build.ended'; readonly image: BuiltImage }
  | { readonly type: 'push.started'; readonly reference: string }
  | { readonly type: 'push.output'; readonly line: string }
  /** The registry holds the image, and this is its digest there. */
  | { readonly type: 'image.settled'; readonly image: SettledImage }
  | { readonly type: 'plan.made'; readonly plan: ReleasePlan }
  | {
      readonly type: 'task-definition.settled';
      readonly taskDefinition: string;
      readonly how: 'registered' | 'found-unchanged' | 'given';
      /** ARN of the revision, INACTIVE by now, that it is the same as. */
      readonly copies?: string | undefined;
    }
  | {
      readonly type: 'deployment.waiting-for-other';
      readonly other: string;
      readonly taskDefinition: string;
      /** What has been asked of AWS, so that it ends sooner; absent: nothing. */
      readonly by?: 'end-termination-wait' | 'stop-and-roll-back' | undefined;
    }
  | {
      readonly type: 'deployment.started';
      readonly deployment: Deployment;
      readonly how: 'started' | 'adopted' | 'found';
      /** What its revision was made from, where another run has made that, and this one has read it. */
      readonly origin?: PastOrigin | undefined;
      /** The image that it was released with, by digest, in the same case. */
      readonly image?: string | undefined;
      /** ARN of the revision that it replaces, in the same case. */
      readonly replaces?: string | undefined;
    }
  /** One look; `changed` says whether it differs from the look before in anything a person would notice. */
  | { readonly type: 'deployment.observed'; readonly snapshot: Snapshot; readonly changed: boolean }
  | { readonly type: 'service.event'; readonly event: ServiceEvent }
  | { readonly type: 'task.stopped'; readonly task: StoppedTask; readonly taskDefinition: string }
  /** A PAUSE hook holds the deployment, or has been answered: by whom it is not known. */
  | {
      readonly type: 'approval.awaited';
      readonly approval: PendingApproval;
      /** Whoever drives the release measures these, and answers by them. */
      readonly gates?: readonly string[];
    }
  /** AWS is being given this answer; whether it has heard `approval.given` or `approval.refused` says. */
  | {
      readonly type: 'approval.answering';
      readonly answer: 'continue' | 'reject';
      readonly hookId: string;
      readonly deployment: Deployment;
    }
  | { readonly type: 'approval.given' | 'approval.refused'; readonly approval: PendingApproval }
  /** All autoscaling of the service is suspended for the release; `before` is what is restored when it is over. */
  | { readonly type: 'scaling.suspended'; readonly before: SuspendedScaling }
  | { readonly type: 'scaling.restored'; readonly to: SuspendedScaling }
  /** The deployment goes on at AWS: the next run that drives it to its end restores it. */
  | { readonly type: 'scaling.kept-suspended'; readonly before: SuspendedScaling }
  /** What a way back has set aside stands as before it. */
  | { readonly type: 'settings.restored'; readonly settings: SetAside }
  /** The way back goes on at AWS: the next run that sees its end puts them back. */
  | { readonly type: 'settings.kept-aside'; readonly settings: SetAside }
  /** It is to go back, and AWS is asked to; whether it has heard `rollback.started` says. */
  | { readonly type: 'rollback.requested'; readonly because: Reason }
  /** AWS has begun to roll back, or has heard that it is to. */
  | { readonly type: 'rollback.started'; readonly by: RollbackHolder; readonly because: Reason }
  /** AWS calls it successful, and it was verified; it is watched on until then. */
  | { readonly type: 'watch.started'; readonly until: number }
  /** The moment is over; what these gates measure just then counts, and is waited for until then at the latest. */
  | {
      readonly type: 'gates.awaited';
      readonly moment: GateMoment;
      readonly gates: readonly string[];
      readonly until: number;
    }
  /** Whoever sits at the terminal is asked whether it is to go back. */
  | { readonly type: 'rollback.asked'; readonly because: Reason }
  | {
      readonly type: 'look.failed';
      readonly operation: string;
      readonly error: string;
      readonly retryInMilliseconds: number;
    }
  | { readonly type: 'verification.ended'; readonly verdict: Verdict }
  /** A gate begins to measure in this moment of the release. */
  | { readonly type: 'gate.started'; readonly gate: Gate; readonly moment: GateMoment }
  | {
      readonly type: 'gate.measured';
      readonly gate: string;
      readonly moment: GateMoment;
      readonly measurement: Measurement;
      /** Whether it says anything else than the one before. */
      readonly changed: boolean;
    }
  /** It has judged, or its moment is over. */
  | { readonly type: 'gate.judged'; readonly report: GateReport }
  /** A line that a task of ours wrote, which a gate runs. */
  | { readonly type: 'task.output'; readonly gate: string; readonly container: string; readonly line: string }
  | { readonly type: 'warning'; readonly warning: Warning }
  | {
      readonly type: 'interrupt.received';
      readonly signal: 'SIGINT' | 'SIGTERM';
      /**
       * `stop`: nothing was started yet that could go on; `hear`: AWS has been asked for something, and what came of it is found out first;
       * `leave-rollback`: the rollback goes on; `leave`: AWS has ended the deployment.
       */
      readonly then: 'detach' | 'rollback' | 'stop' | 'hear' | 'leave-rollback' | 'leave';
    }
  /** The process leaves although something is under way; what becomes of it nobody has seen. */
  | {
      readonly type: 'interrupt.forced';
      /** The one that had the last word. */
      readonly signal: 'SIGINT' | 'SIGTERM';
      /**
       * `start-unknown`: whether a deployment was started; `rollback-unknown`: AWS was to go back, and whether it was told;
       * `answer-unknown`: whether AWS has heard the answer to a pause; `ended`: AWS has ended it, and what runs was not looked at to the end.
       */
      readonly left:
        'start-unknown' | 'answer-unknown' | 'goes-on' | 'rollback-unknown' | 'rolls-back' | 'ended';
    }
  | { readonly type: 'diagnosis.made'; readonly diagnosis: Diagnosis }
  | { readonly type: 'release.concluded'; readonly outcome: Outcome };

export type Warning =
  | { readonly kind: 'no-rollback-configured' }
  /** A gate could not tell, and is told to let it go on all the same. */
  | { readonly kind: 'gate-inconclusive'; readonly gate: string; readonly because: Reason }
  /** A gate's task is no longer followed, and runs on at AWS, or may do so: half a migration would be worse. */
  | ({ readonly kind: 'task-left-running' } & LeftTask)
  /** It has told what it was to tell, or its time is up, and AWS does not stop it. */
  | { readonly kind: 'task-not-stopped'; readonly task: string; readonly error: string }
  /** Gates are configured, and this run measures none of them. */
  | { readonly kind: 'gates-skipped'; readonly names: readonly string[] }
  | { readonly kind: 'dirty-tree'; readonly files: readonly string[] }
  /** Whether the release goes forward could not be found out. `running` is absent where nothing says what runs. */
  | {
      readonly kind: 'commit-order-unknown';
      readonly running?: string | undefined;
      readonly commit: string;
      readonly why: 'not-in-this-clone' | 'shallow' | 'no-commit' | 'untagged';
    }
  | { readonly kind: 'platform-unchecked'; readonly image: string; readonly error: string }
  | { readonly kind: 'digest-unresolved'; readonly image: string; readonly error: string }
  | { readonly kind: 'tag-not-written'; readonly tag: string; readonly error: string }
  | { readonly kind: 'tag-value-altered'; readonly tag: string; readonly value: string }
  /** A deployment of ours in progress was adopted; settings that differ wait for the next one. */
  | { readonly kind: 'settings-not-applied'; readonly paths: readonly string[] }
  | { readonly kind: 'no-health-check' }
  /** Neither a load balancer nor Service Connect: both revisions run side by side, and nothing is moved between them. */
  | { readonly kind: 'no-traffic-to-shift'; readonly strategy: string }
  /** What a rollback has set aside (bakes, pauses of ours) could not be put back: the next run tries again. */
  | { readonly kind: 'settings-not-restored'; readonly error: string }
  /** ECS does not watch what fires at the start; `stopsIt`: CodeDeploy stops a deployment for it at once. */
  | {
      readonly kind: 'alarm-already-firing';
      readonly alarms: readonly string[];
      readonly stopsIt?: true;
      /** AWS does not watch them; gates would have. */
      readonly onlyOfGates?: true;
    }
  /** Autoscaling is still suspended, and `command` resumes it. */
  | { readonly kind: 'scaling-not-restored'; readonly error: string; readonly command: string }
  /** Somebody has changed it since it was suspended, and it was left like that. */
  | {
      readonly kind: 'scaling-changed';
      readonly before: SuspendedScaling;
      readonly now: SuspendedScaling;
    }
  /** Neither the configuration nor the default names told the group of CodeDeploy, so all of the account were looked through. */
  | {
      readonly kind: 'codedeploy-searched';
      readonly applications: number;
      readonly groups: number;
      /** Reads that it took, at least. */
      readonly calls: number;
    }
  /** Of CodeDeploy: the group goes back by itself neither when a deployment fails nor when an alarm fires. */
  | { readonly kind: 'no-auto-rollback'; readonly group: string }
  /** Of CodeDeploy: alarms of the group, which this one deployment overrides off. */
  | { readonly kind: 'alarms-ignored'; readonly names: readonly string[] }
  /** Settings that only the ECS deployment controller knows, as the configuration file spells them. */
  | { readonly kind: 'settings-unused'; readonly members: readonly string[] }
  /** An earlier release that a way back would have led to, and that cannot run any more. */
  | { readonly kind: 'target-passed-over'; readonly gone: CannotRun }
  /** A person has named a revision that did not succeed; `outcome` is absent where no release is known to have brought it in. */
  | {
      readonly kind: 'target-unproven';
      readonly taskDefinition: string;
      readonly outcome?: PastOutcome | undefined;
    }
  /** The last way back was taken back itself, for AWS's reason. */
  | {
      readonly kind: 'way-back-failed-before';
      readonly deployment: string;
      readonly reason?: string | undefined;
    }
  /** Going back is not possible, or not for long, or it could not be looked at; `before`: of the time after this release. */
  | { readonly kind: 'going-back'; readonly readiness: Readiness; readonly when: 'before' | 'after' }
  | { readonly kind: 'tag-not-removed'; readonly tag: string; readonly error: string }
  /** What `ecsdeploy verify` would say as well, of what is new in this revision. */
  | { readonly kind: 'preflight'; readonly finding: PreflightFinding }
  /** What is new in this revision was not looked at, for want of these permissions. */
  | { readonly kind: 'preflight-skipped'; readonly actions: readonly string[] }
  /** The credentials end before what is to be watched may: then it is left to AWS. Both in milliseconds since the epoch. */
  | { readonly kind: 'credentials-short'; readonly expireAt: number; readonly neededUntil: number }
  /** GitHub shows the release not at all, or not to its end. Once in a run. */
  | { readonly kind: 'github-not-told'; readonly because: GitHubRefusal }
  | { readonly kind: 'evidence-missing'; readonly what: string; readonly error: string };

/** Data, never prose or colour: `output/describe-event.ts` has the words. */
export type ReleaseEvent = Stamp & Fact;

/** What core code calls: plain and synchronous, without the stamp, which `cli` adds. */
export type Report = (fact: Fact) => void;

export type ReleaseFact = Fact;
