import type { Snapshot } from './deployment.ts';
import type { GateReport } from './gate.ts';
import type { Difference } from './release-plan.ts';

/** Why a release went wrong, or a service is not well, in data: a likely cause with the evidence that it rests on. */
export interface Diagnosis {
  /** Absent when nothing was found. */
  readonly likely?: LikelyCause | undefined;
  /** Distinct causes, the most telling first. Empty when nothing was found. */
  readonly findings: readonly Finding[];
  readonly evidence: DiagnosisEvidence;
}

/** How sure it is: `high` names what must be changed, `low` only repeats what AWS has said. */
export type Confidence = 'high' | 'medium' | 'low';

export interface LikelyCause {
  /** One sentence, without a full stop. */
  readonly cause: string;
  readonly confidence: Confidence;
  readonly advice?: string | undefined;
  /** Changes of the task definition that fit the cause, the most suspicious first. */
  readonly suspects: readonly Difference[];
  /** One command that shows more, or mends it. */
  readonly next?: string | undefined;
}

export interface Finding {
  /** Id in the catalogue (`diagnosis/catalogue.ts`), or `unknown` for evidence that matches none. */
  readonly id: string;
  /** One sentence: what happened. */
  readonly cause: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** How sure the words of AWS make it; absent: as sure as where it was seen. */
  readonly confidence?: Confidence | undefined;
  /** Whether waiting could help. */
  readonly heals: 'never' | 'maybe';
  /** AWS's own words. */
  readonly evidence: string;
  /** Where it was seen. */
  readonly source: FindingSource;
  /** How often the same was seen. */
  readonly count: number;
  /** One example: a task id or a target. */
  readonly example?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly container?: string | undefined;
  /** Last lines of the container's log, oldest first, where they could be read. */
  readonly log?: LogExcerpt | undefined;
}

/** `deployment` is its own status: a symptom of what the others tell. */
export type FindingSource =
  'container' | 'task' | 'hook' | 'alarm' | 'gate' | 'target' | 'event' | 'deployment' | 'service';

export interface LogExcerpt {
  readonly group: string;
  readonly stream: string;
  /** Masked. Empty where they could not be read. */
  readonly lines: readonly string[];
  /** The stream in AWS's console. */
  readonly link?: string | undefined;
}

/** All that was collected, the same thing once, with a count. Texts are AWS's own, masked. */
export interface DiagnosisEvidence {
  readonly stoppedTasks: readonly StoppedTaskGroup[];
  readonly targetGroups: readonly TargetGroupHealth[];
  /** Those that tell something, the newest first. */
  readonly events: readonly CountedEvent[];
  readonly circuitBreaker?:
    | {
        readonly status: Snapshot['circuitBreaker']['status'];
        readonly failures: number;
        readonly threshold?: number | undefined;
      }
    | undefined;
  readonly alarms: readonly AlarmEvidence[];
  readonly hooks: readonly HookEvidence[];
  /** How the task definition differs from the one of the last good release; absent: not known. */
  readonly changes?: TaskDefinitionChanges | undefined;
  /** Gates that did not pass. */
  readonly gates: readonly GateReport[];
  /** What could not be read, and what would let it be read. */
  readonly missing: readonly MissingEvidence[];
}

/** Tasks that ended alike. */
export interface StoppedTaskGroup {
  readonly count: number;
  /** Id of one of them. */
  readonly example: string;
  readonly stopCode?: string | undefined;
  readonly stoppedReason?: string | undefined;
  /** When the last of them ended, milliseconds since the epoch. */
  readonly lastAt?: number | undefined;
  readonly containers: readonly {
    readonly name: string;
    readonly exitCode?: number | undefined;
    readonly reason?: string | undefined;
  }[];
}

export interface TargetGroupHealth {
  readonly arn: string;
  readonly healthy: number;
  readonly total: number;
  /** Of those that are not healthy. */
  readonly reasons: readonly {
    /** AWS's word: initial | unhealthy | draining … */
    readonly state: string;
    /** `Target.ResponseCodeMismatch` and the like. */
    readonly code?: string | undefined;
    readonly description?: string | undefined;
    readonly count: number;
  }[];
}

export interface CountedEvent {
  /** When the newest of them was, milliseconds since the epoch. */
  readonly at: number;
  readonly message: string;
  readonly count: number;
}

export interface AlarmEvidence {
  readonly name: string;
  /** Why it fires, in CloudWatch's words. */
  readonly reason?: string | undefined;
}

export interface HookEvidence {
  /** Stage or lifecycle event, in AWS's word. */
  readonly stage?: string | undefined;
  /** ARN of the function. */
  readonly functionArn?: string | undefined;
  /** Where the function writes its log, unless it was told otherwise. */
  readonly logGroup?: string | undefined;
  readonly message?: string | undefined;
  /** The last lines that it has left with AWS, which CodeDeploy keeps with a lifecycle event that failed. */
  readonly lines?: readonly string[] | undefined;
}

export interface TaskDefinitionChanges {
  /** `family:revision` of the last good release. */
  readonly since: string;
  readonly differences: readonly Difference[];
}

export interface MissingEvidence {
  readonly what: string;
  readonly error: string;
  /** The permission that is missing, where one is: `logs:GetLogEvents`. */
  readonly action?: string | undefined;
  /** Where a person can look instead. */
  readonly link?: string | undefined;
}
