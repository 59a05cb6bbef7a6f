import type { LifecycleEventStatus } from '@aws-sdk/client-codedeploy';

/** In their order; those of test traffic only where the group has a test listener (section 3.2 of the specification). */
export const lifecycleEventNames = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;
export type LifecycleEventName = (typeof lifecycleEventNames)[number];

/** Those that CodeDeploy acts in itself have no hook. */
export const hookableEvents = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const satisfies readonly LifecycleEventName[];
export type HookableEvent = (typeof hookableEvents)[number];

/** One event of one deployment; it is there as Pending from the start. */
export interface LifecycleEventRecord {
  readonly name: LifecycleEventName;
  status: LifecycleEventStatus;
  startedAt?: number;
  endedAt?: number;
  /** What `diagnostics` says of a hook that failed. */
  diagnostics?: { readonly errorCode: 'ScriptFailed' | 'ScriptTimedOut'; readonly message: string };
}

/** A function that was called for an event, and has to report with PutLifecycleEventHookExecutionStatus. */
export interface HookExecution {
  /** `LifecycleEventHookExecutionId` of the payload. */
  readonly id: string;
  readonly event: HookableEvent;
  readonly functionName: string;
  status: 'waiting' | 'Succeeded' | 'Failed' | 'timed-out';
}
