import type { Deployment } from './deployment.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { GateReport } from './gate.ts';
import type { LeftTask } from './left-task.ts';
import type { Changed, Outcome } from './outcome.ts';
import type { Readiness } from './readiness.ts';
import type { ReleasePlan } from './release-plan.ts';
import type { ServiceRef } from './service-ref.ts';

/** What a release comes to: one entry of `releases[]` in the JSON document. */
export interface ReleaseResult {
  readonly service: ServiceRef;
  readonly action: 'deploy' | 'rollback' | 'watch' | 'resume' | 'approve' | 'reject' | 'abort';
  readonly outcome: Outcome;
  /** Whether this is the end: false where the deployment goes on at AWS and may still end otherwise. */
  readonly final: boolean;
  /** The state that it left behind. */
  readonly changed: Changed;
  readonly before?: { readonly taskDefinition: string } | undefined;
  /** The revision that was to be brought in. */
  readonly target?: { readonly taskDefinition: string } | undefined;
  /** What serves in the end, where we looked; otherwise what was to be brought in. */
  readonly after?:
    { readonly taskDefinition: string; readonly digests: Readonly<Record<string, string>> } | undefined;
  readonly deployment?: Deployment | undefined;
  readonly plan?: ReleasePlan | undefined;
  readonly diagnosis?: Diagnosis | undefined;
  /** What the gates have measured and judged, in the order of their moments; absent: none is configured. */
  readonly gates?: readonly GateReport[] | undefined;
  /** Tasks of gates that this run no longer follows, and that may go on at AWS; absent: none. */
  readonly tasksLeft?: readonly LeftTask[] | undefined;
  /** Whether the service could now go back to the release before, where that was looked at. */
  readonly readiness?: Readiness | undefined;
  /** Commands that make sense now, most useful first: how to come back, how to go back. */
  readonly next: readonly string[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}
