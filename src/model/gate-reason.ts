import type { Reason } from './verdict.ts';

/** Why a gate judges as it does, and what its measurements have seen. */
export type GateReason =
  /** A gate has judged, for this reason. */
  | {
      readonly kind: 'gate';
      readonly gate: string;
      readonly verdict: 'fail' | 'inconclusive';
      readonly because: Reason;
    }
  /** More bad measurements than a gate allows; `last` is the newest of them. */
  | { readonly kind: 'measurements-failed'; readonly count: number; readonly last: Reason }
  /** All that was to be measured was good, or as much of it as is allowed not to be. */
  | { readonly kind: 'measurements-passed'; readonly count: number; readonly failed: number }
  /** A gate could not measure, so often in a row. */
  | { readonly kind: 'not-measured'; readonly times: number; readonly error: string }
  /** A gate's time was over before anything told good from bad; with the newest reason, where there was one. */
  | { readonly kind: 'never-clear'; readonly because?: Reason | undefined }
  /** A gate goes on measuring. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'alarms-firing'; readonly names: readonly string[] }
  | {
      readonly kind: 'alarms-quiet';
      readonly names: readonly string[];
      readonly insufficient: readonly string[];
    }
  /** Targets of the new revision, with the codes of `TargetHealth.Reason` and how many have each. */
  | {
      readonly kind: 'targets';
      readonly healthy: number;
      readonly total: number;
      readonly codes: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'http-answer';
      readonly url: string;
      readonly status: number;
      readonly milliseconds: number;
      /** What is not as it should be; absent: all is. */
      readonly wrong?: 'status' | 'body' | 'latency' | undefined;
    }
  | { readonly kind: 'http-no-answer'; readonly url: string; readonly error: string }
  /** A number of CloudWatch, the limit that it is held against, and what it was before the release where it is compared. */
  | {
      readonly kind: 'metric';
      readonly name: string;
      readonly value: number;
      readonly unit?: 'percent' | 'seconds' | undefined;
      readonly limit: number;
      readonly side: 'at-most' | 'at-least';
      readonly before?: number | undefined;
      /** What `before` is a number of; absent: of the same thing, before the release. */
      readonly comparedWith?: 'before-release' | 'old-revision' | undefined;
      readonly samples?: number | undefined;
    }
  | {
      readonly kind: 'too-few-samples';
      readonly name: string;
      readonly samples: number;
      readonly needed: number;
    }
  | {
      readonly kind: 'command-exit';
      readonly program: string;
      readonly exitCode: number;
      /** The last line that it wrote to its error output, masked. */
      readonly lastLine?: string | undefined;
    }
  | {
      readonly kind: 'task-exit';
      readonly task: string;
      readonly container?: string | undefined;
      readonly exitCode?: number | undefined;
      readonly text?: string | undefined;
    };
