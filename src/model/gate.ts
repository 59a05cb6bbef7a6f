import type { Milliseconds } from './duration.ts';
import type { Reason, Verdict } from './verdict.ts';

/**
 * When a gate measures: `before` the deployment starts (the revision is registered, nothing has changed for users), `during` it, from its
 * first task on until AWS calls it successful, and `after` that for as long as the release is watched.
 */
export const gateMoments = ['before', 'during', 'after'] as const;
export type GateMoment = (typeof gateMoments)[number];

/** What to do when a gate could not tell good from bad. */
export const inconclusiveActions = ['hold', 'rollback', 'continue'] as const;
type InconclusiveAction = (typeof inconclusiveActions)[number];

/** Who decides that a release which failed goes back: `ask` a person where there is a terminal, and leave it as it is where there is none. */
export const rollbackPolicies = ['automatic', 'ask', 'off'] as const;
export type RollbackPolicy = (typeof rollbackPolicies)[number];

/** One question about the health of the new revision, asked again and again. */
export interface Gate {
  /** Its key in `gates` of the file. */
  readonly name: string;
  readonly check: GateCheck;
  /** At least one, each once. */
  readonly at: readonly GateMoment[];
  /** Between the beginnings of two measurements. */
  readonly interval: Milliseconds;
  /** Measurements that are enough in one moment; absent: as long as the moment lasts, and one `before`. A task has 1 in the file. */
  readonly count?: number | undefined;
  /** After the beginning of the moment, so that there is something to measure. */
  readonly initialDelay: Milliseconds;
  /** Bad measurements that it still passes with, in one moment. */
  readonly failuresAllowed: number;
  /** So many measurements in a row that could not be taken make it inconclusive. */
  readonly errorLimit: number;
  /** It measures and reports, and decides nothing. */
  readonly dryRun: boolean;
  readonly onInconclusive: InconclusiveAction;
  /** A PAUSE hook of AWS backs it, and rolls back when nobody has let the deployment go on in time, be this process dead. */
  readonly hold?: { readonly timeoutInMinutes: number } | undefined;
}

/** What a gate looks at. */
export type GateCheck = AlarmsCheck | TargetHealthCheck | HttpCheck | MetricsCheck | CommandCheck | TaskCheck;

type GateKind = GateCheck['kind'];

/** None of these CloudWatch alarms is in ALARM. */
export interface AlarmsCheck {
  readonly kind: 'alarms';
  readonly names: readonly string[];
}

/** The load balancers' health checks of the new revision's targets. */
export interface TargetHealthCheck {
  readonly kind: 'target-health';
  /** Percent of the targets that must be healthy, 1 to 100. */
  readonly healthyPercent: number;
}

/** A URL answers as it should. */
export interface HttpCheck {
  readonly kind: 'http';
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** Values may be secret: they are never shown. */
  readonly headers: Readonly<Record<string, string>>;
  /** From and to, both included: `200-299` is one of these. */
  readonly statuses: readonly { readonly from: number; readonly to: number }[];
  /** A text that the answer must contain. */
  readonly body?: string | undefined;
  /** The longest that a good answer may take. */
  readonly latency?: Milliseconds | undefined;
  /** After this the question is given up: no answer, which is bad. */
  readonly timeout: Milliseconds;
}

/** Numbers of CloudWatch against a limit, or against what they were before the release. */
export interface MetricsCheck {
  readonly kind: 'metrics';
  readonly source: MetricSource;
  readonly limit: MetricLimit;
  /** The window that is looked at, back from now, in whole minutes. */
  readonly window: Milliseconds;
  /** Fewer samples (requests, for the presets of a load balancer) tell nothing. */
  readonly minimumSamples: number;
}

/**
 * The presets: share of answers with 5xx in percent, 99th percentile of the answer time in seconds, both of the new revision's target group
 * where traffic is split; CPU and memory of the whole service in percent.
 */
export const metricPresets = ['alb-5xx-rate', 'alb-latency-p99', 'cpu', 'memory'] as const;
export type MetricPreset = (typeof metricPresets)[number];

type MetricSource =
  | { readonly kind: 'preset'; readonly preset: MetricPreset }
  | { readonly kind: 'query'; readonly queries: readonly MetricQuery[] };

/**
 * One entry of `MetricDataQueries`, in AWS's own spelling, handed on as it is; the last one whose data is returned is the number.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
export type MetricQuery = Readonly<Record<string, unknown>> & { readonly Id: string };

export type MetricLimit =
  | { readonly kind: 'absolute'; readonly max?: number | undefined; readonly min?: number | undefined }
  /** Against the same service's window before the release: bad when it grew (or fell) by more than so many percent. */
  | {
      readonly kind: 'comparison';
      readonly maxIncreasePercent?: number | undefined;
      readonly maxDecreasePercent?: number | undefined;
    };

/** Any program: 0 is pass, 1 is fail, 75 (EX_TEMPFAIL) is unclear, everything else is an error of measuring. */
export interface CommandCheck {
  readonly kind: 'command';
  /** The program and its arguments; no shell. */
  readonly command: readonly [string, ...string[]];
  readonly timeout: Milliseconds;
}

/** Runs the new revision once, with the service's network: a migration, a smoke test. Exit code 0 is pass. */
export interface TaskCheck {
  readonly kind: 'task';
  /** Whose command is overridden and whose exit code counts; absent: the only essential container. */
  readonly container?: string | undefined;
  /** Instead of the command of the task definition. */
  readonly command?: readonly string[] | undefined;
  /** Added to the container's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeout: Milliseconds;
}

/** What one question got. *Could not measure* is never *bad*. */
export type Measurement =
  | {
      /** `unclear`: it was measured, and tells neither: too few samples, exit code 75. */
      readonly kind: 'pass' | 'fail' | 'unclear';
      /** When the question was put, in milliseconds since the epoch, local clock. */
      readonly at: number;
      readonly because: Reason;
      readonly value?: number | undefined;
    }
  | { readonly kind: 'error'; readonly at: number; readonly error: string };

/** How a gate stands in one moment of one release. */
export interface GateReport {
  readonly gate: string;
  readonly kind: GateKind;
  readonly moment: GateMoment;
  readonly dryRun: boolean;
  readonly verdict: Verdict;
  readonly counts: {
    readonly pass: number;
    readonly fail: number;
    readonly unclear: number;
    readonly error: number;
  };
  /** The newest, oldest first. */
  readonly measurements: readonly Measurement[];
}

/** A gate in a plan. */
export interface PlannedGate {
  readonly gate: Gate;
  /** From a release gone bad to a rollback that was asked for, at worst, in the moment in which it measures; absent: no rollback follows. */
  readonly worstCase?: Milliseconds | undefined;
  /** AWS's stages at which a pause backs it. */
  readonly heldAt: readonly string[];
}
